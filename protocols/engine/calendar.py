"""Which days count. A rank table answers «the nth hábil day after» with two look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from protocols.engine.errors import CalendarRangeError, UnitError
from protocols.engine.territory import Territory, load_zone
from protocols.engine.units import Unit

SATURDAY = 5
HABILES = Unit.DIAS_HABILES  # looking a member up in its enum costs as much as the count


class Scope(StrEnum):
    """How far a feriado reaches."""

    PAIS = "pais"
    REGION = "region"
    PROVINCIA = "provincia"
    COMUNA = "comuna"


@dataclass(frozen=True, slots=True)
class Feriado:
    """One feriado on one date, with the law that made it and where it holds."""

    on: date
    name: str
    law: str
    scope: Scope = Scope.PAIS
    codes: tuple[str, ...] = ()

    def holds_in(self, territory: Territory) -> bool:
        """True if the feriado is one in `territory`."""
        return self.scope is Scope.PAIS or not territory.codes().isdisjoint(self.codes)


class DaySet:
    """A set of days that count, between two dates, with its rank table."""

    __slots__ = ("_at", "_base", "_before", "_rank", "_size")

    def __init__(self, first: date, last: date, counted: Iterable[date]) -> None:
        self._base = first.toordinal()
        self._size = last.toordinal() - self._base + 1
        self._at = sorted(counted)
        marks = bytearray(self._size)
        for day in self._at:
            marks[day.toordinal() - self._base] = 1
        self._rank: list[int] = []  # counted days up to and including each day
        self._before: list[int] = []  # counted days strictly before each day
        total = 0
        for mark in marks:
            self._before.append(total)
            total += mark
            self._rank.append(total)

    def __contains__(self, day: date) -> bool:
        """True if `day` counts."""
        index = self._index(day)
        return self._rank[index] != self._before[index]

    def _index(self, day: date) -> int:
        index = day.toordinal() - self._base
        if 0 <= index < self._size:
            return index
        raise self._out_of_range(f"El {day:%d-%m-%Y}")

    def _out_of_range(self, what: str) -> CalendarRangeError:
        first, last = date.fromordinal(self._base), date.fromordinal(self._base + self._size - 1)
        return CalendarRangeError(
            f"{what} queda fuera del calendario revisado ({first:%d-%m-%Y} a {last:%d-%m-%Y})."
        )

    def add(self, day: date, n: int) -> date:
        """Return the nth counted day after `day` (before it if `n` < 0). `n` is never 0."""
        index = day.toordinal() - self._base
        if n > 0 <= index:
            try:
                return self._at[self._rank[index] + n - 1]
            except IndexError:
                pass
        elif n == 0:
            raise UnitError("La cantidad de días debe ser distinta de cero.")
        elif 0 <= index < self._size and self._before[index] + n >= 0:
            return self._at[self._before[index] + n]
        self._index(day)
        raise self._out_of_range(f"Contar {n} días desde el {day:%d-%m-%Y}")

    def count(self, start: date, end: date) -> int:
        """Return how many counted days lie after `start` and up to `end`, inclusive."""
        return self._rank[self._index(end)] - self._rank[self._index(start)]


class Calendar:
    """The days of one territory: hábiles, escolares, laborales and corridos.

    `no_class` maps days without classes to their reason; only `dia_escolar` looks at it,
    because school recess does not suspend a plazo in días hábiles (A-15, A-16).
    """

    __slots__ = (
        "_habil", "_sets", "feriados", "first", "last", "no_class", "territory", "tz", "version",
    )  # fmt: skip

    def __init__(
        self,
        territory: Territory,
        feriados: Iterable[Feriado],
        first: date,
        last: date,
        *,
        no_class: Mapping[date, str] | None = None,
        zone: str = "",
        version: str = "",
    ) -> None:
        self.territory, self.first, self.last, self.version = territory, first, last, version
        self.tz: ZoneInfo = load_zone(zone or territory.zone_name)
        self.no_class: dict[date, str] = dict(no_class or {})
        self.feriados: dict[date, Feriado] = {}
        for feriado in feriados:  # two on one date: the first names it
            if feriado.holds_in(territory) and first <= feriado.on <= last:
                self.feriados.setdefault(feriado.on, feriado)
        self._sets = self._build_sets()
        self._habil = self._sets[HABILES]

    def _build_sets(self) -> dict[Unit, DaySet]:
        span = range(self.first.toordinal(), self.last.toordinal() + 1)
        days = [date.fromordinal(number) for number in span]
        working = [d for d in days if d.weekday() < SATURDAY and d not in self.feriados]
        habil = DaySet(self.first, self.last, working)
        escolar = habil
        if self.no_class:
            lessons = [d for d in working if d not in self.no_class]
            escolar = DaySet(self.first, self.last, lessons)
        return {
            Unit.DIAS_HABILES: habil,
            Unit.DIA_LABORAL: habil,
            Unit.DIA_ESCOLAR: escolar,
            Unit.DIAS_CORRIDOS: DaySet(self.first, self.last, days),
        }

    def days(self, unit: Unit) -> DaySet:
        """Return the set of days that `unit` counts; UnitError if it counts none."""
        try:
            return self._sets[unit]
        except KeyError:
            raise UnitError(f"La unidad «{unit}» no se cuenta por días del calendario.") from None

    def add(self, day: date, n: int, unit: Unit = HABILES) -> date:
        """Return the nth day of `unit` after `day`; before it if `n` is negative."""
        if unit is HABILES:
            return self._habil.add(day, n)
        return self.days(unit).add(day, n)

    def count(self, start: date, end: date, unit: Unit = HABILES) -> int:
        """Return the days of `unit` after `start` and up to `end`: the inverse of `add`."""
        return self.days(unit).count(start, end)

    def is_habil(self, day: date) -> bool:
        """True from Monday to Friday, unless feriado in this territory."""
        return day in self._habil

    def check(self, day: date) -> date:
        """Return `day` if the reviewed table covers it; CalendarRangeError if not."""
        if not self.first <= day <= self.last:
            self._sets[Unit.DIAS_CORRIDOS]._index(day)  # says which days it covers
        return day

    def why_not(self, day: date, unit: Unit) -> str:
        """Return why `day` does not count for `unit`, or "" if it does.

        A feriado is named first, even on a Saturday: it is the reason with a law behind.
        """
        if unit is Unit.DIAS_CORRIDOS:
            return ""
        if day in self.feriados:
            return f"feriado: {self.feriados[day].name}"
        if day.weekday() >= SATURDAY:
            return "sábado" if day.weekday() == SATURDAY else "domingo"
        if unit is Unit.DIA_ESCOLAR and day in self.no_class:
            return self.no_class[day] or "sin clases"
        return ""
