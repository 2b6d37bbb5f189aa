"""What the case list and the case page read. Each function is one query unless it says more."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, JSONObject

from cases.access import cases_visible_to, grants_giving
from cases.decisions.charge import in_charge
from cases.fichas.loader import health_codes
from cases.models import (
    Actuacion,
    Case,
    CaseAccess,
    Document,
    Informe,
    Medida,
    Participant,
    ReservedIdentity,
    Resolucion,
    Vencimiento,
)
from cases.models.case import ParticipantRole
from cases.policy import ROLE_SIGHT, Compartment, Sight
from cases.states import Acto
from cases.today.selectors import RUNNING, victims
from schools.models import Guardianship, Membership

PAGE = 50
DIGITS = 7  # a RUN has at least so many
FOLIO_PARTS = 2


def case_page(
    membership: Membership,
    *,
    at: datetime,
    state: str = "",
    protocol: str = "",
    text: str = "",
    names: bool = False,
    before: tuple[int, int] | None = None,
    after: tuple[int, int] | None = None,
) -> tuple[list[Case], bool]:
    """Return one page of cases, newest first, and whether more follow in that direction.

    Who only reported finds the receipt in «Hoy»: the list tells who was affected.

    `before` and `after` are the (year, number) of the edge of the page one comes from: keyset,
    so the hundredth page costs what the first does. `names` lets `text` look into people.
    Queries: 2.
    """
    rows = cases_visible_to(membership, at=at, at_least=Sight.TASKS)
    rows = _filtered(rows, state, protocol, text, names)
    rows = rows.only("school", "year", "number", "protocol_key", "state")
    rows = rows.annotate(next_due=_next_due(membership, at))
    rows = rows.prefetch_related(victims(membership, at=at, path="participants"))
    if after:
        year, number = after
        rows = rows.filter(Q(year__gt=year) | Q(year=year, number__gt=number))
        found = list(rows.order_by("year", "number")[: PAGE + 1])
        return list(reversed(found[:PAGE])), len(found) > PAGE
    if before:
        year, number = before
        rows = rows.filter(year__lte=year).filter(Q(year__lt=year) | Q(number__lt=number))
    found = list(rows.order_by("-year", "-number")[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def _next_due(membership: Membership, at: datetime) -> Subquery:
    """Return the first open plazo of a case that the member may see: `at`, `on` and `title`.

    One object, so that the page asks once: not once per row, nor per column.
    """
    first = Vencimiento.objects.filter(
        case=OuterRef("pk"), state__in=RUNNING, projected=False, due_at__isnull=False,
        tramite__closed_at=None,
    ).exclude(rule__nature__in=["ventana", "periodo"], state="vencido")  # fmt: skip
    if membership.role not in ROLE_SIGHT:
        whole = grants_giving(Sight.FULL, membership, OuterRef("case"), at=at)
        first = first.filter(Q(owner_role=membership.role) | Exists(whole))
    found = JSONObject(at="due_at", on="due_on", title="title")
    return Subquery(first.order_by("due_at").values(found=found)[:1])


def _filtered(
    rows: QuerySet[Case], state: str, protocol: str, text: str, names: bool
) -> QuerySet[Case]:
    if state == "abiertos":
        rows = rows.exclude(state__in=["cerrado", "archivado"])
    elif state:
        rows = rows.filter(state=state)
    if protocol:
        rows = rows.filter(protocol_key=protocol)
    return rows.filter(_matches(text.strip(), names)) if text.strip() else rows


def _matches(text: str, names: bool) -> Q:
    """A folio (`2026-0043`, `43`), or the name or RUN of a person for those who may."""
    query = Q(pk__in=[])
    parts = text.split("-")
    if len(parts) == FOLIO_PARTS and all(p.isdecimal() and len(p) <= DIGITS for p in parts):
        query |= Q(year=int(parts[0]), number=int(parts[1]))
    if text.isdecimal() and len(text) < DIGITS:
        query |= Q(number=int(text))
    if names:
        query |= Q(Exists(_people(text)))
    return query


def _people(text: str) -> QuerySet[Participant]:
    compact = text.replace(".", "").replace("-", "").replace(" ", "").upper()
    people = Participant.objects.filter(case=OuterRef("pk"))
    if compact[:-1].isdecimal() and len(compact) >= DIGITS:
        return people.filter(Q(student__run=compact) | Q(apoderado__run=compact))
    people = people.annotate(
        full_name=Concat(
            F("student__first_names"), Value(" "), F("student__nombre_social"), Value(" "),
            F("student__paternal"), Value(" "), F("student__maternal"),
        )
    )  # fmt: skip
    for word in text.split()[:5]:
        people = people.filter(full_name__icontains=word)
    return people


def vencimientos_of(case: Case) -> list[Vencimiento]:
    """Return every step of every procedure of the case, in order."""
    rows = case.vencimientos.select_related("tramite").order_by("tramite_id", "order", "occurrence")
    return list(rows)


def history_of(case: Case) -> list[Actuacion]:
    """Return the history, oldest first, with the document and what each line corrects."""
    return list(case.actuaciones.select_related("document", "rectifies").order_by("at", "pk"))


def drafts_in(case: Case) -> list[str]:
    """Return the acts that somebody began to write and has not issued."""
    found = Case.objects.filter(pk=case.pk).values_list(
        Exists(Informe.objects.filter(case=OuterRef("pk"), issued_at=None)),
        Exists(Resolucion.objects.filter(case=OuterRef("pk")).exclude(state="aprobada")),
    )
    informe, resolucion = found.get()
    drafts = [Acto.INFORMAR] if informe else []
    return [*drafts, Acto.RESOLVER] if resolucion else drafts


def documents_of(case: Case) -> list[Document]:
    """Return the documents issued, newest first; never their bytes nor their snapshot.

    Of a form of health, only to whom that part of the case is open.
    """
    rows = case.documents.select_related("addressee__student", "addressee__apoderado", "issued_by")
    if Compartment.SALUD not in case.opened:
        rows = rows.exclude(code__in=health_codes())
    return list(rows.defer("snapshot").order_by("-issued_at", "-pk"))


def measures_of(case: Case, member: Membership | None = None) -> list[Medida]:
    """Return the measures with the person each is about; with `member`, those they carry out."""
    people = "participant__student", "participant__membership__user"
    rows = case.medidas.select_related("resolucion", *people)
    rows = rows.filter(in_charge(member)) if member else rows
    return list(rows.order_by("tipo", "pk"))


def team_of(case: Case) -> list[CaseAccess]:
    """Return who was let into the case, by whom and why."""
    return list(case.accesses.select_related("user", "granted_by").order_by("granted_at"))


def reserved_people(case: Case) -> set[int]:
    """Return the participants who asked to remain unknown. Queries: 0 or 1."""
    if not any(p.role == ParticipantRole.DENUNCIANTE for p in case.participants.all()):
        return set()
    rows = ReservedIdentity.objects.filter(participant__case=case)
    return set(rows.values_list("participant_id", flat=True))


def families_of(case: Case) -> dict[int, list[Guardianship]]:
    """Return the adults in force of each student of the case, by student id."""
    students = [p.student_id for p in case.participants.all() if p.student_id]
    rows = Guardianship.objects.filter(student_id__in=students, ends_on=None)
    found: dict[int, list[Guardianship]] = {}
    for row in rows.select_related("apoderado").order_by("-is_main", "pk"):
        found.setdefault(row.student_id, []).append(row)
    return found
