"""A case told as a list of acts, each with its day and hour; the real services do the rest."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import yaml

from cases.demo.roster import Place
from cases.hearings.selectors import apoderados_to_notify
from cases.models import Case, Participant
from cases.models.case import ParticipantRole
from schools.models import Apoderado, Membership

AFECTADO, DENUNCIADO = ParticipantRole.AFECTADO, ParticipantRole.DENUNCIADO
Act = Callable[["Story", datetime], None]


@dataclass(frozen=True)
class Situation:
    """What happened, in the words of each side. Read from `data/situations.yaml`."""

    place: str
    when: str
    relato: str
    victim: str
    family: str
    accused: str
    other_family: str
    findings: str
    measure: str
    support: str
    resguardo: str
    interpretation: str = ""
    recommendations: str = "Aplicar la medida formativa y acompañar a ambos cursos."


def situations() -> dict[str, Situation]:
    """Return every situation by its key."""
    path = Path(__file__).parent / "data" / "situations.yaml"
    return {k: Situation(**v) for k, v in yaml.safe_load(path.read_text(encoding="utf-8")).items()}


@dataclass
class Story:
    """One case: who, what, and when each act happens. `start` is the day of the denuncia."""

    place: Place
    situation: Situation
    victim: str  # «6A/3»
    accused: str  # the same, or «@inspectora» for somebody of the staff
    start: date
    canal: str = "presencial"
    receiver: str = "asistente"
    answers: dict[str, str] = field(default_factory=dict)  # to the router, where not the usual
    steps: list[tuple[datetime, Act]] = field(default_factory=list)
    case_id: int = 0

    def plan(self, *rows: tuple[int, str, Act]) -> "Story":
        """Add acts: (business days after the denuncia, hour, act)."""
        for after, hour, act in rows:
            self.then(self.place.days.at(self.day(after), hour), act)
        return self

    def then(self, at: datetime, act: Act) -> "Story":
        """Add one act at an instant."""
        self.steps.append((at, act))
        return self

    def day(self, after: int) -> date:
        return self.place.days.after(self.start, after)

    @property
    def case(self) -> Case:
        """The case as it is now."""
        rows = Case.objects.select_related("reglamento", "school__sostenedor")
        return rows.get(pk=self.case_id)

    def member(self, key: str) -> Membership:
        return self.place.staff[key]

    @cached_property
    def encargada(self) -> Membership:
        return self.member("encargada")

    @cached_property
    def directora(self) -> Membership:
        return self.member("directora")

    def party(self, role: str) -> Participant:
        """Return the student on one side, loaded."""
        rows = Participant.objects.select_related("student", "case__school__sostenedor")
        return rows.get(case_id=self.case_id, role=role, student__isnull=False)

    def adults(self, role: str, on: date) -> list[Apoderado]:
        """Return who answers for that student and may be told."""
        return apoderados_to_notify(self.party(role), on)


def play(stories: Iterable[Story], now: datetime, told: Callable[[int, int], None]) -> None:
    """Perform every act that has come by `now`, all cases together, in the order of their hours.

    Folios are given in that order, as they would have been.
    """
    acts = [(at, n, act, story) for story in stories for n, (at, act) in enumerate(story.steps)]
    acts = sorted((a for a in acts if a[0] <= now), key=lambda a: a[0])
    for done, (at, _, act, story) in enumerate(acts, 1):
        act(story, at)
        told(done, len(acts))
