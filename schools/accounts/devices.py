"""The mark of a device on which somebody signed in before. It opens nothing: it counts apart."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

SALT = "schools.accounts.devices"
MAX_AGE = 180 * 24 * 60 * 60
PEOPLE = 8  # who share a computer of the school


def device_of(request: HttpRequest, login: str) -> str:
    """Return the device's own number if `login` signed in on it before; "" if not."""
    known = _read(request)
    return known["device"] if _mark(login) in known["people"] else ""


def remember(request: HttpRequest, response: HttpResponse, login: str) -> None:
    """Leave on the device the mark of `login`, the latest first."""
    known, mark = _read(request), _mark(login)
    people = [mark, *(other for other in known["people"] if other != mark)][:PEOPLE]
    value = {"device": known["device"] or secrets.token_urlsafe(16), "people": people}
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(value, salt=SALT),
        max_age=MAX_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> dict:
    raw = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    try:
        return signing.loads(raw, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return {"device": "", "people": []}


def _mark(login: str) -> str:
    return salted_hmac(SALT, login.strip().lower(), algorithm="sha256").hexdigest()[:22]
