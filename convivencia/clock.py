"""The only source of the present instant for views, tasks and commands.

The domain takes instants as arguments. A test bed of several processes may shift all of them at
once by naming, in `CLOCK_FILE`, a file that holds an offset in seconds; production refuses it.
"""

from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return the present instant (UTC, aware)."""
    return timezone.now() + _offset()


def today() -> date:
    """Return the present day where the school is (the zone that the request activated)."""
    return timezone.localdate(now())


def _offset() -> timedelta:
    if not settings.CLOCK_FILE:
        return timedelta(0)
    try:
        return timedelta(seconds=float(Path(settings.CLOCK_FILE).read_text()))
    except (FileNotFoundError, ValueError):
        return timedelta(0)
