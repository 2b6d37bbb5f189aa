"""Which plazo of a step applies, with its prórroga, its pauses and its other readings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from protocols.engine.calendar import Calendar
from protocols.engine.conditions import Facts, holds
from protocols.engine.counting import OTHER_READING, Deadline, Pause, compute
from protocols.engine.definitions import Alternative, ReadingKind, Step
from protocols.engine.events import Event
from protocols.engine.occurrences import refers_to
from protocols.engine.plazos import Plazo, Prorroga
from protocols.engine.timeline import Reading
from protocols.engine.units import Unit

SIN_PLAZO, SIN_CALIFICAR, HABILES = Unit.SIN_PLAZO, Unit.DIAS_SIN_CALIFICAR, Unit.DIAS_HABILES
READING_NAMES = {Unit.DIAS_HABILES: "días hábiles", Unit.DIAS_CORRIDOS: "días corridos"}
NEVER_PAUSED = frozenset({Unit.HORAS_CORRIDAS, Unit.INMEDIATO, Unit.MISMO_DIA, Unit.SIN_PLAZO})
NO_NOTICES: tuple[str, ...] = ()

Known = dict[tuple[object, ...], Deadline]


class Computed(NamedTuple):
    """The dates of one step from one start."""

    plazo: Plazo
    due: Deadline | None
    alternatives: tuple[Reading, ...] = ()
    extended: bool = False
    paused_since: date | None = None
    notices: tuple[str, ...] = ()
    base: Deadline | None = None  # without the prórroga


class Count(NamedTuple):
    """What every count from one start shares."""

    start: datetime
    calendar: Calendar
    pauses: tuple[Pause, ...]
    known: Known  # what this evaluation counted before: many steps share start and plazo

    def due(self, plazo: Plazo, reading: Unit | None = None, extra: int = 0) -> Deadline:
        reading = reading or plazo.reading or HABILES
        asked = (self.start, plazo.amount, plazo.unit, reading, self.pauses, extra)
        found = self.known.get(asked)
        if found is None:
            found = self.known[asked] = compute(
                self.start,
                plazo.amount,
                plazo.unit,
                self.calendar,
                reading=reading,
                pauses=self.pauses,
                extra=extra,
            )
        return found


def compute_step(
    step: Step,
    count: Count,
    facts: Facts,
    events: Sequence[Event],
    pauses: Sequence[Pause] = (),
    open_since: date | None = None,
) -> Computed:
    """Return the dates of `step` from where `count` starts; `events` are the prórrogas decided.

    While a fact that chooses between two plazos is unknown, the earlier one rules and the
    other is shown. A prórroga decided after the expiry does not count (A-04).
    """
    plazo, others = _choose(step, facts, count) if step.plazo_cases else (step.plazo, ())
    if plazo.unit is SIN_PLAZO:
        return Computed(plazo, None, _alternatives(step, facts, count))
    pausable = step.pausable and plazo.unit not in NEVER_PAUSED
    if pausable and pauses:
        count = count._replace(pauses=tuple(pauses))
    base = due = count.due(plazo)
    extended, notices = False, NO_NOTICES
    if events and step.extension:
        due, extended, notices = _extend(step, plazo, base, count, events)
    if plazo.unit is SIN_CALIFICAR:
        others += _other_unit(plazo, count)
    if step.alternatives:
        others += _alternatives(step, facts, count)
    if extended and step.extension:
        others += _other_prorroga(step.extension, base, due, count.calendar)
    stopped = open_since if pausable and open_since and open_since < due.on else None
    return Computed(plazo, due, others, extended, stopped, notices, base)


def shown_readings(due: Deadline | None, found: Iterable[Reading]) -> tuple[Reading, ...]:
    """Return the readings to show: those with a name, and those whose date differs.

    A reading without name says nothing if another one of the same day has it.
    """
    readings = tuple(found)
    named = {reading.due.at for reading in readings if reading.id}
    known = named | ({due.at} if due else set())
    return tuple(r for r in readings if r.id or r.due.at not in known)


def read_from(other: Alternative, count: Count, extra: int = 0) -> Reading:
    """Return an alternative from where `count` starts, with the days of a prórroga."""
    due = count.due(other.plazo, None, extra)
    return Reading(other.label, due, other.plazo.source, other.kind, other.id)


def prorroga_of(other: Alternative, computed: Computed) -> int:
    """Return the days of the prórroga if `other` is the same plazo counted from elsewhere.

    An early warning keeps its date: it warns of who would not count the prórroga.
    """
    due, plazo = computed.due, computed.plazo
    if not computed.extended or due is None or other.kind is not ReadingKind.VARIANTE:
        return 0
    same = (plazo.amount, plazo.unit) == (other.plazo.amount, other.plazo.unit)
    return due.extra if same else 0


def _choose(step: Step, facts: Facts, count: Count) -> tuple[Plazo, tuple[Reading, ...]]:
    options: list[tuple[str, Plazo]] = [("regla general", step.plazo)]
    for case in step.plazo_cases:
        answer = holds(case.when, facts)
        if answer is True:
            return case.plazo, ()
        if answer is None:
            options.append((case.label, case.plazo))
    if len(options) == 1:
        return step.plazo, ()
    dated = sorted(
        ((count.due(plazo), label, plazo) for label, plazo in options), key=lambda o: o[0].at
    )
    return dated[0][2], tuple(Reading(label, due, plazo.source) for due, label, plazo in dated[1:])


def _other_unit(plazo: Plazo, count: Count) -> tuple[Reading, ...]:
    other = OTHER_READING[plazo.reading or Unit.DIAS_HABILES]
    return (Reading(READING_NAMES[other], count.due(plazo, other), plazo.source),)


def _alternatives(step: Step, facts: Facts, count: Count) -> tuple[Reading, ...]:
    """Return the readings that share the step's start."""
    return tuple(
        [
            read_from(other, count)
            for other in step.alternatives
            if other.counts_from is None and holds(other.when, facts) is True
        ]
    )


def _extend(
    step: Step, plazo: Plazo, base: Deadline, count: Count, events: Sequence[Event]
) -> tuple[Deadline, bool, tuple[str, ...]]:
    """Return the vencimiento with the first prórroga that was decided in time."""
    rule = step.extension
    decided = [event for event in events if _extends(event, step)] if rule else []
    if rule is None or not decided:
        return base, False, ()
    late = [event for event in decided if event.at > base.at]
    valid = [event for event in decided if event.at <= base.at][: rule.times]
    if not valid:
        day = late[0].on(count.calendar.tz)
        text = f"La prórroga del {day:%d-%m-%Y} se decidió después del vencimiento: no vale."
        return base, False, (text,)
    days = sum(max(1, min(event.days or rule.amount, rule.amount)) for event in valid)
    unit = (
        (rule.reading or Unit.DIAS_HABILES) if rule.unit is Unit.DIAS_SIN_CALIFICAR else rule.unit
    )
    if unit is base.unit:
        return count.due(plazo, extra=days), True, ()
    return compute(base.at, days, unit, count.calendar), True, ()


def _extends(event: Event, step: Step) -> bool:
    return refers_to(event.step, step.id) if event.step else step.extension is not None


def _other_prorroga(
    rule: Prorroga, base: Deadline, due: Deadline, calendar: Calendar
) -> tuple[Reading, ...]:
    if rule.unit is not Unit.DIAS_SIN_CALIFICAR or not due.extra:
        return ()
    other = OTHER_READING[rule.reading or Unit.DIAS_HABILES]
    again = compute(base.at, due.extra, other, calendar)
    return (Reading(f"prórroga en {READING_NAMES[other]}", again, rule.source),)
