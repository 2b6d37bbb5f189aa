"""End sessions that are too old, and remember the devices on which people sign in."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from schools.accounts.devices import remember
from schools.session import ages

CLOSED = (
    "Su sesión se cerró porque pasó mucho tiempo. Lo que se guardó mientras escribía sigue ahí."
)


class SessionAgeMiddleware:
    """30 minutes without activity or 10 hours in all: the next request finds nobody signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if ages.is_over(request.session):
                logout(request)
                messages.info(request, CLOSED)
                if request.htmx:  # a piece of page cannot hold the sign-in: load it whole
                    return HttpResponse(
                        status=HTTPStatus.NO_CONTENT, headers={"HX-Refresh": "true"}
                    )
            else:
                ages.touch(request.session)
        response = self.get_response(request)
        login = getattr(request, "signed_in_as", "")
        if login:
            remember(request, response, login)
        return response
