"""Dates of the stories: business days of the school, counted from today."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from protocols.selectors import calendar_of
from schools.models import School

OPENS, CLOSES = time(8, 30), time(17, 30)


class Days:
    """The school's calendar as the stories use it."""

    def __init__(self, school: School, now: datetime) -> None:
        self.now, self.calendar = now, calendar_of(school)
        self.zone = ZoneInfo(school.time_zone)
        self.today = school.local_date(now)

    def back(self, n: int) -> date:
        """Return the nth business day before today."""
        return self.calendar.add(self.today, -n)

    def after(self, day: date, n: int) -> date:
        """Return the nth business day after `day`; `day` itself for 0."""
        return self.calendar.add(day, n) if n else day

    def at(self, day: date, hour: str) -> datetime:
        """Return an instant of the school's clock: `at(day, "10:20")`."""
        return datetime.combine(day, time.fromisoformat(hour), tzinfo=self.zone)

    def ago(self, **span: int) -> datetime:
        """Return the minute that was `span` ago: `ago(hours=20)`."""
        return (self.now - timedelta(**span)).replace(second=0, microsecond=0)

    def office(self, *, ago: timedelta) -> datetime:
        """Return the last minute of office hours that was at least `ago` ago."""
        at = (self.now - ago).astimezone(self.zone).replace(second=0, microsecond=0)
        if not self.calendar.is_habil(at.date()) or at.time() < OPENS:
            return datetime.combine(self.calendar.add(at.date(), -1), CLOSES, tzinfo=self.zone)
        return datetime.combine(at.date(), min(at.time(), CLOSES), tzinfo=self.zone)

    def school_year(self) -> int:
        """Return the school year that today belongs to; it begins in March."""
        return self.today.year if self.today >= date(self.today.year, 3, 4) else self.today.year - 1

    def first_march(self) -> date:
        """Return a day of March old enough for a case of then to be archived by now."""
        start = date(self.today.year, 3, 11)
        while self.calendar.add(start, 160) > self.today:
            start = start.replace(year=start.year - 1)
        return self.calendar.add(start, 1)
