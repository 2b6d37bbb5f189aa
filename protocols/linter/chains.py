"""How long an inquiry takes if every act of it waits for its last day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from protocols.engine.definitions import Pick, Protocol, Step, Trigger
from protocols.engine.units import Unit
from protocols.linter.spans import Span, calendar, due

NOON = time(12)
YEAR = 365


class Arrival(NamedTuple):
    """When the last of a chain of steps is due, and which steps made it that late."""

    at: datetime
    path: tuple[str, ...] = ()


class Stretch(NamedTuple):
    """The worst day of a year to start: how far from the cap, in days; negative is over it."""

    margin: int
    start: date
    end: date
    cap: date
    path: tuple[str, ...]


def worst_stretch(
    protocol: Protocol, goals: Sequence[str], cap: Span, since: date
) -> Stretch | None:
    """Return the start, within a year, from which the chain to `goals` comes closest to the cap.

    None if no step of the protocol yields any of the goals.
    """
    walk = _Walk(protocol)
    if not any(walk.makers.get(goal) for goal in goals):
        return None
    return min(
        (_stretch(walk, goals, cap, since + timedelta(n)) for n in range(YEAR)),
        key=lambda stretch: stretch.margin,
    )


def _stretch(walk: _Walk, goals: Sequence[str], cap: Span, day: date) -> Stretch:
    start = datetime.combine(day, NOON, tzinfo=calendar().tz)
    found = walk.arrival(start, goals)
    limit = due(start, cap).on
    end = found.at.astimezone(calendar().tz).date()
    return Stretch((limit - end).days, day, end, limit, found.path)


class _Walk:
    """One protocol, walked backwards from an event to the start."""

    def __init__(self, protocol: Protocol) -> None:
        self.makers: dict[str, list[Step]] = {}
        steps = {step.id: step for step in protocol.steps}
        for step in protocol.steps:
            for name in dict.fromkeys((step.id, *step.emits, *step.done_by)):
                self.makers.setdefault(name, []).append(step)
        for event in protocol.derived:
            self.makers.setdefault(event.name, []).append(steps[event.end_of])
        self.start = datetime(1, 1, 1, tzinfo=calendar().tz)
        self.known: dict[str, Arrival] = {}
        self.walking: set[str] = set()

    def arrival(self, start: datetime, goals: Sequence[str]) -> Arrival:
        self.start, self.known = start, {}
        return max((self._event(goal) for goal in goals), key=lambda found: found.at)

    def _event(self, name: str) -> Arrival:
        """Return when an event happens at the latest; what nobody makes happens at the start."""
        made = [self._step(step) for step in self.makers.get(name, []) if self._free(step)]
        return max(made, key=lambda found: found.at, default=Arrival(self.start))

    def _free(self, step: Step) -> bool:
        return step.id not in self.walking and not step.repeatable

    def _step(self, step: Step) -> Arrival:
        if step.id not in self.known:
            self.walking.add(step.id)
            began = self._began(step)
            self.walking.discard(step.id)
            self.known[step.id] = Arrival(_latest(step, began.at), (*began.path, step.id))
        return self.known[step.id]

    def _began(self, step: Step) -> Arrival:
        found = [self._trigger(trigger) for trigger in (step.counts_from, *step.also_from)]
        return max(found, key=lambda arrival: arrival.at)

    def _trigger(self, trigger: Trigger) -> Arrival:
        found = [self._event(name) for name in trigger.events]
        choose = max if trigger.pick is Pick.LAST else min
        return choose(found, key=lambda arrival: arrival.at, default=Arrival(self.start))


def _latest(step: Step, began: datetime) -> datetime:
    """Return the last instant of a step: its longest plazo, and its prórroga."""
    options = [step.plazo, *(case.plazo for case in step.plazo_cases)]
    ends = [due(began, Span.of(p)).at for p in options if p.unit is not Unit.SIN_PLAZO]
    end = max(ends, default=began)
    return due(end, Span.of(step.extension)).at if step.extension else end
