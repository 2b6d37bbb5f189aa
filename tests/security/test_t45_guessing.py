"""T45 and S11: guessing is slowed down, and never at the cost of the person whose account it is."""

import pytest
from django.test import Client
from django.urls import reverse

from schools.accounts import throttle
from schools.models import FailedAttempts
from tests.factories import PASSWORD, MembershipFactory, UserFactory
from tests.sign_in import code_for, enrol

pytestmark = pytest.mark.django_db
LOGIN, STEP = "account_login", "mfa_authenticate"


@pytest.fixture
def victim(school):
    user = MembershipFactory(school=school).user
    enrol(user)
    return user


def guess(client, user, password="no es ésta", address="203.0.113.7"):
    answers = {"login": user.email, "password": password}
    return client.post(reverse(LOGIN), answers, REMOTE_ADDR=address)


def enter(client, user, address="198.51.100.4") -> bool:
    """Sign in with both steps; False if the door is closed."""
    answer = guess(client, user, PASSWORD, address)
    if answer.status_code != 302:
        return False
    code = {"code": code_for(user)}
    return client.post(reverse(STEP), code, REMOTE_ADDR=address).status_code == 302


def looked_at(monkeypatch) -> list:
    """Return a list that grows with each password that is really compared."""
    seen, real = [], type(UserFactory.build()).check_password

    def check(self, raw):
        seen.append(raw)
        return real(self, raw)

    monkeypatch.setattr("schools.models.User.check_password", check)
    return seen


def test_t45_many_guesses_from_one_address(victim, monkeypatch):
    tried = looked_at(monkeypatch)

    for _ in range(40):
        guess(Client(), victim)

    assert len(tried) == throttle.PLACE.failures
    assert guess(Client(), victim, PASSWORD).status_code == 200  # not even with the right one


def test_t45_many_guesses_from_many_addresses(victim, monkeypatch):
    tried = looked_at(monkeypatch)

    for n in range(120):
        guess(Client(), victim, address=f"203.0.{n // 250}.{n % 250 + 1}")

    assert len(tried) == throttle.ACCOUNT.failures


def test_t45_one_address_and_many_accounts(school):
    closed = 0
    for _ in range(throttle.ADDRESS.failures + 10):
        page = guess(Client(), UserFactory.build()).content.decode()
        closed += "Demasiados intentos" in page

    assert closed == 10


def test_s11_the_victim_enters_from_the_usual_device_during_the_attack(victim):
    usual = Client()
    assert enter(usual, victim)
    usual.post(reverse("account_logout"))

    for n in range(80):
        guess(Client(), victim, address=f"203.0.113.{n + 1}")
    for _ in range(30):  # a pupil at the same school, behind the same address
        guess(Client(), victim, address="198.51.100.4")

    assert not enter(Client(), victim)
    assert enter(usual, victim)


def test_s11_colleagues_at_the_same_address_enter_from_theirs(victim, school):
    colleague = MembershipFactory(school=school).user
    enrol(colleague)
    usual = Client()
    assert enter(usual, colleague)
    usual.post(reverse("account_logout"))

    for _ in range(throttle.ADDRESS.failures + 5):
        guess(Client(), UserFactory.build(), address="198.51.100.4")

    assert enter(usual, colleague)


def test_t45_the_mark_of_a_device_serves_only_who_signed_in_on_it(victim, school):
    attacker = MembershipFactory(school=school).user
    enrol(attacker)
    client = Client()
    assert enter(client, attacker, address="203.0.113.7")
    client.post(reverse("account_logout"))

    for _ in range(throttle.PLACE.failures):
        guess(client, victim)

    assert "Demasiados intentos" in guess(client, victim).content.decode()


def test_t45_even_the_usual_device_has_a_limit(victim, monkeypatch):
    usual = Client()
    assert enter(usual, victim)
    usual.post(reverse("account_logout"))
    tried = looked_at(monkeypatch)

    for _ in range(30):
        guess(usual, victim)

    assert len(tried) == throttle.DEVICE.failures


def test_t45_it_is_over_when_the_window_is(victim, monkeypatch):
    for _ in range(throttle.PLACE.failures):
        guess(Client(), victim)
    assert guess(Client(), victim, PASSWORD).status_code == 200

    later = throttle.timezone.now() + throttle.PLACE.window
    monkeypatch.setattr(throttle.timezone, "now", lambda: later)

    assert guess(Client(), victim, PASSWORD).status_code == 302


def test_t45_the_counts_name_nobody(victim):
    guess(Client(), victim)

    keys = list(FailedAttempts.objects.values_list("key", flat=True))
    assert len(keys) == 3
    assert all(len(key) == 64 and victim.email not in key for key in keys)
