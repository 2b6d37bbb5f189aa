"""Every request of a signed-in member runs inside one school and one transaction."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from schools.selectors import chosen_membership, memberships_for_request
from schools.tenancy.context import school_context

# What who belongs to no school may open: their account, and the page that says so.
WITHOUT_SCHOOL = frozenset({"today", "membership-choose", "membership-switch"})
ACCOUNT = ("account_", "mfa_")


class SchoolMiddleware:
    """Set `request.membership(s)` and `request.school` and open the school's context.

    A view that raises (404 and 403 included) rolls back what it wrote; what must survive that,
    the record of a denial above all, is written after, by `schools.audit`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = request.school = None
        request.denial = None
        request.must_roll_back = False
        request.memberships = memberships_for_request(request)
        membership = chosen_membership(request)
        if membership is None:
            with transaction.atomic():
                return self._respond(request)
        request.membership, request.school = membership, membership.school
        zone = ZoneInfo(membership.school.time_zone)  # hours are typed and read where the school is
        with school_context(membership.school_id), timezone.override(zone):
            response = self._respond(request)
        if request.denial is not None:
            from schools.audit.services import record_denial  # noqa: PLC0415 -- leaf

            with school_context(membership.school_id):
                record_denial(membership=membership, **request.denial)
        return response

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

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        request.must_roll_back = True
