"""When to speak of a plazo: the rungs before it runs out, and after.

Days: 5, 3, 1 and 0 hábiles before at 09:00 of the school, then each hábil day while it is late.
Hours: 4, 12 and 20 hours after the start, by night and weekend too, at the end, then daily.
A rung is a signed number: before (−5…), the day itself (0), days late (1, 2…).
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, takewhile

from cases.models import Vencimiento
from protocols.engine import Calendar

DAYS_BEFORE = (5, 3, 1)
HOURS_AFTER_START = (4, 12, 20)
HOUR_OF_DAY = time(9, 0)
GIVE_UP = 60  # rungs late: by then the directora and the sostenedor have been told many times
LATE_TO_DIRECTORA, LATE_TO_SOSTENEDOR = 1, 3


def next_reminder(
    row: Vencimiento, calendar: Calendar, *, after: datetime
) -> tuple[int, datetime | None]:
    """Return the first rung after `after` and its instant (UTC); None when there is none left.

    Rungs missed while nothing was running are not sent one by one: the latest word is enough.
    """
    return next(((rung, at) for rung, at in _spoken(row, calendar) if at > after), (0, None))


def due_rung(row: Vencimiento, calendar: Calendar, *, at: datetime) -> int | None:
    """Return the latest rung whose hour had come by `at`; None if none had.

    After an outage that is the only one sent, and it escalates as far as it should.
    """
    come = takewhile(lambda spoken: spoken[1] <= at, _spoken(row, calendar))
    return max((rung for rung, _ in come), default=None)


def _spoken(row: Vencimiento, calendar: Calendar) -> Iterator[tuple[int, datetime]]:
    """Yield the rungs of which somebody is told: a party's window has none once it ended."""
    if row.due_at is None or row.starts_at is None or not row.owner_role:
        return
    last = GIVE_UP if row.rule.get("nature", "plazo") == "plazo" else 0
    yield from takewhile(lambda spoken: spoken[0] <= last, _rungs(row, calendar))


def _rungs(row: Vencimiento, calendar: Calendar) -> Iterator[tuple[int, datetime]]:
    yield from (_by_hours if row.due_on is None else _by_days)(row, calendar)


def _by_hours(row: Vencimiento, _: Calendar) -> Iterator[tuple[int, datetime]]:
    for hours in HOURS_AFTER_START:
        at = row.starts_at + timedelta(hours=hours)
        if at < row.due_at:
            yield -int((row.due_at - at) / timedelta(hours=1)) - 1, at
    yield 0, row.due_at
    for late in count(1):
        yield late, row.due_at + timedelta(days=late)


def _by_days(row: Vencimiento, calendar: Calendar) -> Iterator[tuple[int, datetime]]:
    due = row.due_on
    for days in DAYS_BEFORE:
        at = _at(calendar.add(due, -days), calendar)
        if at > row.starts_at:
            yield -days, at
    yield 0, _at(due, calendar)
    for late in count(1):
        yield late, _at(calendar.add(due, late), calendar)


def _at(day: date, calendar: Calendar) -> datetime:
    return datetime.combine(day, HOUR_OF_DAY, tzinfo=calendar.tz).astimezone(UTC)
