"""This instant where the school is, and how far from it things fall."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from cases.models import Vencimiento
from convivencia.dates import Due, due_text, full_date, near_day, weekday_date
from protocols.catalog import load_catalog, modelos
from protocols.engine import Calendar
from protocols.selectors import calendar_of
from schools.models import School


@dataclass(frozen=True, slots=True)
class Wall:
    """The clock and the calendar on the school's wall."""

    now: datetime
    tz: ZoneInfo
    calendar: Calendar

    @property
    def here(self) -> datetime:
        return self.now.astimezone(self.tz)

    @property
    def today(self) -> date:
        return self.here.date()

    def habiles_to(self, day: date) -> int:
        """Return the business days between today and `day`, either way."""
        first, last = sorted((self.today, day))
        return self.calendar.count(first, last)

    def due(self, at: datetime, *, by_hours: bool = False) -> Due:
        """Return how to say that something is due at `at`."""
        local = at.astimezone(self.tz)
        return due_text(local, self.here, by_hours=by_hours, habiles=self.habiles_to(local.date()))

    def due_of(self, row: Vencimiento) -> Due:
        return self.due(row.due_at, by_hours=row.due_on is None)

    def due_on(self, day: date) -> Due:
        """Return how to say that something is due at the end of `day`."""
        return self.due(self.end_of(day))

    def end_of(self, day: date) -> datetime:
        """Return the last instant of a day here."""
        return datetime.combine(day, time(23, 59, 59), self.tz)

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.tz).date()

    def waiting_since(self, at: datetime) -> Due:
        """Return how to say that something waits since `at`."""
        day = self.day_of(at)
        days = self.habiles_to(day)
        small = (
            "espera desde hoy"
            if not days
            else f"espera hace {days} día{'s' if days > 1 else ''} hábil{'es' if days > 1 else ''}"
        )
        return Due(f"Desde {_the(near_day(day, self.today))}", small, "today", at)

    def day_line(self) -> str:
        """Return «Día hábil. El próximo feriado es el martes 8 de diciembre.»."""
        feriado = self.calendar.feriados.get(self.today)
        if feriado:
            first = f"Feriado: {feriado.name}. No cuenta como día hábil."
        else:
            first = "Día hábil." if self.calendar.is_habil(self.today) else "Día no hábil."
        coming = next((day for day in sorted(self.calendar.feriados) if day > self.today), None)
        return f"{first} El próximo feriado es el {weekday_date(coming)}." if coming else first

    def date_line(self) -> str:
        text = full_date(self.today).rsplit(" de ", 1)[0]
        return text[:1].upper() + text[1:]


def wall_of(school: School, now: datetime) -> Wall:
    """Return the wall of a school at `now`."""
    return Wall(now, ZoneInfo(school.time_zone), calendar_of(school))


@lru_cache(maxsize=1)
def protocol_titles() -> dict[str, str]:
    """Return the name of each protocol of the catalogue, by key."""
    return {p.key: p.title for modelo in modelos() for p in load_catalog(modelo)}


def protocol_title(key: str) -> str:
    """Return the name of a protocol for people."""
    return protocol_titles().get(key) or key.replace("_", " ").capitalize()


def _the(day: str) -> str:
    return day if day in ("hoy", "ayer") else f"el {day}"
