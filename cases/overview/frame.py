"""What every page of a case shares: the door, the recorded look, the identity bar, the tabs."""

from dataclasses import dataclass

from django.http import HttpRequest

from cases.access import known_to, only_reads
from cases.deadlines.owners import answers_for
from cases.deadlines.selectors import is_main
from cases.models import Case, Participant, Vencimiento
from cases.overview import selectors
from cases.overview.actions import actions_of
from cases.overview.measures import MeasureLine, lines_of
from cases.overview.page import identity_of
from cases.overview.screens import address, screen_of
from cases.overview.tasks import next_clock
from cases.overview.wall import Wall, wall_of
from cases.policy import Compartment, Sight
from cases.selectors import get_case_or_404
from cases.tramites.selectors import TramiteLine, tramite_lines
from convivencia.clock import now
from schools.audit.services import record
from schools.models import Membership
from schools.models.audit import AuditAct

TABS = (
    ("Tareas", "case-detail", Compartment.TAREAS),
    ("Personas", "case-people", Compartment.EXPEDIENTE),
    ("Documentos", "case-documents", Compartment.EXPEDIENTE),
    ("Fichas", "case-fichas", Compartment.EXPEDIENTE),
    ("Fichas", "case-fichas", Compartment.SALUD),  # to who attends, without the file
    ("Plazos", "case-deadlines", Compartment.EXPEDIENTE),
    ("Faltas", "case-faltas", Compartment.EXPEDIENTE),
    ("Medidas", "case-measures", Compartment.TAREAS),
    ("Trámites", "case-tramites", Compartment.EXPEDIENTE),
    ("Notificaciones", "case-notifications", Compartment.EXPEDIENTE),
    ("Notas", "case-notes", Compartment.SALUD),
    ("Equipo", "case-team", Compartment.ACCESOS),
    ("Quién vio este caso", "case-looks", Compartment.ACCESOS),
)


@dataclass(slots=True)
class CaseFrame:
    """An open case: what the views take and what the templates print."""

    case: Case
    wall: Wall
    every_row: list[Vencimiento]
    tab: str
    membership: Membership

    @property
    def rows(self) -> list[Vencimiento]:
        """The steps of the trámites that run."""
        return [row for row in self.every_row if row.tramite.closed_at is None]

    @property
    def role(self) -> str:
        return self.membership.role

    @property
    def is_full(self) -> bool:
        return self.case.sight is Sight.FULL

    @property
    def only_reads(self) -> bool:
        """True for who opened the case in an urgency: nothing to do is offered."""
        return only_reads(self.role, self.case.functions)

    @property
    def shown(self) -> list[Vencimiento]:
        """The steps the member may see."""
        return self.rows if self.is_full else [r for r in self.rows if answers_for(r, self.role)]

    def tramites(self) -> list[TramiteLine]:
        """Return a line for each trámite, its own first. Queries: 0."""
        found = {row.tramite_id: row.tramite for row in self.every_row}
        own_first = sorted(found.values(), key=lambda one: not is_main(self.case, one))
        return tramite_lines(self.case, own_first, self.every_row)

    def measures(self) -> list[MeasureLine]:
        """Return the measures of the case, or those the member carries out. Queries: 1."""
        mine = None if self.is_full else self.membership
        rows = selectors.measures_of(self.case, mine)
        return lines_of(rows, self.case, self.membership, self.wall)

    def known(self) -> list[Participant]:
        """Return the people whose identity the member knows. Queries: 0, or 1 without the file."""
        people = self.case.participants.all()
        if self.is_full:
            return list(people)
        known = people.filter(known_to(self.membership, at=self.wall.now))
        mine = set(known.values_list("pk", flat=True))
        return [person for person in people if person.pk in mine]

    def context(self, **more: object) -> dict:
        """Return the context of the page, with identity and tabs."""
        first = None if self.only_reads else next_clock(self.shown, self.wall)
        identity = identity_of(self.case, self.known(), first, self.wall)
        found = {"frame": self, "case": self.case, "identity": identity, "tabs": self.tabs()}
        found["only_reads"] = self.only_reads
        if first:
            found["next_url"], found["next_label"] = screen_of(first)
        if self.is_full:
            found["actions"] = actions_of(self.case, self.membership)
        return found | more

    def tabs(self) -> list[dict]:
        found = [
            {
                "label": label,
                "url": address(name, self.case.pk),
                "name": name,
                "current": name == self.tab,
            }
            for label, name, compartment in TABS
            if compartment in self.case.opened
        ]
        return list({tab["name"]: tab for tab in found if tab["url"]}.values())


def open_case(
    request: HttpRequest,
    pk: int,
    tab: str,
    *,
    at_least: Sight = Sight.FULL,
    opens: Compartment | None = None,
    act: AuditAct = AuditAct.VER,
) -> CaseFrame:
    """Open the case for this request and record the look. Queries: 5."""
    case = get_case_or_404(request, pk, at_least=at_least, opens=opens)
    case.school = request.school
    record(
        act, object_type="caso", object_id=pk, case_id=pk, user_id=request.user.pk, detail=tab,
        faint=act is AuditAct.VER,
    )  # fmt: skip
    rows = selectors.vencimientos_of(case) if case.sight >= Sight.TASKS else []
    return CaseFrame(case, wall_of(request.school, now()), rows, tab, request.membership)
