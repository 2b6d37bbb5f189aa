"""T46: who has an account is not told by the text, the status, the headers or the time."""

import math
import re
import time
from statistics import NormalDist

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from schools.models import FailedAttempts, PasswordHelp, User
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
SAMPLES = 100
PAGES = {
    "account_login": lambda email: {"login": email, "password": "no es ésta"},
    "account_reset_password": lambda email: {"email": email},
}
CHANGES = re.compile(r'value="[\w-]{40,}"|"X-CSRFToken": "[^"]*"|csrf[^>]*>|persona\d+@|nadie\d+@')


@pytest.fixture
def known(school):
    return [MembershipFactory(school=school).user.email]


def ask(name: str, email: str) -> tuple[float, object]:
    """Send the form as a new visitor; return how long it took, and the answer."""
    FailedAttempts.objects.all().delete()
    client = Client(REMOTE_ADDR=f"10.0.{ask.count // 200}.{ask.count % 200 + 1}")
    ask.count += 1
    start = time.perf_counter()
    answer = client.post(reverse(name), PAGES[name](email))
    return time.perf_counter() - start, answer


ask.count = 0


def different(one: list[float], two: list[float]) -> float:
    """Return the two-sided p of Mann-Whitney's U, by its normal approximation."""
    order = sorted([(x, 0) for x in one] + [(x, 1) for x in two])
    ranks = sum(rank for rank, (_, group) in enumerate(order, 1) if group == 0)
    n, m = len(one), len(two)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return 2 * (1 - NormalDist().cdf(abs(z)))


@pytest.mark.parametrize("name", PAGES)
def test_t46_the_answers_are_the_same(known, name):
    texts = set()
    for email in (known[0], "nadie1@aromos.example"):
        _, answer = ask(name, email)
        headers = {k: v for k, v in answer.items() if k not in {"Content-Length", "Expires"}}
        body = CHANGES.sub("", answer.content.decode())
        texts.add((answer.status_code, body, tuple(sorted(headers.items()))))

    assert len(texts) == 1


@pytest.mark.parametrize("name", PAGES)
def test_t46_they_take_the_same(name, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    secret, taken = make_password("Aromos-Peumo-2026"), {True: [], False: []}
    for n in range(SAMPLES + 5):
        User.objects.create(email=f"persona{n}@t46.example", password=secret)
        for exists in (True, False) if n % 2 else (False, True):
            who = "persona" if exists else "nadie99"  # of the same length
            taken[exists].append(ask(name, f"{who}{n}@t46.example")[0])

    assert different(taken[True][5:], taken[False][5:]) > 0.01


def test_t46_the_measure_can_tell_a_millisecond():
    one = [0.050 + n / 50_000 for n in range(SAMPLES)]

    assert different(one, [x + 0.00001 for x in one]) > 0.9
    assert different(one, [x + 0.001 for x in one]) < 0.01


def test_t46_an_account_without_a_password_answers_alike(school):
    user = UserFactory()
    user.set_unusable_password()
    user.save()

    _, invited = ask("account_login", user.email)
    _, absent = ask("account_login", "nadie1@aromos.example")

    assert invited.status_code == absent.status_code == 200
    strip = CHANGES.sub
    assert strip("", invited.content.decode()) == strip("", absent.content.decode())


def test_t46_a_request_is_one_row_whoever_asks(known):
    for email in (known[0], "nadie1@aromos.example"):
        ask("account_reset_password", email)

    assert PasswordHelp.objects.count() == 2
