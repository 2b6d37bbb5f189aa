"""Open sessions of a person: noted, listed, ended."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from schools.models import OpenSession, User
from schools.session import ages
from schools.session.agents import device_name


@dataclass(frozen=True)
class Seen:
    """An open session as its owner reads it."""

    pk: int
    device: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def note_open(request: HttpRequest, user: User) -> None:
    """Add the session that begins to those of `user`. Queries: 1."""
    if not request.session.session_key:  # another person was signed in here: it was emptied
        request.session.create()
    device = device_name(request.META.get("HTTP_USER_AGENT", ""))
    if request.session.session_key is None:  # who was signed in before gave way to another
        request.session.save()
    key = request.session.session_key
    OpenSession.objects.update_or_create(
        key=key, defaults={"user": user, "device": device, "started_at": timezone.now()}
    )


def open_sessions(request: HttpRequest) -> list[Seen]:
    """Return the sessions of who asks, the present one first. Queries: 2."""
    rows = list(OpenSession.objects.filter(user=request.user))
    kept = {s.session_key: s for s in Session.objects.filter(pk__in=[row.key for row in rows])}
    found = []
    for row in rows:
        session = kept[row.key].get_decoded() if row.key in kept else {}
        if session.get(ages.SEEN) is None or ages.is_over(session):
            continue
        seen = datetime.fromtimestamp(session[ages.SEEN], UTC)
        is_this = row.key == request.session.session_key
        found.append(Seen(row.pk, row.device, row.started_at, seen, is_this))
    return sorted(found, key=lambda one: (not one.is_this, -one.seen_at.timestamp()))


def end_one(request: HttpRequest, pk: int) -> bool:
    """End a session of who asks; False if there is none with that number."""
    return _end(OpenSession.objects.filter(user=request.user, pk=pk)) > 0


def end_others(request: HttpRequest) -> int:
    """End every session of who asks but this one."""
    rows = OpenSession.objects.filter(user=request.user)
    return _end(rows.exclude(key=request.session.session_key))


def end_all(user: User) -> int:
    """End every session of `user`: they have to sign in again."""
    return _end(OpenSession.objects.filter(user=user))


def renew(request: HttpRequest) -> None:
    """Give this session another key, and end the others."""
    change_key(request)
    end_others(request)


def change_key(request: HttpRequest) -> None:
    """Go on under another key: the one before opens nothing."""
    old = request.session.session_key
    request.session.cycle_key()
    OpenSession.objects.filter(key=old).update(key=request.session.session_key)


def _end(rows: "object") -> int:
    keys = list(rows.values_list("key", flat=True))
    Session.objects.filter(pk__in=keys).delete()
    OpenSession.objects.filter(key__in=keys).delete()
    return len(keys)
