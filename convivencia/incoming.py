"""What every request must be before our code looks at it: whose it is, and readable text."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

UTF8 = frozenset({"utf-8", "utf8"})


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


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
