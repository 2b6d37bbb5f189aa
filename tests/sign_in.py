"""Signing in without the pages: with the second factor, as a session that passed both steps."""

import time

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.http import HttpRequest
from django.test import Client

from schools.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WITH_PASSWORD_ALONE = Client.force_login


def with_both_factors(client: Client, user: User, backend: str | None = None) -> None:
    """Take the place of `Client.force_login`: a session that showed its second factor too."""
    WITH_PASSWORD_ALONE(client, user, backend or BACKEND)
    session = client.session
    request = HttpRequest()
    request.session = session
    record_authentication(request, user, "password")
    record_authentication(request, user, "mfa", type="totp")
    session.save()


def enrol(user: User) -> Authenticator:
    """Give `user` an app of codes; `code_for` reads what it shows."""
    return TOTP.activate(user, generate_totp_secret()).instance


def enrol_once(user: User) -> None:
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        enrol(user)


def code_for(user: User) -> str:
    """Return a code of the user's app that has not served yet, waiting for one if need be."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    while True:
        fresh = [c for c in yield_hotp_counters_from_time() if c > row.data.get("last_counter", -1)]
        if fresh:
            return format_hotp_value(hotp_value(decrypt(row.data["secret"]), fresh[0]))
        time.sleep(1)
