"""What the linter says, and the material that its rules look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum

from protocols.catalog.norms import Norms, Precepto
from protocols.discipline.definitions import Regimen
from protocols.engine.conditions import Condition
from protocols.engine.definitions import Protocol


class Level(StrEnum):
    """How much a finding weighs. An error is against the law: it is not adopted."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


ORDER = tuple(Level)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a lawyer would mark, in plain Spanish, with the norm and the way out."""

    level: Level
    code: str
    message: str
    norm: str = ""
    suggestion: str = ""
    protocol: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """The reglamento under review and the law of the day."""

    protocols: tuple[Protocol, ...]
    on: date
    norms: Norms
    regimen: Regimen | None = None

    def law(self, code: str) -> Precepto | None:
        """Return the precepto if it is law on that day."""
        return self.norms.get(code)

    def against(self, law: Precepto, level: Level, code: str, message: str, **more: str) -> Finding:
        """Return a finding against a precepto; who has time to adapt is told."""
        told = " ".join(filter(None, [message, law.grace(self.on)]))
        return Finding(level, code, told, norm=str(law.source), **more)


def texts_of(value: object) -> Iterator[str]:
    """Yield every text that people read in a declaration. Conditions are not read: they run."""
    if isinstance(value, Condition):
        return
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, dict):
        yield from texts_of(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from texts_of(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from texts_of(getattr(value, part.name))


def step_texts(protocol: Protocol) -> tuple[tuple[str, str], ...]:
    """Return every text of a protocol with the step where it stands, "" outside the steps.

    The name of the reglamento itself, which every source repeats, is read once. Every rule asks:
    the last ones read are kept, with the protocol itself, so that no other can take its place.
    """
    known = _READ.get(id(protocol))
    if known is not None:
        return known[1]
    if len(_READ) >= MOST_READ:
        _READ.clear()
    texts = tuple(_step_texts(protocol))
    _READ[id(protocol)] = protocol, texts
    return texts


MOST_READ = 128  # some versions of a reglamento; a protocol never changes
_READ: dict[int, tuple[Protocol, tuple[tuple[str, str], ...]]] = {}


def _step_texts(protocol: Protocol) -> Iterator[tuple[str, str]]:
    for part in fields(protocol):
        if part.name != "steps":
            yield from (("", text) for text in texts_of(getattr(protocol, part.name)))
    own = protocol.source.instrument
    for step in protocol.steps:
        yield from ((step.id, text) for text in texts_of(step) if text != own)


def regimen_texts(regimen: Regimen | None) -> Iterator[str]:
    """Yield what people read of the faltas and measures; roles and codes are not words."""
    if regimen is None:
        return
    for item in (*regimen.levels, *regimen.faltas, *regimen.measures, *regimen.ladder):
        for name in ("title", "note", "source", "also"):
            yield from texts_of(getattr(item, name, ""))
    yield from (regimen.readings or {}).values()
