"""The rank table against walking the days one by one, and the properties of a count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.catalog.calendar import calendar_for
from protocols.engine import compute
from protocols.engine.units import Unit

FIRST, LAST = date(2018, 1, 1), date(2040, 12, 31)
LONGEST = 250
SAMPLE = (1, 2, 3, 5, 10, 15, 25, 60, 120, 250)
TERRITORIES = {
    # comuna: (subdivision of the library, feriados it lacks or invents on weekdays)
    "13101": ("RM", {"2018-01-16"}),
    "15101": ("AP", set()),
    "16103": ("NB", set()),
    "16301": ("NB", {f"{year}-08-20" for year in range(2018, 2041)}),
    "02101": ("AN", {"2023-09-08"}),
}


def is_working(comuna: str):
    """Return a test of a day that owes nothing to our table."""
    subdivision, differences = TERRITORIES[comuna]
    feriados = set(map(str, holidays.CL(subdiv=subdivision, years=range(2017, 2042))))
    feriados ^= differences
    return lambda day: day.weekday() < 5 and str(day) not in feriados


def neighbours(comuna: str, step: int) -> dict[date, date]:
    """Return, for each day, the next working day found by walking `step` days at a time."""
    working, found = is_working(comuna), {}
    edge = LAST if step > 0 else FIRST
    for offset in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=offset)
        other = day
        while other != edge:
            other += timedelta(days=step)
            if working(other):
                found[day] = other
                break
    return found


def differences(comuna: str, step: int, amounts) -> list[tuple[date, int]]:
    add, following = calendar_for(comuna).add, neighbours(comuna, step)
    wrong, wanted = [], set(amounts)
    for start in following:
        day = start
        for n in range(1, LONGEST + 1):
            day = following.get(day)
            if day is None:
                break
            if n in wanted and add(start, n * step) != day:
                wrong.append((start, n))
    return wrong


@pytest.mark.parametrize("step", [1, -1], ids=["adelante", "atrás"])
def test_every_day_and_every_amount_agree_with_walking(step):
    assert differences("13101", step, range(1, LONGEST + 1)) == []


@pytest.mark.parametrize("comuna", [c for c in TERRITORIES if c != "13101"])
def test_other_territories_agree_with_walking(comuna):
    assert differences(comuna, 1, SAMPLE) == []
    assert differences(comuna, -1, SAMPLE) == []


DAYS = st.dates(date(2019, 6, 1), date(2039, 6, 1))
AMOUNTS = st.integers(1, 250)
COUNTED = st.sampled_from(
    [Unit.DIAS_HABILES, Unit.DIAS_CORRIDOS, Unit.DIA_LABORAL, Unit.DIA_ESCOLAR]
)
COMUNAS = st.sampled_from(["13101", "15101", "16101", "12101", "05201", "11201"])


@given(COMUNAS, DAYS, AMOUNTS, COUNTED)
def test_counting_is_the_inverse_of_adding(comuna, start, n, unit):
    calendar = calendar_for(comuna)

    assert calendar.count(start, calendar.add(start, n, unit), unit) == n


@given(COMUNAS, DAYS, AMOUNTS)
def test_a_plazo_never_ends_on_an_inhabil_day(comuna, start, n):
    calendar = calendar_for(comuna)

    assert calendar.is_habil(calendar.add(start, n))
    assert calendar.is_habil(calendar.add(start, -n))


@given(COMUNAS, DAYS, AMOUNTS, COUNTED)
def test_one_more_day_ends_later_and_a_later_start_never_earlier(comuna, start, n, unit):
    calendar = calendar_for(comuna)
    due = calendar.add(start, n, unit)

    assert calendar.add(start, n + 1, unit) > due
    assert calendar.add(start + timedelta(days=1), n, unit) >= due


@given(DAYS, AMOUNTS)
def test_going_and_coming_back_returns_to_a_habil_day(start, n):
    calendar = calendar_for("13101")
    habil = calendar.add(start, 1)

    assert calendar.add(calendar.add(habil, n), -n) == habil


@given(DAYS, AMOUNTS)
def test_the_working_counts_to_n_and_explains_the_rest(start, n):
    calendar = calendar_for("13101")
    moment = datetime(start.year, start.month, start.day, 10, tzinfo=calendar.tz)

    lines = compute(moment, n, Unit.DIAS_HABILES, calendar).working()

    assert [line.n for line in lines if line.counts] == list(range(1, n + 1))
    assert all(line.why for line in lines if not line.counts)
    assert lines[0].on == start + timedelta(days=1)


@given(
    COMUNAS,
    st.datetimes(datetime(2018, 6, 1), datetime(2039, 6, 1)),  # noqa: DTZ001 -- made aware below
    st.integers(1, 240),
)
def test_hours_are_hours_of_the_clock_whatever_the_zone_does(comuna, moment, hours):
    calendar = calendar_for(comuna)
    start = moment.replace(tzinfo=calendar.tz)

    due = compute(start, hours, Unit.HORAS_CORRIDAS, calendar)

    assert due.at - start.astimezone(UTC) == timedelta(hours=hours)


@given(COMUNAS, DAYS, AMOUNTS)
def test_the_last_instant_is_the_second_before_the_next_local_day(comuna, start, n):
    calendar = calendar_for(comuna)
    moment = datetime(start.year, start.month, start.day, 23, 30, tzinfo=calendar.tz)

    due = compute(moment, n, Unit.DIAS_CORRIDOS, calendar)

    zone = ZoneInfo(calendar.tz.key)
    assert due.at.astimezone(zone).date() == due.on
    assert (due.at + timedelta(seconds=1)).astimezone(zone).date() == due.on + timedelta(days=1)
