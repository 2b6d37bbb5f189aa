"""A year of reminders under outages: each one said once, soon after it can be, and nothing else.

The oracle knows nothing of the ladder's code: it walks the days one by one on the calendar.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.deadlines import ladder
from cases.deadlines.services import project
from cases.models import Vencimiento
from cases.reminders import refresh as refreshing
from cases.reminders import sweep as sweeping
from protocols.selectors import calendar_of
from schools.tenancy.context import school_context
from tests.cases.reminders.beds import written
from tests.cases.scenes import Scene, at

ZONE = ZoneInfo("America/Santiago")
START, END = at("2026-05-04 00:00"), at("2027-05-04 00:00")
LATE_RUNGS = 4  # enough to climb to the sostenedor; sixty would say the same ten times
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

Down = Callable[[datetime], datetime]  # the first instant from `t` on at which something runs


def always(t: datetime) -> datetime:
    return t


def nightly(t: datetime) -> datetime:
    """Down from 06:30 to 09:30, over the hour of the reminders."""
    local = t.astimezone(ZONE)
    if time(6, 30) <= local.time() < time(9, 30):
        return local.replace(hour=9, minute=30, second=0, microsecond=0).astimezone(UTC)
    return t


def one_day_in_ten(t: datetime) -> datetime:
    days = (t - START) // DAY
    return START + (days + 1) * DAY if days % 10 == 9 else t


def a_week(t: datetime) -> datetime:
    first = at("2026-05-28 00:00")
    return first + 7 * DAY if first <= t < first + 7 * DAY else t


@dataclass(frozen=True)
class Said:
    """One reminder to its owner: of which plazo, at which rung, at which tick."""

    pk: int
    rung: int
    tick: datetime


@pytest.fixture
def scene(school, monkeypatch) -> Scene:
    monkeypatch.setattr(ladder, "GIVE_UP", LATE_RUNGS)
    scene = Scene.open(school).heard()
    monkeypatch.setattr(sweeping, "due_vencimientos", lambda now: _due(scene, now))
    return scene


def _due(scene: Scene, now: datetime) -> list[tuple[int, int]]:
    """What the sweep's own login would find; that login is tried in test_sweep."""
    with school_context(scene.school):
        rows = Vencimiento.objects.filter(next_reminder_at__lte=now)
        return [(pk, scene.school.pk) for pk in rows.values_list("pk", flat=True)]


def live(scene: Scene, down: Down, *, sweep: Callable, jitter: bool = False) -> None:
    """Let a year go by: at each instant in which something may happen, two sweeps run.

    Between those instants nothing is due, so nothing is skipped by not looking.
    """
    with school_context(scene.school):
        Vencimiento.objects.all().delete()
        project(scene.case, now=START)  # as it stood on the first day of the year
    t = down(START)
    while t < END:
        for moment in (t, t - 2 * timedelta(hours=1), t) if jitter else (t, t):
            sweep(now=moment)
        refreshing.refresh(now=t)
        t = down(_next_event(scene, t))


def _next_event(scene: Scene, t: datetime) -> datetime:
    """Return the next minute at which something is due or starts; at most a month ahead."""
    with school_context(scene.school):
        rows = Vencimiento.objects.all()
        instants = [*rows.filter(next_reminder_at__gt=t).values_list("next_reminder_at", flat=True)]
        instants += rows.filter(projected=True, starts_at__gt=t).values_list("starts_at", flat=True)
    soonest = min([*instants, t + 30 * DAY])
    whole = soonest.replace(second=0, microsecond=0)
    return whole if whole == soonest else whole + MINUTE


def expected(scene: Scene, down: Down) -> set[Said]:
    """Return what must have been said, by counting days on the calendar one at a time."""
    calendar = calendar_of(scene.school)
    said = set()
    with school_context(scene.school):
        rows = [v for v in Vencimiento.objects.all() if v.due_at and v.owner_role and not v.done_at]
    for row in rows:
        if row.rule["nature"] != "plazo" and row.rule["nature"] != "periodo":
            continue
        since = down(max(row.starts_at, START))  # when the row first knew its date
        for rung, moment in _rungs(row, calendar.is_habil):
            if moment > since and down(_minute(moment)) < END:
                said.add(Said(row.pk, rung, down(_minute(moment))))
    last: dict[tuple[int, datetime], Said] = {}
    for one in sorted(said, key=lambda s: s.rung):
        last[one.pk, one.tick] = one  # what was missed together is said once, the latest
    return set(last.values())


def _minute(t: datetime) -> datetime:
    whole = t.replace(second=0, microsecond=0)
    return whole if whole == t else whole + MINUTE


def _rungs(row: Vencimiento, is_habil: Callable) -> Iterator[tuple[int, datetime]]:
    top = LATE_RUNGS if row.rule["nature"] == "plazo" else 0
    if row.due_on is None:
        for hours in (4, 12, 20):
            yield -100 + hours, row.starts_at + timedelta(hours=hours)
        for late in range(top + 1):
            yield late, row.due_at + late * DAY
        return
    for days in (5, 3, 1):
        yield -days, _nine(_walk(row.due_on, -days, is_habil))
    yield 0, _nine(row.due_on)
    for late in range(1, top + 1):
        yield late, _nine(_walk(row.due_on, late, is_habil))


def _walk(day: date, steps: int, is_habil: Callable) -> date:
    one = DAY if steps > 0 else -DAY
    left = abs(steps)
    while left:
        day += one
        left -= is_habil(day)
    return day


def _nine(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=ZONE).astimezone(UTC)


def check(scene: Scene, down: Down) -> None:
    """Compare what was written to the owners with what had to be."""
    owner = {str(scene.encargada.user_id), str(scene.directora.user_id)}
    told: Counter = Counter()
    for message in written(scene.school):
        _, pk, _, _, who = message.key.split(":")
        if message.kind == "aviso" and who in owner:
            told[int(pk), message.created_at, who] += 1
    assert set(told.values()) <= {1}, "un aviso repetido"
    ticks = {(pk, tick) for pk, tick, _ in told}
    assert ticks == {(s.pk, s.tick) for s in expected(scene, down)}
    assert ticks


@pytest.mark.parametrize("down", [always, nightly, one_day_in_ten, a_week])
def test_every_reminder_is_said_once_in_a_year(scene, down):
    live(scene, down, sweep=sweeping.sweep)

    check(scene, down)


def test_a_clock_that_steps_back_two_hours_repeats_nothing(scene):
    live(scene, always, sweep=sweeping.sweep, jitter=True)

    check(scene, always)


def test_the_control_with_the_sweep_off_fails(scene):
    live(scene, always, sweep=lambda **_: 0)

    with pytest.raises(AssertionError):
        check(scene, always)


def test_the_control_with_a_sweep_that_loses_some_fails(scene, monkeypatch):
    """A sweep that skips one reminder in ten is found out."""
    calls = iter(range(10**6))
    real = sweeping.remind

    def forgetful(*, pk: int, now: datetime) -> int:
        if next(calls) % 10 == 9:
            Vencimiento.objects.filter(pk=pk).update(next_reminder_at=now + 3 * DAY)
            return 0
        return real(pk=pk, now=now)

    monkeypatch.setattr(sweeping, "remind", forgetful)
    live(scene, always, sweep=sweeping.sweep)

    with pytest.raises(AssertionError):
        check(scene, always)
