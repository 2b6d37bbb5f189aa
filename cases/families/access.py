"""From an address to a family's own window: the link, the session, the same answer for all."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from cases.models import Notificacion
from cases.notifications.authority import refusal
from cases.notifications.links import hash_of
from convivencia.clock import now
from schools.audit.services import record
from schools.models import School
from schools.models.audit import AuditAct
from schools.selectors import school_by_rbd
from schools.tenancy.context import school_context

SESSION = "familia"
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=4)
FEW_LINKS = 5  # kept in one session


@dataclass(frozen=True, slots=True)
class Link:
    """A link that works: the notice behind it, and the school whose name may be shown."""

    notice: Notificacion
    school: School
    token: str

    @property
    def kwargs(self) -> dict:
        return {"rbd": self.school.rbd, "token": self.token}


def open_link(school: School, token: str, *, at: datetime) -> Link | None:
    """Return the link of `token` if it works now; a stranger's, an old one and none answer alike.

    The guardianship is asked again each time: a court order closes an old link at once.
    Queries: 1 to 3.
    """
    related = "case__school", "case__reglamento", "participant__student", "apoderado", "document"
    rows = Notificacion.objects.select_related(*related)
    notice = rows.filter(token_hash=hash_of(token), expires_at__gt=at).first()
    if notice is None:
        return None
    on = school.local_date(at)
    if refusal(apoderado=notice.apoderado, participant=notice.participant, on=on):
        return None
    return Link(notice, school, token)


def family_page(view: Callable) -> Callable:
    """Give the view its `link`, inside the school; anything else gets the page of a dead link."""

    @login_not_required
    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, rbd: str, token: str, **kwargs: object) -> HttpResponse:
        school = school_by_rbd(rbd)
        if school is None:
            return dead_link(request)
        with school_context(school), timezone.override(ZoneInfo(school.time_zone)):
            link = open_link(school, token, at=now())
            if link is None:
                return dead_link(request)
            return view(request, link, **kwargs)

    return wrapped


def verified_page(view: Callable) -> Callable:
    """As `family_page`, for whoever gave RUN and code; the others start at the door."""

    @family_page
    @wraps(view)
    def wrapped(request: HttpRequest, link: Link, **kwargs: object) -> HttpResponse:
        if not is_inside(request, link, at=now()):
            return redirect("family-window", **link.kwargs)
        leave_look(request, link)
        return view(request, link, **kwargs)

    return wrapped


def leave_look(request: HttpRequest, link: Link) -> None:
    """Record that the family opened a page, if the view behind says nothing."""
    record(
        AuditAct.VER, object_type="notificación", object_id=link.notice.pk,
        case_id=link.notice.case_id, who=who_of(link), faint=True,
        detail=request.resolver_match.url_name if request.resolver_match else "",
    )  # fmt: skip


def who_of(link: Link) -> str:
    """Return who looks, for the trail: an id, never a name."""
    return f"apoderado {link.notice.apoderado_id}, por el enlace {link.notice.pk}"


def dead_link(request: HttpRequest) -> HttpResponse:
    """Return the one page for every link that does not open."""
    return render(request, "cases/families/dead_link.html", status=404)


def is_inside(request: HttpRequest, link: Link, *, at: datetime) -> bool:
    """True if this session proved who it is for this very link, and used it lately."""
    state = _state(request, link)
    if "since" not in state:
        return False
    since, seen = (datetime.fromisoformat(state[name]) for name in ("since", "seen"))
    if at - seen > IDLE or at - since > LONGEST:
        leave(request, link)
        return False
    _keep(request, link, {**state, "seen": at.isoformat()})
    return True


def knock(request: HttpRequest, link: Link, *, right_run: bool) -> None:
    """Remember, where the visitor cannot look, whether the RUN was the one of this link."""
    _keep(request, link, {"right_run": right_run})


def knocked(request: HttpRequest, link: Link) -> dict:
    """Return what was remembered at the door; empty if nobody knocked."""
    return _state(request, link)


def enter(request: HttpRequest, link: Link, *, at: datetime) -> None:
    """Open the window for this session, under a new session key."""
    request.session.cycle_key()
    _keep(request, link, {"since": at.isoformat(), "seen": at.isoformat()})


def leave(request: HttpRequest, link: Link) -> None:
    """Close the window for this session."""
    rooms = dict(request.session.get(SESSION, {}))
    rooms.pop(_room(link), None)
    request.session[SESSION] = rooms


def source_of(request: HttpRequest) -> str:
    """Return a keyed hash of where the visitor comes from: enough to count, not to know."""
    key, address = settings.SECRET_KEY.encode(), request.META.get("REMOTE_ADDR", "")
    return hmac.new(key, f"origen:{address}".encode(), hashlib.sha256).hexdigest()[:40]


def _state(request: HttpRequest, link: Link) -> dict:
    return request.session.get(SESSION, {}).get(_room(link), {})


def _keep(request: HttpRequest, link: Link, state: dict) -> None:
    rooms = {k: v for k, v in request.session.get(SESSION, {}).items() if k != _room(link)}
    rooms = dict(list(rooms.items())[-(FEW_LINKS - 1) :])
    request.session[SESSION] = {**rooms, _room(link): state}


def _room(link: Link) -> str:
    return f"{link.school.pk}:{link.notice.token_hash[:24]}"
