"""«Si hago esto hoy…»: what one act would start, move or close in a case, before doing it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from cases.deadlines.selectors import timeline_of, timeline_with
from cases.models import Case, Tramite
from cases.planner.plan import last_safe_day
from convivencia.exceptions import DomainError
from protocols.engine import EngineError, Event, State, StepStatus, Timeline


@dataclass(frozen=True, slots=True)
class Effect:
    """One date that the act creates, or moves from `before`."""

    status: StepStatus
    before: date | None = None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What an act would do: `effects` by date, `closes` the steps it completes."""

    effects: tuple[Effect, ...]
    closes: tuple[StepStatus, ...]
    safe_until: date | None
    late: tuple[StepStatus, ...]  # steps it would complete after their day


def acts_of(timeline: Timeline) -> list[tuple[str, str]]:
    """Return what may be tried: events that start a plazo and steps still open, by name."""
    protocol, known = timeline.protocol, {}
    derived = {event.name for event in protocol.derived}
    titles = protocol.event_titles()
    for status in timeline:
        for name in status.step.counts_from.events:
            if name not in derived:
                known.setdefault(name, titles[name])
    for status in timeline:
        if not status.is_done and status.state is not State.NO_APLICA:
            known.setdefault(status.step.id, status.step.title)
    return sorted(((k, v[:1].upper() + v[1:]) for k, v in known.items()), key=lambda kv: kv[1])


def what_if(case: Case, tramite: Tramite, name: str, *, at: datetime, now: datetime) -> WhatIf:
    """Return what recording `name` at `at` would change. Nothing is written.

    Raises DomainError if the count leaves the reviewed calendar.
    """
    later = max(at, now)
    try:
        before = timeline_of(case, tramite, now=later)
        after = timeline_with(case, tramite, extra=[Event(name, at)], now=later)
    except EngineError as error:
        raise DomainError(str(error), code="calendario") from None
    pairs = list(zip(before, after, strict=True))
    closes = tuple(new for old, new in pairs if new.is_done and not old.is_done)
    return WhatIf(
        tuple(_effects(pairs)),
        closes,
        last_safe_day(before, [name]),
        tuple(status for status in closes if status.state is State.CUMPLIDO_TARDE),
    )


def _effects(pairs: Iterable[tuple[StepStatus, StepStatus]]) -> list[Effect]:
    found = [
        Effect(new, old.due.on if old.due and old.state is not State.NO_APLICA else None)
        for old, new in pairs
        if _is_changed(old, new)
    ]
    return sorted(found, key=lambda effect: effect.status.due.at)


def _is_changed(old: StepStatus, new: StepStatus) -> bool:
    if new.due is None or new.is_done or new.state is State.NO_APLICA:
        return False
    was = old.due.at if old.due and old.state is not State.NO_APLICA else None
    return new.due.at != was
