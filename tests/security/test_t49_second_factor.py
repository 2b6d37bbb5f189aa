"""T49: a code serves once, a few guesses are allowed, and nobody turns the step off by chance."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt
from django.test import Client
from django.urls import reverse

from schools.accounts import throttle
from tests.factories import PASSWORD, MembershipFactory
from tests.sign_in import code_for, enrol

pytestmark = pytest.mark.django_db
LOGIN, STEP = "account_login", "mfa_authenticate"


@pytest.fixture
def user(school):
    user = MembershipFactory(school=school).user
    enrol(user)
    return user


def step(user, code, *, client=None, address="198.51.100.4"):
    """Type the password and `code`; return the answer to the code."""
    client = client or Client()
    answers = {"login": user.email, "password": PASSWORD}
    client.post(reverse(LOGIN), answers, REMOTE_ADDR=address)
    return client.post(reverse(STEP), {"code": code}, REMOTE_ADDR=address)


def is_in(answer) -> bool:
    return answer.status_code == 302 and answer.url == "/"


def shown_at(user, steps: int) -> str:
    """Return what the app shows `steps` half minutes away from now."""
    secret = decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
    counter = int(auth.time.time()) // 30 + steps
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def test_t49_a_code_serves_once(user):
    code = code_for(user)

    assert is_in(step(user, code))
    assert not is_in(step(user, code))


def test_t49_nor_after_the_half_minute_while_the_tolerance_lasts(user, monkeypatch):
    code = shown_at(user, 0)
    assert is_in(step(user, code))
    real = auth.time.time
    monkeypatch.setattr(auth.time, "time", lambda: real() + 31)

    assert not is_in(step(user, code))


@pytest.mark.parametrize(("away", "serves"), [(-2, False), (-1, True), (0, True), (2, False)])
def test_t49_the_clock_of_the_phone_may_be_half_a_minute_off(user, away, serves):
    assert is_in(step(user, shown_at(user, away))) is serves


def test_t49_guesses_are_counted_and_the_owner_is_told(user, mailoutbox):
    for _ in range(throttle.PLACE.failures):
        assert not is_in(step(user, "000000"))

    assert not is_in(step(user, code_for(user)))
    told = [m for m in mailoutbox if "contraseña" in m.subject]
    assert [m.to for m in told] == [[user.email]]
    assert user.last_names not in told[0].body


def test_t49_guesses_from_many_addresses(user):
    for n in range(throttle.FACTOR.failures):
        step(user, "000000", address=f"203.0.113.{n + 1}")

    assert not is_in(step(user, code_for(user), address="203.0.113.200"))


def test_t49_who_guesses_the_code_does_not_close_the_usual_device(user):
    usual = Client()
    assert is_in(step(user, shown_at(user, -1), client=usual))
    usual.post(reverse("account_logout"))

    for n in range(throttle.FACTOR.failures):
        step(user, "000000", address=f"203.0.113.{n + 1}")

    assert is_in(step(user, shown_at(user, 0), client=usual))


def test_t49_a_recovery_code_serves_once(user):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    first, second, *_ = RecoveryCodes.activate(user).get_unused_codes()

    assert is_in(step(user, first))
    assert not is_in(step(user, first))
    assert is_in(step(user, second))


@pytest.mark.parametrize("name", ["mfa_deactivate_totp", "mfa_generate_recovery_codes"])
def test_t49_nothing_changes_without_the_password_again(client, user, name):
    before = list(Authenticator.objects.values_list("pk", "data"))
    client.force_login(user)

    answer = client.post(reverse(name))

    assert "/reauthenticate/" in answer.url
    assert list(Authenticator.objects.values_list("pk", "data")) == before


def test_t49_turning_it_off_is_told_and_the_session_starts_over(client, user, mailoutbox):
    client.force_login(user)
    second = Client()
    second.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(reverse("mfa_deactivate_totp"))

    assert [m.subject for m in mailoutbox] == ["Se desactivó una aplicación de códigos"]
    assert client.get("/").url == reverse("mfa_activate_totp")
    assert "login" in second.get("/").url
