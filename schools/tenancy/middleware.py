"""Every request of a signed-in member runs inside one school and one transaction."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from zoneinfo import ZoneInfo

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone

from schools.audit.trail import AuditUnavailableError, refused, request_trail, shown, write
from schools.models import Membership
from schools.selectors import chosen_membership, memberships_for_request
from schools.tenancy.context import school_context
from schools.tenancy.room import is_full, no_room

logger = logging.getLogger(__name__)

# What who belongs to no school may open: their account, and the page that says so.
WITHOUT_SCHOOL = frozenset({"today", "membership-choose", "membership-switch"})
ACCOUNT = ("account_", "mfa_")


class SchoolMiddleware:
    """Set `request.membership(s)` and `request.school` and open the school's context.

    What was seen or changed is recorded in the same transaction, last. A view that raises (404 and
    403 included) rolls back what it wrote; the entry of the denial is written after that. Where an
    entry cannot be written the answer is a 503 that shows nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = request.school = None
        request.denial = None
        request.must_roll_back = False
        request.memberships = memberships_for_request(request)
        membership = chosen_membership(request)
        try:
            return self._answer(request, membership)
        except (AuditUnavailableError, DatabaseError) as error:  # the latter, at commit
            logger.exception("no se guardó nada ni se mostró nada: %s", type(error).__name__)
            return no_room(request) if is_full(error) else unavailable()

    def _answer(self, request: HttpRequest, membership: Membership | None) -> HttpResponse:
        """Answer inside the school; the trail is written last, before anything leaves."""
        with request_trail() as trail:
            with ExitStack() as stack:
                if membership is None:
                    stack.enter_context(transaction.atomic())
                else:
                    self._enter(request, membership, stack)
                response = self._respond(request)
                failed = request.must_roll_back or response.status_code in {403, 404, 429, 500}
                if not failed:
                    write(shown(request, response, trail))
            if failed:
                write(refused(request, response, trail))
        return response

    def _enter(self, request: HttpRequest, membership: Membership, stack: ExitStack) -> None:
        request.membership, request.school = membership, membership.school
        zone = ZoneInfo(membership.school.time_zone)  # hours are typed and read where the school is
        stack.enter_context(school_context(membership.school_id))
        stack.enter_context(timezone.override(zone))

    def _respond(self, request: HttpRequest) -> HttpResponse:
        """Return the answer; undo what the view wrote if it raised.

        The rollback waits for the answer to be ready: other middleware may still have to read the
        database to answer an exception, as the sign-in does to ask for a password again.
        """
        response = self.get_response(request)
        if request.must_roll_back:
            transaction.set_rollback(True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable, _args: list, _kwargs: dict
    ) -> HttpResponse | None:
        """Send who is signed in and belongs to no school today to the page that says so."""
        name = request.resolver_match.url_name or ""
        is_open = not getattr(view, "login_required", True)
        if is_open or name in WITHOUT_SCHOOL or name.startswith(ACCOUNT):
            return None
        alone = request.user.is_authenticated and request.membership is None
        return redirect("today") if alone else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        request.must_roll_back = True
        if is_full(exception):
            logger.error("sin espacio: %s", type(exception).__name__)
            return no_room(request)
        return unavailable() if isinstance(exception, AuditUnavailableError) else None


def unavailable() -> HttpResponse:
    """Return the page that says that, without a trail, nothing is shown."""
    text = render_to_string("503.html")
    return HttpResponse(text, status=503, headers={"Retry-After": "60"})
