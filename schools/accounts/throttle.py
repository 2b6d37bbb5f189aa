"""How many guesses are allowed, counted where nobody else can lock a person out.

A device on which the person signed in before carries a cookie; its failures are counted apart, so
that whoever guesses elsewhere, even at the same school's address, does not close the door to it.
From unknown devices failures count by account and address, by address, and by account. The counts
are in PostgreSQL: every process shares them, they need no Redis, and where the database does not
answer nobody could sign in anyway. See docs/decisions/sign-in.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from allauth.core.internal.ratelimit import get_ip
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from schools.accounts.devices import device_of
from schools.models import FailedAttempts

UPSERT = """
    INSERT INTO schools_failedattempts (key, failures, since) VALUES (%(key)s, 1, %(now)s)
    ON CONFLICT (key) DO UPDATE SET
        failures = CASE WHEN schools_failedattempts.since < %(start)s THEN 1
                        ELSE schools_failedattempts.failures + 1 END,
        since = CASE WHEN schools_failedattempts.since < %(start)s THEN %(now)s
                     ELSE schools_failedattempts.since END
    RETURNING failures
"""


@dataclass(frozen=True)
class Limit:
    """`failures` within `window`, and no more guesses until it is over."""

    name: str
    failures: int
    window: timedelta


DEVICE = Limit("device", 10, timedelta(minutes=15))
PLACE = Limit("place", 5, timedelta(minutes=15))
ADDRESS = Limit("address", 60, timedelta(minutes=10))
ACCOUNT = Limit("account", 50, timedelta(hours=1))
FACTOR = Limit("factor", 10, timedelta(hours=1))  # six figures: fewer guesses than a password
LONGEST = timedelta(hours=1)


@dataclass(frozen=True)
class Bucket:
    """A limit, and the digest of what it counts."""

    limit: Limit
    key: str


def buckets(request: HttpRequest, login: str, *, step: str = "password") -> list[Bucket]:
    """Return what one guess of `login` counts against: known devices, apart from the rest."""
    login, address = login.strip().lower(), get_ip(request)
    device = device_of(request, login)
    if device:
        return [_bucket(DEVICE, step, login, device)]
    found = [
        _bucket(PLACE, step, login, address),
        _bucket(FACTOR if step == "factor" else ACCOUNT, step, login),
        _bucket(ADDRESS, address),
    ]
    return sorted(found, key=lambda bucket: bucket.key)  # always locked in the same order


def is_closed(found: Iterable[Bucket]) -> bool:
    """True if some limit was reached and its window is not over. Queries: 1."""
    limits, now = {bucket.key: bucket.limit for bucket in found}, timezone.now()
    rows = FailedAttempts.objects.filter(pk__in=limits)
    return any(
        row.failures >= limits[row.pk].failures and row.since > now - limits[row.pk].window
        for row in rows
    )


def count_failure(found: Iterable[Bucket]) -> dict[str, int]:
    """Add one to each, in one statement each; return how many there are, by limit."""
    now, counted = timezone.now(), {}
    with connection.cursor() as cursor:
        for bucket in found:
            start = now - bucket.limit.window
            cursor.execute(UPSERT, {"key": bucket.key, "now": now, "start": start})
            counted[bucket.limit.name] = cursor.fetchone()[0]
    return counted


def forget(found: Iterable[Bucket]) -> None:
    """Start anew what is the person's own; what an address or an account suffered stays."""
    own = [bucket.key for bucket in found if bucket.limit in (DEVICE, PLACE)]
    FailedAttempts.objects.filter(pk__in=own).delete()


def sweep_old() -> int:
    """Delete what no limit remembers any more."""
    return FailedAttempts.objects.filter(since__lt=timezone.now() - LONGEST).delete()[0]


def _bucket(limit: Limit, *parts: str) -> Bucket:
    text = "\n".join((limit.name, *parts))
    return Bucket(limit, salted_hmac(__name__, text, algorithm="sha256").hexdigest())
