"""How many times a minute one person may look somebody up by document, and who hears of more.

Whoever tries RUNs one after the other learns which children the school knows. Names are not
counted: one does not guess them in a row.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from cases.reminders.outbox import enqueue
from convivencia.clock import now
from schools.accounts.throttle import Bucket, Limit, count_failure
from schools.doors import deny
from schools.models import Membership, Role

PER_MINUTE = Limit("lookup", 20, timedelta(minutes=1))
FIELDS = ("q", "run")  # of every form that looks people up
FEWEST_DIGITS = 4
SEPARATORS = str.maketrans("", "", ".- \u00a0")
SUBJECT = "Muchas búsquedas por documento en un minuto"
BODY = (
    "Una cuenta del establecimiento buscó a más de {count} personas por su documento en un "
    "minuto, y el sistema le pidió esperar.\n\nQuién fue y qué vio está en el registro de accesos."
)
logger = logging.getLogger(__name__)


class LookupLimitMiddleware:
    """Count what looks like a document in any search, before the view looks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable, _args: list, _kwargs: dict
    ) -> HttpResponse | None:
        member = request.membership
        if member is None or not any(is_document(text) for text in _typed(request)):
            return None
        key = salted_hmac(__name__, f"{member.school_id}:{member.user_id}").hexdigest()
        count = count_failure([Bucket(PER_MINUTE, key)])[PER_MINUTE.name]
        if count <= PER_MINUTE.failures:
            return None
        if count == PER_MINUTE.failures + 1:
            _alert(member)
        deny(request, "busqueda", 0, "más de 20 búsquedas por documento en un minuto")
        response = render(request, "429.html", status=429)
        response.headers["Retry-After"] = "60"
        return response


def is_document(text: str) -> bool:
    """Tell whether `text` may be a RUN, an IPE or the beginning of one, however it is written."""
    compact = text.translate(SEPARATORS)
    return len(compact) >= FEWEST_DIGITS and compact[:-1].isdecimal()


def _typed(request: HttpRequest) -> list[str]:
    found = [request.GET.getlist(name) for name in FIELDS]
    if request.method == "POST":
        found += [request.POST.getlist(name) for name in FIELDS]
    return [text for texts in found for text in texts]


def _alert(member: Membership) -> None:
    """Write to whoever leads the school, and to whoever keeps the server."""
    logger.warning("búsquedas por documento sobre el límite: cuenta %s", member.user_id)
    at = now()
    on = member.school.local_date(at)
    leaders = Membership.objects.filter(role=Role.DIRECTORA).exclude(user_id=member.user_id)
    present = [m for m in leaders.select_related("user") if m.is_active(on)]
    for leader in present:
        enqueue(
            key=f"busquedas:{member.user_id}:{leader.user_id}:{at:%Y%m%d%H%M}",
            kind="alerta",
            recipient=leader.user.email,
            subject=SUBJECT,
            body=BODY.format(count=PER_MINUTE.failures),
            now=at,
        )
