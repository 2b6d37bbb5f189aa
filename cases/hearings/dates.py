"""What an act would do to the plazos, asked to the engine before it is done."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from cases.deadlines.selectors import local_day, main_tramite, timeline_of, timeline_with
from cases.models import Case
from cases.procedure import event_of, step_for
from cases.states import Acto
from convivencia.dates import long_date
from convivencia.exceptions import DomainError
from protocols.engine import Deadline, EngineError, Event, State, StepStatus, Timeline, Unit
from protocols.engine.definitions import Stage, Step, Trigger
from protocols.engine.plazos import Norma, Plazo
from protocols.selectors import calendar_of, protocol_of

RESGUARDO, REPORT_CRIME, TRANSFER = Acto.RESGUARDAR, Acto.DENUNCIAR, Acto.TRASLADAR
FIRST_INTERVIEW, SECOND_INTERVIEW = Acto.ENTREVISTAR, Acto.CITAR_DE_NUEVO
ANTECEDENTES, INFORME, FOLLOW_UP = Acto.RECIBIR_ANTECEDENTE, Acto.INFORMAR, Acto.SEGUIR
# What a screen shows of an act that the case's protocol does not fix.
NOWHERE = Norma("", "")
ABSENT = Step(
    "", "", Stage.RECEPCION, (), Trigger((), text="—"),
    Plazo(Unit.SIN_PLAZO, NOWHERE), NOWHERE,
)  # fmt: skip
NO_STEP = StepStatus(ABSENT, State.NO_APLICA, "El protocolo no fija este paso.")
# Fact asistio_apoderado: every family came at first, only some, none then, none ever.
FIRST_ATTENDED, SOME_ATTENDED = "primera", "parcial"
SECOND_CALLED, NEVER_ATTENDED = "segunda", "nunca"


@dataclass(frozen=True, slots=True)
class CreatedDate:
    """A date that an act starts or moves; a datetime where the plazo runs in hours."""

    on: date
    text: str


def what_if(
    case: Case, *events: Event, now: datetime, facts: Mapping[str, object] | None = None
) -> Timeline:
    """Return the timeline of the case's own protocol as if `events` had happened."""
    asked = copy(case)
    asked.facts = {**case.facts, **(facts or {})}
    try:
        return timeline_with(asked, main_tramite(case), extra=events, now=now)
    except EngineError as error:
        raise DomainError(str(error), code="calendario") from None


def status_in(timeline: Timeline, acto: Acto) -> StepStatus:
    """Return how the step of an act stands; `NO_STEP` if the protocol has none."""
    step = step_for(timeline.protocol, acto)
    return timeline[step.id] if step else NO_STEP


def status_of(case: Case, acto: Acto, *, now: datetime) -> StepStatus:
    """Return how the step of an act stands in the case's own protocol."""
    return status_in(timeline_of(case, main_tramite(case), now=now), acto)


def step_id_of(case: Case, acto: Acto) -> str:
    """Return the step that an act completes in the case's own protocol; "" if none."""
    step = step_for(protocol_of(case.reglamento, case.protocol_key), acto)
    return step.id if step else ""


def event_if(case: Case, acto: Acto, at: datetime) -> Event:
    """Return the act as the engine would hear it in the case's own protocol."""
    return Event(event_of(protocol_of(case.reglamento, case.protocol_key), acto), at)


def due_if(case: Case, acto: Acto, *events: Event, now: datetime) -> Deadline | None:
    """Return when the step of an act would be due if `events` happened."""
    return status_in(what_if(case, *events, now=now), acto).due


def last_safe_day(case: Case, step_id: str, *, sent_at: datetime) -> date | None:
    """Return the last day on which an interview is on time if the families are told then."""
    due = due_if(case, step_id, Event("ev_comunicacion_1", sent_at), now=sent_at)
    return due.on if due else None


def antecedentes_until(case: Case, *, heard_at: datetime) -> date | None:
    """Return the last day to bring antecedentes if a family is heard at `heard_at`.

    Source: modelo A, 8.6.3.2 B.5 (five días hábiles from the interview; the last one rules).
    """
    due = due_if(case, ANTECEDENTES, Event("ev_entrevista", heard_at), now=heard_at)
    return due.on if due else None


def created_dates(
    case: Case, *events: Event, now: datetime, facts: Mapping[str, object] | None = None
) -> list[CreatedDate]:
    """Return what would become due, or change its date, if `events` happened; by date."""
    before = timeline_of(case, main_tramite(case), now=now)
    after = what_if(case, *events, now=now, facts=facts)
    rows = [_line(new) for old, new in zip(before, after, strict=True) if _is_new(old, new)]
    return sorted(rows, key=lambda row: str(row.on))


def running_dates(timeline: Timeline) -> list[CreatedDate]:
    """Return every plazo that runs in `timeline`, by date."""
    rows = [
        _line(s) for s in timeline if s.due and not s.is_done and s.state is not State.NO_APLICA
    ]
    return sorted(rows, key=lambda row: str(row.on))


def _is_new(old: StepStatus, new: StepStatus) -> bool:
    if new.due is None or new.is_done or new.state is State.NO_APLICA:
        return False
    was = old.due.at if old.due and old.state is not State.NO_APLICA else None
    return new.due.at != was


def _line(status: StepStatus) -> CreatedDate:
    due, text = status.due, status.step.title
    if due.unit is Unit.HORAS_CORRIDAS:
        text += f", hasta las {due.at.astimezone(due.calendar.tz):%H:%M}"
    if status.missing_facts:
        text += " (si corresponde)"
    if status.projected:
        text += " (fecha estimada)"
    others = "; ".join(f"{o.label}: {long_date(o.due.on)}" for o in status.alternatives)
    return CreatedDate(due.on, f"{text} · {others}" if others else text)


def school_days_after(case: Case, day: date, amount: int) -> date:
    """Return the nth día lectivo after `day`; DomainError outside the reviewed calendar."""
    try:
        return calendar_of(case.school).add(day, amount, Unit.DIA_ESCOLAR)
    except EngineError as error:
        raise DomainError(str(error), code="calendario") from None


def zone_of(case: Case) -> ZoneInfo:
    """Return the zone of the school of the case."""
    return ZoneInfo(case.school.time_zone)


def day_of(case: Case, at: datetime) -> date:
    """Return the day of `at` where the school is."""
    return local_day(at, case.school)


def spoken(case: Case, at: datetime) -> str:
    """Return `30 de abril de 2026, 09:00` in the school's zone."""
    local = at.astimezone(zone_of(case))
    return f"{long_date(local.date())}, {local:%H:%M}"


def overlapping(
    one: tuple[datetime, datetime], others: Iterable[tuple[datetime, datetime]]
) -> bool:
    """True if `one` shares an instant with any of `others`; to end when another starts is not."""
    return any(one[0] < end and start < one[1] for start, end in others)
