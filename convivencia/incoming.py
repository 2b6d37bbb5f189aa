"""What every request must be before our code looks at it: whose, of a size, and readable."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

UTF8 = frozenset({"utf-8", "utf8"})
MANY_DIGITS = 20  # enough to see that it is too much


class ClientAddressMiddleware:
    """Behind the proxy of production, tell visitors apart: the proxy's own address is one.

    Limits count by address. Only the last of `X-Forwarded-For` is believed: our proxy added it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.BEHIND_PROXY:
            last = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
            if _is_address(last):
                request.META["REMOTE_ADDR"] = last
        return self.get_response(request)


class BodySizeMiddleware:
    """Refuse with a 413 what says to be larger than the files of one form, before reading it.

    What does not say how large it is has no body for Django; what says less than it sends is cut.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > settings.REQUEST_MAX_BYTES:
            return HttpResponse(render_to_string("413.html"), status=413)
        return self.get_response(request)


class PlainTextMiddleware:
    """Refuse with a 400 what is not UTF-8, or has in its address a NUL, which no table can keep.

    What is typed in a form is not read here: its fields refuse a NUL with their own message.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if request.content_params.get("charset", "utf-8").lower() not in UTF8:
            raise BadRequest("Sólo se admite texto UTF-8.")
        if "\x00" in request.path_info or "\x00" in query or "%00" in query:
            raise BadRequest("La dirección contiene un carácter que no se admite.")
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said[:MANY_DIGITS]) if said.isdecimal() else 0


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
