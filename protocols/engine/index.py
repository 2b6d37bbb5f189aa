"""What every evaluation of one protocol looks up, worked out once per protocol."""

from __future__ import annotations

from typing import NamedTuple

from protocols.engine.definitions import DerivedEvent, Protocol, Step

MOST = 512  # protocols kept; a process serves the versions of a few schools


class Index(NamedTuple):
    """Steps by id, derived events by name, and the steps that stand for other events."""

    steps: dict[str, Step]
    derived: dict[str, list[DerivedEvent]]
    emitters: tuple[Step, ...]
    aliased: tuple[Step, ...]  # emitters that another event may complete
    titles: dict[str, str]


_KNOWN: dict[int, tuple[Protocol, Index]] = {}


def index_of(protocol: Protocol) -> Index:
    """Return the index of `protocol`; a protocol never changes, so neither does its index."""
    known = _KNOWN.get(id(protocol))
    if known is not None and known[0] is protocol:
        return known[1]
    if len(_KNOWN) >= MOST:
        _KNOWN.clear()
    derived: dict[str, list[DerivedEvent]] = {}
    for event in protocol.derived:
        derived.setdefault(event.name, []).append(event)
    emitters = tuple(step for step in protocol.steps if step.emits)
    index = Index(
        {step.id: step for step in protocol.steps},
        derived,
        emitters,
        tuple(step for step in emitters if step.done_by),
        protocol.event_titles(),
    )
    _KNOWN[id(protocol)] = (protocol, index)
    return index
