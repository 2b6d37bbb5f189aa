"""A protocol laid on a calendar: which dates follow from a few, without any case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from protocols.engine import Calendar, Event, Protocol, State, StepStatus, Timeline, evaluate
from protocols.engine.definitions import Nature

MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of the plan. `supposed`: its start is not known, but taken from the plan itself."""

    status: StepStatus
    supposed: bool = False

    @property
    def on(self) -> date | None:
        return self.status.due.on if self.status.due else None


@dataclass(frozen=True, slots=True)
class Plan:
    """Every step with a date, in order, and those that have none, with the reason."""

    dated: tuple[PlannedStep, ...]
    undated: tuple[StepStatus, ...]

    @property
    def ends_on(self) -> date | None:
        """The last day of what the school must do; the vigilance after it is not counted."""
        days = [step.on for step in self.dated if step.status.step.nature is Nature.PLAZO]
        return max(days, default=None)


def plan_of(
    protocol: Protocol,
    facts: Mapping[str, object],
    events: Iterable[Event],
    calendar: Calendar,
    *,
    chain: bool = True,
) -> Plan:
    """Return the dates that follow from `events`, whether they are past or to come.

    With `chain`, each thing that the school must do is supposed done on its last day, so that the
    plan goes on to the end: it is the slowest way that is still on time. What a family may do (a
    reconsideración) is never supposed. Raises EngineError outside the reviewed calendar.
    """
    known = list(events)
    first = _run(protocol, facts, known, calendar)
    given = {status.step.id for status in first if status.due or status.is_done}
    timeline, asked = first, known
    while chain:
        more = _supposed(timeline, {event.name for event in asked})
        if not more:
            break
        asked = [*asked, *more]
        timeline = _run(protocol, facts, asked, calendar)
    rows = [s for s in timeline if s.due and s.state is not State.NO_APLICA]
    dated = [PlannedStep(s, supposed=s.step.id not in given) for s in rows]
    dated.sort(key=lambda row: (row.status.due.at, row.status.step.id))
    return Plan(tuple(dated), tuple(s for s in timeline if not s.due))


def _run(
    protocol: Protocol, facts: Mapping[str, object], events: list[Event], calendar: Calendar
) -> Timeline:
    """Evaluate once everything has happened, also what is to come."""
    after = max(event.at for event in events) + MOMENT
    return evaluate(protocol, facts, events, calendar, after)


def _supposed(timeline: Timeline, known: set[str]) -> list[Event]:
    """Return what the school would do next: each step on its last day, or when it may be done.

    A step without plazo that starts others (the opening, the first call) is done at once.
    """
    return [
        Event(status.step.id, status.due.at if status.due else status.started_at, date_only=True)
        for status in timeline
        if _may_be_supposed(status) and status.step.id not in known
    ]


def _may_be_supposed(status: StepStatus) -> bool:
    if status.started_at is None or status.is_done or status.missing_facts:
        return False
    if status.due is None and not status.step.emits:
        return False
    return status.step.nature is Nature.PLAZO and status.state is not State.NO_APLICA


def last_safe_day(timeline: Timeline, names: Iterable[str]) -> date | None:
    """Return the last day on which the act is still on time: the first of the plazos it meets."""
    wanted = set(names)
    met = [
        s.due.on
        for s in timeline
        if s.due and not s.is_done and wanted & set(s.step.completing_events)
    ]
    return min(met, default=None)
