"""How allauth is used here: no public sign-up, e-mail is the name."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from django.http import HttpRequest
from django.urls import reverse

from schools.accounts import journal, throttle
from schools.selectors import memberships_of


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a school's administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Refuse without looking at the password if there were too many failures."""
        request.attempt = throttle.buckets(request, credentials.get("email", ""))
        if throttle.is_closed(request.attempt):
            journal.warned(request, "clave-no-mirada", marca=_mark(credentials))
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: str) -> object:
        user = super().authenticate(request, **credentials)
        if user:
            throttle.forget(request.attempt)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:
        throttle.count_failure(request.attempt)
        journal.warned(request, "clave-errada", marca=_mark(credentials))

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Not from who typed the password a moment ago and has yet to set the second factor up."""
        request = context.request
        if getattr(request, "second_factor_pending", False) and _typed_lately(request):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where sign-in leads: with several schools or roles, to the choice of one."""
        if len(memberships_of(request.user.pk)) > 1:
            return reverse("membership-choose")
        return super().get_login_redirect_url(request)


def _mark(credentials: dict[str, str]) -> str:
    return journal.digest_of(credentials.get("email", ""))


def _typed_lately(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=0)
    return time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT
