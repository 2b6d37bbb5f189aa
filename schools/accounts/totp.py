"""The codes of the second step: each serves once, a few guesses, and the owner hears of them."""

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils.crypto import constant_time_compare

from schools.accounts import journal, throttle
from schools.models import User

TELL_AFTER = 5  # wrong codes, of somebody who already knew the password
LAST = "last_counter"


def counter_of(secret: str, code: str) -> int | None:
    """Return which half minute `code` belongs to, within the tolerance."""
    code = "".join(code.split())
    for counter in yield_hotp_counters_from_time():
        if constant_time_compare(format_hotp_value(hotp_value(secret, counter)), code):
            return counter
    return None


@transaction.atomic
def spend(authenticator: Authenticator, code: str) -> bool:
    """True if `code` is right and newer than the last one that served; it will not serve again."""
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    counter = counter_of(decrypt(row.data["secret"]), code)
    if counter is None or counter <= row.data.get(LAST, -1):
        return False
    row.data[LAST] = counter
    row.save(update_fields=["data"])
    return True


class _CodeMixin:
    """Ask for the code of the app, or for a recovery code."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.pop("placeholder", None)

    def clean_code(self) -> str:
        code, found = self.cleaned_data["code"], open_buckets(self.user)
        rows = Authenticator.objects.filter(user=self.user)
        for row in rows.exclude(type=Authenticator.Type.WEBAUTHN).order_by("-type"):
            if _is_right(row, code):
                row.user, self.authenticator = self.user, row
                throttle.forget(found)
                return code
        count_wrong_code(self.user, found)
        raise get_adapter().validation_error("incorrect_code")


class AuthenticateForm(_CodeMixin, base.AuthenticateForm):
    """The second step of sign-in."""


class ReauthenticateForm(_CodeMixin, base.ReauthenticateForm):
    """Again, before a change that matters."""


class ActivateForm(ActivateTOTPForm):
    """The first code of a new app, which will not serve a second time."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.pop("placeholder", None)

    def clean_code(self) -> str:
        found = open_buckets(self.user)
        code = self.cleaned_data["code"]
        if counter_of(self.secret, code) is None:
            count_wrong_code(self.user, found)
            raise get_adapter().validation_error("incorrect_code")
        return code


def open_buckets(user: User) -> list[throttle.Bucket]:
    """Return what a guess counts against; refuse it if there were too many."""
    found = throttle.buckets(context.request, user.email, step="factor")
    if throttle.is_closed(found):
        journal.warned(context.request, "código-no-mirado", user=user)
        raise get_account_adapter().validation_error("too_many_login_attempts")
    return found


def count_wrong_code(user: User, found: list[throttle.Bucket]) -> None:
    counted = throttle.count_failure(found)
    journal.warned(context.request, "código-errado", user=user)
    if TELL_AFTER in (counted.get("place"), counted.get("device")):
        get_account_adapter().send_notification_mail("mfa/email/wrong_codes", user)


def _is_right(row: Authenticator, code: str) -> bool:
    if row.type == Authenticator.Type.TOTP:
        return spend(row, code)
    return row.wrap().validate_code(code)
