"""From a start and a plazo to the last instant on time, and the working that proves it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from protocols.engine.calendar import Calendar
from protocols.engine.errors import CalendarRangeError, EngineError, UnitError
from protocols.engine.moments import end_of_day
from protocols.engine.plazos import check_amount
from protocols.engine.units import Unit

Pause = tuple[date, date]  # the day it stopped and the day it was resumed
OTHER_READING = {
    Unit.DIAS_HABILES: Unit.DIAS_CORRIDOS,
    Unit.DIAS_CORRIDOS: Unit.DIAS_HABILES,
}
SIN_PLAZO, SIN_CALIFICAR = Unit.SIN_PLAZO, Unit.DIAS_SIN_CALIFICAR
HORAS, MESES = Unit.HORAS_CORRIDAS, Unit.MESES
UNTIMED = frozenset({Unit.INMEDIATO, Unit.MISMO_DIA})


@dataclass(frozen=True, slots=True)
class Day:
    """One line of the working: a day that counts with its number, or why it does not."""

    on: date
    n: int = 0
    why: str = ""
    law: str = ""

    @property
    def counts(self) -> bool:
        """True if the day was counted."""
        return self.n > 0


@dataclass(slots=True)
class Deadline:
    """A computed vencimiento: the day, the last instant (UTC) and what it came from."""

    start: date
    start_at: datetime
    amount: int
    unit: Unit
    on: date
    at: datetime
    calendar: Calendar = field(repr=False, compare=False)
    pauses: tuple[Pause, ...] = ()
    extra: int = 0  # days of prórroga, contiguous, already inside `on`

    def working(self) -> list[Day]:
        """Return each day between the start and the vencimiento, counted or skipped.

        Only units that count days have one; hours and months go by clock and by date.
        """
        if not self.unit.counts_days:
            return []
        lines, n = [], 0
        for number in range(self.start.toordinal() + 1, self.on.toordinal() + 1):
            day = date.fromordinal(number)
            line = self._skipped(day)
            if line is None:
                n += 1
                line = Day(day, n)
            lines.append(line)
        return lines

    def _skipped(self, day: date) -> Day | None:
        why = self.calendar.why_not(day, self.unit)
        if why:
            feriado = self.calendar.feriados.get(day)
            return Day(day, why=why, law=feriado.law if feriado else "")
        if any(stop < day <= back for stop, back in self.pauses):
            return Day(day, why="en pausa")
        return None


def compute(
    start: datetime,
    amount: int,
    unit: Unit,
    calendar: Calendar,
    *,
    reading: Unit = Unit.DIAS_HABILES,
    pauses: Sequence[Pause] = (),
    extra: int = 0,
) -> Deadline:
    """Return when `amount` of `unit` from `start` runs out.

    Hours run on the clock, in UTC, and are never paused (A-02). Days start the day after
    the event, hábil or not, and end at local midnight of the last one. Months go from date
    to date, or to the last day of the month if it is shorter. `inmediato` and `mismo_dia`
    end with the day of the event. `reading` decides an unqualified «días»; `extra` is a
    contiguous prórroga in the same unit.
    Raises:  UnitError for an amount below 1 or `sin_plazo`; CalendarRangeError outside the
             table; EngineError if `start` is naive.
    Source:  Ley 19.880 art. 25; Código Civil arts. 48 and 50.
    """
    if start.tzinfo is None:
        raise EngineError("El inicio debe tener zona horaria.")
    if unit is SIN_PLAZO:
        raise UnitError("«sin_plazo» no tiene vencimiento.")
    check_amount(amount, unit)
    unit = reading if unit is SIN_CALIFICAR else unit
    first = calendar.check(_local_day(start, calendar))
    start = start if start.tzinfo is UTC else start.astimezone(UTC)
    if unit is HORAS:
        at = _add_hours(start, amount + extra)
        on = calendar.check(at.astimezone(calendar.tz).date())
        return Deadline(first, start, amount, unit, on, at, calendar, extra=extra)
    used = tuple(pauses) if pauses and unit not in UNTIMED else ()
    on = _last_day(first, amount + extra, unit, calendar, used)
    at = end_of_day(on, calendar.tz)
    return Deadline(first, start, amount, unit, on, at, calendar, used, extra)


def _local_day(start: datetime, calendar: Calendar) -> date:
    try:
        return start.astimezone(calendar.tz).date()
    except OverflowError:  # the first and the last day that `datetime` knows
        raise CalendarRangeError(
            f"El {start:%d-%m-%Y} queda fuera del calendario revisado."
        ) from None


def _add_hours(start: datetime, hours: int) -> datetime:
    try:
        return start + timedelta(hours=hours)
    except OverflowError:
        raise CalendarRangeError(f"{hours} horas quedan fuera del calendario revisado.") from None


def _last_day(
    first: date, amount: int, unit: Unit, calendar: Calendar, pauses: Sequence[Pause]
) -> date:
    if unit in UNTIMED:
        return first
    if unit is MESES:
        shift = sum((min_zero(back - max(stop, first)) for stop, back in pauses), timedelta())
        return calendar.check(add_months(first, amount) + shift)
    days, left, since = calendar.days(unit), amount, first
    for stop, back in sorted(pauses) if pauses else ():
        if back <= since:
            continue
        used = days.count(since, stop) if stop > since else 0
        if used >= left:
            break
        left, since = left - used, back
    return days.add(since, left)


def min_zero(span: timedelta) -> timedelta:
    """Return `span`, or nothing if it is negative."""
    return max(span, timedelta())


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month if it is shorter.

    Source: Ley 19.880 art. 25; Código Civil art. 48.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:  # noqa: PLR2004 -- the limits of `date`
        raise CalendarRangeError(f"{months} meses quedan fuera del calendario revisado.")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
