"""The case page as it is shown: identity, next clock, gate, tasks, history. Built once, no queries
but those its docstrings count.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.urls import reverse

from cases.deadlines.owners import answers_for
from cases.deadlines.selectors import timeline_of
from cases.models import Actuacion, Case, CaseState, Participant, Vencimiento
from cases.models.case import ConfidentialityLevel, ParticipantRole
from cases.overview.screens import screen_for
from cases.overview.tasks import Procedure, next_clock, other_clocks, procedures_of
from cases.overview.wall import Wall, protocol_title
from cases.overview.working import computation
from cases.policy import Sight
from convivencia.computation import Computation
from convivencia.dates import Due, near_day
from protocols.engine import Missing, Timeline, check_gate

PARTIES = (ParticipantRole.AFECTADO, ParticipantRole.DENUNCIADO)
# The decision that each state of the file leads to: event of its gate, and what cannot be done yet.
NEXT_GATE = {
    CaseState.EN_INVESTIGACION: ("ev_resolucion", "Todavía no se puede resolver."),
    CaseState.INFORMADO: ("ev_resolucion", "Todavía no se puede resolver."),
    CaseState.RESUELTO: ("ev_notificacion", "Todavía no se puede notificar."),
    CaseState.NOTIFICADO: ("ev_cierre", "Todavía no se puede cerrar."),
    CaseState.EN_RECONSIDERACION: ("ev_cierre", "Todavía no se puede cerrar."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Something the gate misses, and where it is done."""

    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class GateBox:
    title: str
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One actuación; `corrected_by` says that a later one stands beside it."""

    row: Actuacion
    corrected_by: list[Actuacion] = field(default_factory=list)
    can_rectify: bool = False
    who: str = ""  # initials of the person the act is about

    @property
    def has_hour(self) -> bool:
        """False if only the day is known: its midnight is not an hour that anybody told."""
        return self.row.data.get("hour_known", True) is not False

    @property
    def is_late_entry(self) -> bool:
        """True if it was typed another day than the one it happened."""
        return self.row.created_at - self.row.at > timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who and what case stays on top of every tab."""

    case: Case
    title: str
    level: str
    parties: str
    course: str
    due: Due | None = None
    due_title: str = ""

    @property
    def folio(self) -> str:
        return self.case.folio


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the tab «Tareas» shows."""

    procedures: list[Procedure]
    gate: GateBox | None
    working: Computation | None
    working_url: str
    others: list[tuple[str, Due, str]]
    history: list[HistoryLine]
    older: int = 0


def identity_of(
    case: Case, known: Iterable[Participant], first: Vencimiento | None, wall: Wall
) -> Identity:
    """Return the identity bar, with the parties that the member knows. Queries: 0."""
    people = [p for p in known if p.role in PARTIES]
    people.sort(key=lambda p: (p.role != ParticipantRole.AFECTADO, p.pk))
    courses = dict.fromkeys(p.curso_name for p in people if p.curso_name)
    return Identity(
        case,
        protocol_title(case.protocol_key),
        f"{ConfidentialityLevel(case.level).label} {case.level}",
        " · ".join(f"{p.role_word} {p.initials}" for p in people),
        ", ".join(courses),
        wall.due_of(first) if first else None,
        first.title if first else "",
    )


def page_of(
    case: Case,
    rows: list[Vencimiento],
    history: list[Actuacion],
    wall: Wall,
    *,
    role: str,
    drafts: Iterable[str] = (),
    whole: bool = False,
) -> CasePage:
    """Return the tab «Tareas» for who sees the whole case. Queries: 0."""
    shown = rows if case.sight is Sight.FULL else [r for r in rows if answers_for(r, role)]
    first = next_clock(shown, wall)
    lines = history_lines(case, history) if case.sight is Sight.FULL else []
    timelines = timelines_of(case, rows, history, wall.now)
    status = timelines[first.tramite_id][first.step_id] if first else None
    return CasePage(
        procedures_of(shown, wall, drafts=tuple(drafts), role=role),
        gate_of(case, timelines, wall) if case.sight is Sight.FULL else None,
        computation(status, timelines[first.tramite_id].protocol, wall) if status else None,
        reverse("case-deadline", args=[case.pk, first.pk]) if first else "",
        other_clocks(shown, first, wall),
        lines if whole else lines[:40],
        0 if whole else max(len(lines) - 40, 0),
    )


def timelines_of(
    case: Case, rows: list[Vencimiento], history: list[Actuacion], now: datetime
) -> dict[int, Timeline]:
    """Return the engine's answer for each open trámite, from what is already loaded. Queries: 0."""
    tramites = {row.tramite_id: row.tramite for row in rows}
    return {pk: timeline_of(case, t, now=now, actuaciones=history) for pk, t in tramites.items()}


def gate_of(case: Case, timelines: dict[int, Timeline], wall: Wall) -> GateBox | None:
    """Return what the next decision of the case's own protocol still lacks; None if nothing."""
    event, title = NEXT_GATE.get(CaseState(case.state), ("", ""))
    if not event:
        return None
    own = [t for t in timelines.values() if t.protocol.key == case.protocol_key]
    reasons = [reason for timeline in own for reason in _reasons(case, timeline, event, wall)]
    return GateBox(title, reasons) if reasons else None


def _reasons(case: Case, timeline: Timeline, event: str, wall: Wall) -> list[Reason]:
    heard = timeline.history
    missing = check_gate(timeline.protocol, event, timeline, case.facts, heard, wall.now)
    return [_reason(case, timeline, item, wall) for item in missing]


def _reason(case: Case, timeline: Timeline, item: Missing, wall: Wall) -> Reason:
    status = timeline[item.step]
    main = timeline.protocol.key == case.protocol_key
    url, label = screen_for(status.step, case, main=main)
    text = item.text.rstrip(".")
    if status.due and not status.projected and not status.is_done:
        text = f"{text} ({near_day(status.due.on, wall.today)})"
    waits = status.state.value in ("en_espera", "no_aplica")
    return Reason(text) if waits else Reason(text, url, label)


def history_lines(case: Case, history: list[Actuacion]) -> list[HistoryLine]:
    """Return the history, newest first, each line with what corrected it."""
    initials = {p.pk: p.initials for p in case.participants.all()}
    corrections: dict[int, list[Actuacion]] = {}
    for row in history:
        if row.rectifies_id:
            corrections.setdefault(row.rectifies_id, []).append(row)
    return [
        HistoryLine(
            row,
            corrections.get(row.pk, []),
            row.rectifies_id is None,
            _who(row, initials),
        )
        for row in reversed(history)
    ]


def _who(row: Actuacion, initials: dict[int, str]) -> str:
    """Return the initials of whom the act is about, unless its own words say them."""
    found = initials.get(row.data.get("party"), "")
    return "" if found and (found in row.title or found in row.text) else found
