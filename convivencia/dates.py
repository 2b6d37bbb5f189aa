"""Dates as people say them, in Spanish words. Pure: the instant and the zone are arguments."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
SHORT_DAYS = ("lu", "ma", "mi", "ju", "vi", "sá", "do")
MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre",
)  # fmt: skip
SHORT_MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic")
A_WEEK = 7


def long_date(day: date) -> str:
    """Return `27 de abril de 2026`."""
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def full_date(day: date) -> str:
    """Return `lunes 27 de abril de 2026`."""
    return f"{DAYS[day.weekday()]} {long_date(day)}"


def weekday_date(day: date) -> str:
    """Return `lunes 27 de abril`."""
    return f"{DAYS[day.weekday()]} {day.day} de {MONTHS[day.month - 1]}"


def short_date(day: date, today: date | None = None) -> str:
    """Return `27 abr`, with the year unless it is that of `today`."""
    text = f"{day.day} {SHORT_MONTHS[day.month - 1]}"
    return text if today and day.year == today.year else f"{text} {day.year}"


def span_text(span: timedelta) -> str:
    """Return `3 h 20 min`, `45 min` or `2 días 4 h` for a stretch of time."""
    minutes = max(int(abs(span).total_seconds() // 60), 1)
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:  # noqa: PLR2004 -- two days: from there on, days read better
        return f"{hours // 24} días" + (f" {hours % 24} h" if hours % 24 else "")
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


@dataclass(frozen=True, slots=True)
class Due:
    """A date with its meaning, for `components/due.html`; `tone`: late, today, soon, later."""

    strong: str
    small: str
    tone: str
    at: datetime | None = None

    @property
    def is_late(self) -> bool:
        return self.tone == "late"


def due_text(
    at: datetime, now: datetime, *, by_hours: bool = False, habiles: int | None = None
) -> Due:
    """Return how to say that something is due at `at` (both in the school's zone).

    `by_hours`: the plazo runs on the clock, at night too. `habiles`: business days between
    today and that day (0 today), if the caller counted them.
    """
    if by_hours:
        return _hours_due(at, now)
    day, today = at.date(), now.date()
    small = _distance(day, today, habiles)
    if at < now:
        return Due(_capital(near_day(day, today)), f"vencido hace {small}", "late", at)
    if day == today:
        return Due(f"Hoy, {at:%H:%M}", "vence hoy", "today", at)
    tone = "soon" if (day - today).days < A_WEEK else "later"
    return Due(_capital(near_day(day, today)), f"en {small}", tone, at)


def _hours_due(at: datetime, now: datetime) -> Due:
    clock = f"{near_day(at.date(), now.date())}, {at:%H:%M}"
    if at < now:
        return Due(_capital(clock), f"vencido hace {span_text(now - at)}", "late", at)
    return Due(f"En {span_text(at - now)}", f"{clock} · corre también de noche", "today", at)


def near_day(day: date, today: date) -> str:
    """Return `hoy`, `ayer`, `mañana`, `lunes 23`, `lunes 23 nov` or `23 nov 2027`."""
    named = {0: "hoy", -1: "ayer", 1: "mañana"}.get((day - today).days)
    if named:
        return named
    if abs((day - today).days) < A_WEEK:
        return f"{DAYS[day.weekday()]} {day.day}"
    if day.year == today.year:
        return f"{DAYS[day.weekday()][:3]} {short_date(day, today)}"
    return short_date(day, today)


def _distance(day: date, today: date, habiles: int | None) -> str:
    if habiles:
        return f"{habiles} día hábil" if habiles == 1 else f"{habiles} días hábiles"
    days = abs((day - today).days)
    return f"{days} día" if days == 1 else f"{days} días"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
