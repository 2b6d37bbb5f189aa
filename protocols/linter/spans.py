"""Which of two plazos ends later, looked at on every day of the reviewed calendar."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple

from protocols.catalog.calendar import calendar_for
from protocols.engine.calendar import Calendar
from protocols.engine.counting import UNTIMED, Deadline, compute
from protocols.engine.plazos import Plazo, Prorroga
from protocols.engine.units import Unit

SANTIAGO = "13101"  # feriados of one region lengthen both plazos alike
FIRST, LAST = date(2024, 1, 1), date(2040, 12, 31)
HOURS = (time(0, 0), time(23, 59))  # a plazo in hours and one in days differ most at the edges
# Recesses that no law fixes day by day; a plazo in school days stops in them.
SUMMER, WINTER = (1, 2), 7
WINTER_DAYS = range(6, 20)


class Span(NamedTuple):
    """An amount and how it is counted; «días» alone by its declared reading."""

    amount: int
    unit: Unit

    @classmethod
    def of(cls, plazo: Plazo | Prorroga) -> Span:
        """Return how long a plazo is."""
        unit = plazo.unit
        if unit is Unit.DIAS_SIN_CALIFICAR:
            unit = plazo.reading or Unit.DIAS_HABILES
        return cls(plazo.amount, Unit.DIAS_HABILES if unit is Unit.DIA_LABORAL else unit)


class Witness(NamedTuple):
    """A day on which the longer one ends later."""

    start: date
    longer: date
    shorter: date


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """Return the calendar of the comparison: national feriados and the usual recesses."""
    days = (date.fromordinal(n) for n in range(FIRST.toordinal(), LAST.toordinal() + 1))
    recess = {day: "receso" for day in days if _in_recess(day)}
    return calendar_for(SANTIAGO, no_class=recess)


def _in_recess(day: date) -> bool:
    return day.month in SUMMER or (day.month == WINTER and day.day in WINTER_DAYS)


@lru_cache(maxsize=512)
def ends_later(one: Span, other: Span) -> Witness | None:
    """Return the first day from which `one` ends later than `other`; None if it never does.

    The years of the calendar but the last, so that two months always fit.
    """
    if one.unit in UNTIMED or (one.unit is other.unit and one.amount <= other.amount):
        return None  # «the same day» is the strictest a norm can be
    for number in range(FIRST.toordinal(), date(LAST.year - 1, 12, 31).toordinal()):
        for hour in HOURS:
            start = datetime.combine(date.fromordinal(number), hour, tzinfo=calendar().tz)
            mine, theirs = due(start, one), due(start, other)
            if mine.at > theirs.at:
                return Witness(mine.start, mine.on, theirs.on)
    return None


def due(start: datetime, span: Span) -> Deadline:
    """Return when a span from `start` ends."""
    return compute(start, span.amount, span.unit, calendar())
