"""Nobody sees a page of a school with a password alone."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, resolve

from schools.accounts.factor import SET_UP, has_factor, is_pending


class SecondFactorMiddleware:
    """Send a session without its second factor to set one up; on open pages it is a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.second_factor_pending = is_pending(request)
        if not request.second_factor_pending:
            return self.get_response(request)
        if has_factor(request.user):  # set up elsewhere since: this session never showed it
            logout(request)
            return redirect("account_login")
        match = _match(request)
        if match is None or not getattr(match.func, "login_required", True):
            request.user = AnonymousUser()
        elif match.url_name not in SET_UP:
            return redirect("mfa_activate_totp")
        return self.get_response(request)


def _match(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Http404:
        return None
