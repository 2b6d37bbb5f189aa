"""The statute as values: what it orders, forbids or grants, since when, and how sure we are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from protocols.engine.definitions import Alternative, Trigger
from protocols.engine.plazos import Norma, Plazo


class Kind(StrEnum):
    """What a precepto is. It decides which side of its plazo is the illegal one."""

    TOPE = "tope"  # no reglamento may take longer
    PISO = "piso"  # no reglamento may take less
    DEBER = "deber"  # somebody must act, and no later
    PROHIBICION = "prohibicion"
    DERECHO = "derecho"  # somebody's time to act: no reglamento may give less


class Confidence(StrEnum):
    """How the text was read. A lawyer signs every one; B and C first."""

    A = "A"  # in the norm itself
    B = "B"  # in a secondary source
    C = "C"  # not confirmed


MINIMUM = frozenset({Kind.PISO, Kind.DERECHO})


@dataclass(frozen=True, slots=True)
class Precepto:
    """One rule of the law. Without `plazo` the law is silent or it is not about time.

    `facts` are those under which it rules («cautelar_suspension: false»); `adapt_until` is the
    last day that `adapt_for` have to bring their reglamento into line with it.
    """

    code: str
    title: str
    kind: Kind
    source: Norma
    confidence: Confidence
    in_force_from: date | None = None  # None: older than anything kept here
    in_force_until: date | None = None
    plazo: Plazo | None = None
    counts_from: Trigger | None = None
    readings: tuple[Alternative, ...] = ()
    responsible: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    limits: str = ""  # what must be over by then: «resolver y notificar»
    facts: dict[str, bool | str] = field(default_factory=dict)
    adapt_until: date | None = None
    adapt_for: str = ""
    note: str = ""

    def in_force(self, on: date) -> bool:
        """True if the law said this on that day."""
        starts = self.in_force_from is None or self.in_force_from <= on
        return starts and (self.in_force_until is None or on <= self.in_force_until)

    @property
    def is_minimum(self) -> bool:
        """True if the illegal side is the shorter one."""
        return self.kind in MINIMUM

    def grace(self, on: date) -> str:
        """Return who still has time to adapt the reglamento on that day, in words, or ""."""
        if self.adapt_until is None or on > self.adapt_until:
            return ""
        return f"Plazo de adecuación para {self.adapt_for}: {self.adapt_until:%d-%m-%Y}."


@dataclass(frozen=True, slots=True)
class Transition:
    """One date of the calendar with which new law enters, and for whom."""

    day: date
    what: str
    who: str
    source: Norma
    confidence: Confidence
    preceptos: tuple[str, ...] = ()
    approximate: bool = False  # the source gives the month
    note: str = ""


@dataclass(frozen=True, slots=True)
class Derogada:
    """A norm or an institution that a reglamento must no longer name."""

    code: str
    pattern: str  # regular expression, without regard to case
    name: str
    instead: str
    source: Norma
    confidence: Confidence
    since: date | None = None
    only_vocabulary: bool = False  # a new word for the same thing: worth saying, no more


@dataclass(frozen=True, slots=True)
class Norms:
    """Everything kept of the statute, or what of it is in force on a day."""

    preceptos: tuple[Precepto, ...]
    transitions: tuple[Transition, ...] = ()
    derogadas: tuple[Derogada, ...] = ()

    def get(self, code: str) -> Precepto | None:
        """Return the precepto of that code, or None."""
        return next((precepto for precepto in self.preceptos if precepto.code == code), None)

    def of_kind(self, *kinds: Kind) -> tuple[Precepto, ...]:
        """Return the preceptos of those kinds, in their order."""
        return tuple(precepto for precepto in self.preceptos if precepto.kind in kinds)
