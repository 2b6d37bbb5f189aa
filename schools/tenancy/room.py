"""Whether what failed is that nothing more fits: on the disc of the web, or of the database."""

import errno
import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults
from psycopg.errors import DiskFull

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
INSUFFICIENT_STORAGE = 507


def is_full(error: BaseException | None) -> bool:
    """True if `error`, or what it comes from, says that there is no room left."""
    while error is not None:
        if isinstance(error, DiskFull) or getattr(error, "errno", None) in FULL:
            return True
        error = error.__cause__
    return False


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what no view could: an upload that did not fit, or an error of ours."""
    return no_room(request) if is_full(sys.exc_info()[1]) else defaults.server_error(request)


def no_room(request: HttpRequest) -> HttpResponse:
    """Return the page that says so; nothing was kept, and nothing half, not even on the disc."""
    for handler in request.upload_handlers:
        if spooled := getattr(handler, "file", None):
            spooled.close()
    return HttpResponse(render_to_string("507.html"), status=INSUFFICIENT_STORAGE)
