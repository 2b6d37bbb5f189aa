"""Whether a session has shown a second factor, and what to do while it has not.

A session proves it by a record of its own sign-in: a code, a key, or having just set one up. That
the account has a factor proves nothing about the session.
"""

from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from schools.models import User

# All that answers a session without its second factor: the two ways to set one up, the password
# again if it was typed long ago, and the way out.
SET_UP = frozenset(
    {"mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout"}
)
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_pending(request: HttpRequest) -> bool:
    """True for who is signed in and has yet to show a second factor in this session."""
    if not request.user.is_authenticated:
        return False
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    return not has_shown(request)


def has_shown(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def has_factor(user: User) -> bool:
    """True if the account has one. Queries: 1."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def note_set_up(request: HttpRequest, authenticator: Authenticator) -> None:
    """Record that this session set a factor up, which shows it."""
    record_authentication(
        request,
        request.user,
        "mfa",
        id=authenticator.pk,
        type=authenticator.type,
        reauthenticated=True,  # the password, a moment ago, and now this
    )


def forget(request: HttpRequest) -> None:
    """Make the session show a factor anew: the one it showed is gone."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    kept = [record for record in records if record.get("method") != "mfa"]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept
