"""Reading dates and times, and turning days into instants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache

from protocols.engine.errors import MomentError

# fold=1: on the night that has 23:59:59 twice, a plazo runs to the second one.
LAST_SECOND = time(23, 59, 59, fold=1)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in UTC; `date_only` if whoever wrote it gave no hour."""

    at: datetime
    date_only: bool = False
    notice: str = ""

    def local_date(self, tz: tzinfo) -> date:
        """Return the calendar day of the instant in `tz`."""
        return self.at.astimezone(tz).date()


@lru_cache(maxsize=4096)
def end_of_day(day: date, tz: tzinfo) -> datetime:
    """Return the last second of `day` in `tz`, as an instant in UTC.

    Source: Código Civil art. 48, «los plazos […] correrán además hasta la medianoche del
    último día del plazo».
    """
    return datetime.combine(day, LAST_SECOND, tzinfo=tz).astimezone(UTC)


def parse_moment(text: object, tz: tzinfo, *, end: bool = False) -> Moment:
    """Read an ISO date or date-time; without an offset it is local time in `tz`.

    A date alone is its first instant, or its last if `end`. An hour that happens twice is
    the first of the two; one that never happens is moved forward by the jump. Both carry
    a `notice`, because whoever typed them should look again.
    """
    if not isinstance(text, str) or not text.strip():
        raise MomentError(f"No se entiende la fecha «{text}»: use AAAA-MM-DD o AAAA-MM-DDTHH:MM.")
    raw = text.strip()
    try:
        parsed = datetime.fromisoformat(raw)
        if DATE.fullmatch(raw):
            if end:
                return Moment(end_of_day(parsed.date(), tz), date_only=True)
            return Moment(parsed.replace(tzinfo=tz).astimezone(UTC), date_only=True)
        if parsed.tzinfo is not None:
            return Moment(parsed.astimezone(UTC))
        return _from_local(parsed, tz)
    except (ValueError, OverflowError):
        raise MomentError(
            f"No se entiende la fecha «{raw}»: use AAAA-MM-DD o AAAA-MM-DDTHH:MM."
        ) from None


def _from_local(naive: datetime, tz: tzinfo) -> Moment:
    early, late = naive.replace(tzinfo=tz, fold=0), naive.replace(tzinfo=tz, fold=1)
    instant, notice = early.astimezone(UTC), ""
    if instant.astimezone(tz).replace(tzinfo=None) != naive:
        shown = instant.astimezone(tz)
        notice = f"La hora {naive:%H:%M} del {naive:%d-%m-%Y} no existió; se usa {shown:%H:%M}."
    elif early.utcoffset() != late.utcoffset():
        notice = f"La hora {naive:%H:%M} del {naive:%d-%m-%Y} ocurrió dos veces; se usa la primera."
    return Moment(instant, notice=notice)


def instant_text(at: datetime) -> str:
    """Return the instant in UTC as `2026-09-24T02:59:59Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local_text(at: datetime, tz: tzinfo) -> str:
    """Return the local date-time as `2026-11-21T18:10`, with seconds only if there are any."""
    local = at.astimezone(tz)
    return local.strftime("%Y-%m-%dT%H:%M:%S" if local.second else "%Y-%m-%dT%H:%M")
