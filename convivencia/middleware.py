"""Response headers of every answer: strict CSP, no framing, no caching of people's data."""

import secrets
from collections.abc import Callable
from http import HTTPMethod, HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'; manifest-src 'self'"
)
# What is saved, or is no page: if a browser ever showed it as one, it could do nothing.
INERT = (
    "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'; sandbox"
)
PERMISSIONS = (
    "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()"
)
METHODS = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.POST, HTTPMethod.OPTIONS]
FROM_DISK = {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT, HTTPStatus.NOT_MODIFIED}


class SecurityHeadersMiddleware:
    """Add the headers of the contract in `docs/security.md` to each response.

    It is the first, so that what another refuses (a host, plain HTTP) carries them too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = secrets.token_hex(8)
        if request.method in METHODS:
            response = self.get_response(request)
        else:
            response = HttpResponseNotAllowed(METHODS)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        is_file = request.path.startswith("/static/") and response.status_code in FROM_DISK
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY if is_page else INERT)
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        # A form under `no-referrer` sends `Origin: null`, which the protection of forms refuses.
        headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        if not is_page:
            headers["Referrer-Policy"] = "no-referrer"
        if not is_file:
            headers["Cache-Control"] = "no-store"
            headers.pop("Expires", None)
        return response
