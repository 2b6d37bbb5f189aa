"""What cannot be opened is said, with its reason, and never shown as empty."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from schools.vault.errors import VaultError


class VaultMiddleware:
    """Answer 503 when a key is missing, 410 when it was destroyed. Goes before the school's own.

    In that order the transaction of the school is already marked to be undone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, VaultError):
            return None
        return render(None, "vault.html", {"error": exception}, status=exception.status)
