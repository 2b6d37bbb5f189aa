"""What a norm says about time, as values."""

from __future__ import annotations

from dataclasses import dataclass

from protocols.engine.errors import UnitError
from protocols.engine.units import WITH_AMOUNT, Unit


@dataclass(frozen=True, slots=True)
class Norma:
    """Where a rule comes from. `quote` is verbatim and stays in Spanish."""

    locus: str  # "8.6.3.2 B.8" or "art. 6 letra d)"
    instrument: str = ""
    quote: str = ""

    def __str__(self) -> str:
        """Return the citation as people write it."""
        return f"{self.instrument}, {self.locus}" if self.instrument else self.locus


@dataclass(frozen=True, slots=True)
class Prorroga:
    """An extension: at most `amount`, contiguous, once, decided before expiry (A-04)."""

    amount: int
    unit: Unit
    source: Norma
    reading: Unit | None = None  # how an unqualified «10 días» is counted
    decided_by: str = ""
    documents: tuple[str, ...] = ()
    times: int = 1


@dataclass(frozen=True, slots=True)
class Plazo:
    """A time limit as its norm states it.

    `reading` says how an unqualified «días» is counted by default; the other reading is
    always shown beside it (A-10, A-20).
    """

    unit: Unit
    source: Norma
    amount: int = 0
    reading: Unit | None = None
    approximate: bool = False

    def __post_init__(self) -> None:
        """Refuse an amount that the unit cannot hold."""
        check_amount(self.amount, self.unit)
        if self.reading not in (None, Unit.DIAS_HABILES, Unit.DIAS_CORRIDOS):
            raise UnitError("La lectura de «días» sólo puede ser días hábiles o días corridos.")


def check_amount(amount: int, unit: Unit) -> None:
    """Raise UnitError unless `amount` makes sense for `unit`."""
    if unit in WITH_AMOUNT:
        if amount < 1:
            raise UnitError(f"La cantidad para «{unit}» debe ser un entero mayor o igual que 1.")
    elif amount != 0:
        raise UnitError(f"«{unit}» no lleva cantidad: use 0.")
