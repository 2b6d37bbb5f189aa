"""The days that a school writes over the reviewed table: new feriados, and days without classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from protocols.catalog.calendar import Changes
from protocols.engine import Feriado


@dataclass(frozen=True, slots=True)
class OwnFeriado:
    """A day that a law made feriado, or made hábil (`habil`), after the table was reviewed."""

    on: date
    name: str
    law: str
    habil: bool = False


@dataclass(frozen=True, slots=True)
class Recess:
    """Days without classes, both ends included. Only plazos in school days look at them."""

    first: date
    last: date
    reason: str

    def days(self) -> list[date]:
        return [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class OwnDays:
    """All of them, as a value: a change makes another."""

    feriados: tuple[OwnFeriado, ...] = ()
    recesses: tuple[Recess, ...] = ()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> OwnDays:
        """Return the days kept in `School.calendar`."""
        feriados = (
            OwnFeriado(**{**row, "on": date.fromisoformat(row["on"])})
            for row in data.get("feriados", ())
        )
        recesses = (
            Recess(date.fromisoformat(row["first"]), date.fromisoformat(row["last"]), row["reason"])
            for row in data.get("recesses", ())
        )
        return cls(tuple(feriados), tuple(recesses))

    def write(self) -> dict[str, Any]:
        """Return the days as JSON."""
        rows = {
            "feriados": [{**asdict(row), "on": row.on.isoformat()} for row in self.feriados],
            "recesses": [
                {"first": r.first.isoformat(), "last": r.last.isoformat(), "reason": r.reason}
                for r in self.recesses
            ],
        }
        return {name: kept for name, kept in rows.items() if kept}

    def changes(self) -> Changes:
        """Return what the calendar of the catalogue must add and leave out."""
        return Changes(
            added=tuple(Feriado(f.on, f.name, f.law) for f in self.feriados if not f.habil),
            removed=tuple(f.on for f in self.feriados if f.habil),
        )

    def no_class(self) -> dict[date, str]:
        return {day: recess.reason for recess in self.recesses for day in recess.days()}

    def with_feriado(self, new: OwnFeriado) -> OwnDays:
        return replace(self, feriados=tuple(sorted([*self.feriados, new], key=lambda f: f.on)))

    def without_feriado(self, on: date) -> OwnDays:
        return replace(self, feriados=tuple(f for f in self.feriados if f.on != on))

    def with_recess(self, new: Recess) -> OwnDays:
        return replace(self, recesses=tuple(sorted([*self.recesses, new], key=lambda r: r.first)))

    def without_recess(self, first: date, last: date) -> OwnDays:
        kept = tuple(r for r in self.recesses if (r.first, r.last) != (first, last))
        return replace(self, recesses=kept)
