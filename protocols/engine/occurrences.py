"""When each event happened, counting those that a completed step stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, tzinfo
from operator import attrgetter

from protocols.engine.definitions import Protocol, Step
from protocols.engine.events import PAUSA, REANUDACION, Event
from protocols.engine.index import index_of

_INSTANT = attrgetter("at")
Occurrences = dict[str, list[Event]]


def occurrences(protocol: Protocol, events: Iterable[Event], tz: tzinfo) -> Occurrences:
    """Return the events by name, adding those that each completed step `emits`.

    A step recorded by its own id always yields its events, unless one of that name is
    already written on the same day. A step completed through another event («ev_informe»)
    yields only the names nobody wrote: what is written wins.
    """
    found: Occurrences = {}
    for event in events:
        found.setdefault(event.name, []).append(event)
    index = index_of(protocol)
    for step in index.emitters:
        _emit_from_step(step, found, tz)
    for step in index.aliased:
        _emit_from_alias(step, found)
    return found


def _emit_from_step(step: Step, found: Occurrences, tz: tzinfo) -> None:
    if step.id not in found:
        return
    for name in step.emits:
        others = found.setdefault(name, [])
        days = {other.on(tz) for other in others}
        for event in found[step.id]:
            day = event.on(tz)
            if day not in days:
                days.add(day)
                others.append(_emitted(event, name))
        others.sort(key=_INSTANT)


def _emitted(event: Event, name: str) -> Event:
    return Event(name, event.at, event.date_only, event.step, event.days, event.party)


def _emit_from_alias(step: Step, found: Occurrences) -> None:
    done = [event for name in step.done_by if name in found for event in found[name]]
    if not done:
        return
    first = min(done, key=lambda event: event.at)
    for name in step.emits:
        if name not in found:
            found[name] = [_emitted(first, name)]


def refers_to(written: str, step_id: str) -> bool:
    """True if `written` names the step: whole, or only its code («bul-13»)."""
    return written == step_id or step_id.startswith(f"{written}-") if written else False


def pauses_of(
    step: Step, events: Sequence[Event], tz: tzinfo
) -> tuple[list[tuple[date, date]], date | None]:
    """Return the closed pauses of a step and the day of the one still open, if any.

    The day of the pause still counts; counting resumes the day after the reanudación.
    """
    closed: list[tuple[date, date]] = []
    since: date | None = None
    for event in events:
        if event.step and not refers_to(event.step, step.id):
            continue
        if event.name == PAUSA and since is None:
            since = event.on(tz)
        elif event.name == REANUDACION and since is not None:
            closed.append((since, event.on(tz)))
            since = None
    return closed, since
