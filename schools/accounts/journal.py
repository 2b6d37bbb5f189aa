"""The log of the sign-in: who tried what, from where, and how it ended. It names nobody.

An account is its number; where there may be none, a keyed digest of what was typed, enough to see
that it is the same one again. See «Logs» in docs/security.md.
"""

import logging

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from schools.models import User

logger = logging.getLogger(__name__)


def told(request: HttpRequest, what: str, *, user: User | None = None, **more: object) -> None:
    """Write what went as it should."""
    logger.info(_line(request, what, user, more))


def warned(request: HttpRequest, what: str, *, user: User | None = None, **more: object) -> None:
    """Write what was refused, or that somebody may be trying."""
    logger.warning(_line(request, what, user, more))


def digest_of(login: str) -> str:
    """Return the mark of an account that may not exist."""
    return salted_hmac(__name__, login.strip().lower(), algorithm="sha256").hexdigest()[:12]


def _line(request: HttpRequest, what: str, user: User | None, more: dict[str, object]) -> str:
    said = {"cuenta": user.pk if user else None, **more, "desde": _place(request)}
    pairs = (f"{name}={value}" for name, value in said.items() if value not in (None, ""))
    return " ".join([what, *pairs])


def _place(request: HttpRequest | None) -> str:
    return request.META.get("REMOTE_ADDR", "") if request is not None else ""
