"""What is missing before an act may be done. The gate lists; people decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from protocols.engine.conditions import Facts, holds
from protocols.engine.definitions import Protocol, Requirement
from protocols.engine.events import Event, history
from protocols.engine.plazos import Norma
from protocols.engine.timeline import State, StepStatus, Timeline


@dataclass(frozen=True, slots=True)
class Missing:
    """A precondition that is not met: what it is, and the step that would meet it."""

    id: str
    text: str
    step: str
    source: Norma


def check_gate(  # noqa: PLR0917 -- one fact each, as the engine's callers read them
    protocol: Protocol,
    act: str,
    timeline: Timeline,
    facts: Facts,
    events: Iterable[Event],
    now: datetime,
    step: str = "",
) -> list[Missing]:
    """Return what `act` still lacks at `now`; an empty list lets it through.

    `act` is an event or the id of a step. `step` narrows a prórroga to the step it extends.
    An act without a gate lacks nothing: the norm asks for nothing before it.
    """
    past = history(events, now)
    missing = []
    for gate in protocol.gates:
        if act not in gate.acts or (gate.target and step and not step.startswith(gate.target)):
            continue
        missing += [
            Missing(rule.id, rule.text, rule.step, rule.source)
            for rule in gate.requirements
            if _is_asked(rule, facts, past, timeline) and not _is_met(rule, past, timeline, now)
        ]
    return missing


def _is_asked(rule: Requirement, facts: Facts, past: list[Event], timeline: Timeline) -> bool:
    """An unknown fact asks for the requirement too: it is the careful side."""
    if rule.if_event and not _happened((rule.if_event,), past, timeline):
        return False
    return holds(rule.when, facts) is not False


def _is_met(rule: Requirement, past: list[Event], timeline: Timeline, now: datetime) -> bool:
    if rule.waived_by and any(event.name in rule.waived_by for event in past):
        return True
    if rule.elapsed:
        return _ran_out(timeline[rule.elapsed], now)
    if rule.done:
        return timeline[rule.done].is_done
    if rule.still_open:
        return _is_open(timeline[rule.still_open])
    if rule.parties:
        return _every_party(rule, past)
    return _happened(rule.events, past, timeline)


def _happened(names: tuple[str, ...], past: list[Event], timeline: Timeline) -> bool:
    """True if one of the events was written, or a step that stands for it was completed."""
    if any(event.name in names for event in past):
        return True
    emitters = [s for s in timeline if set(s.step.emits) & set(names)]
    written = {event.name for event in past}
    return any(status.step.id in written for status in emitters)


def _every_party(rule: Requirement, past: list[Event]) -> bool:
    """An interview that names no party was held with all of them."""
    held = [event.party for event in past if event.name in (*rule.events, rule.step)]
    return any(not party for party in held) or set(rule.parties) <= set(held)


def _ran_out(status: StepStatus, now: datetime) -> bool:
    if status.state is State.NO_APLICA:
        return True
    return status.due is not None and now > status.due.at


def _is_open(status: StepStatus) -> bool:
    running = status.state in (State.EN_CURSO, State.POR_VENCER, State.EN_ESPERA)
    return running and status.due is not None and not status.extended
