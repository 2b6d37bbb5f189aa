"""T48: with the password alone, no address answers but those that finish the sign-in.

Two partial sessions, tried on every address that the resolver knows: the one that still owes the
code, and the one of who has to set a second factor up.
"""

import re

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from schools.accounts.factor import SET_UP
from schools.models import Role
from tests.cases.scenes import Scene
from tests.factories import PASSWORD, MembershipFactory
from tests.security.world import routes
from tests.sign_in import BACKEND, WITH_PASSWORD_ALONE, enrol

pytestmark = pytest.mark.django_db
ACTIVATE, SECOND = "/cuenta/2fa/totp/activate/", "/cuenta/2fa/authenticate/"
# Beyond what any visitor gets, these answer; no others.
OWES_THE_CODE = {"mfa_authenticate"}
METHODS = ("get", "post")


@pytest.fixture
def member(school):
    scene = Scene.open(school)
    member = scene.directora
    member.case = scene.case
    return member


def filled(route: str, case_id: int) -> str:
    path = re.sub(r"<int:\w+>", str(case_id), route)
    return "/" + re.sub(r"<[^>]+>", "bul-07", path)


def paths(case_id: int) -> dict[str, str]:
    """Return a path of every address, by name and route."""
    return {
        f"{name} {route}": filled(route, case_id)
        for name, declared in routes().items()
        for route in declared
    }


def test_the_resolver_gives_what_there_is():
    assert len(paths(1)) > 120
    assert set(get_resolver().reverse_dict) >= SET_UP


@pytest.mark.parametrize("method", METHODS)
def test_t48_who_has_to_set_a_factor_up_reaches_four_addresses(member, method):
    client, visitor = Client(), Client()
    wrong = {}
    for name, path in paths(member.case.pk).items():
        WITH_PASSWORD_ALONE(client, member.user, BACKEND)
        answer = getattr(client, method)(path)
        if name.split(" ")[0] in SET_UP:
            continue
        if answer.status_code == 302 and answer.url == ACTIVATE:
            continue
        expected = getattr(visitor, method)(path)  # an open page says what it says to anybody
        if answer.status_code != expected.status_code or _place(answer) != _place(expected):
            wrong[f"{method} {name}"] = (answer.status_code, _place(answer))

    assert wrong == {}


@pytest.mark.parametrize("method", METHODS)
def test_t48_who_owes_the_code_is_a_visitor_everywhere_else(member, method):
    enrol(member.user)
    client, visitor = Client(), Client()
    wrong = {}
    for name, path in paths(member.case.pk).items():
        owe_the_code(client, member)
        answer, expected = getattr(client, method)(path), getattr(visitor, method)(path)
        if name.split(" ")[0] in OWES_THE_CODE:
            continue
        if _place(answer) == SECOND:  # the pages of sign-in lead to the step that is missing
            continue
        if (answer.status_code, _place(answer)) != (expected.status_code, _place(expected)):
            wrong[f"{method} {name}"] = (answer.status_code, _place(answer))

    assert wrong == {}


def test_t48_every_role_has_to_set_one_up(school, client):
    reached = set()
    for role in Role.values:
        WITH_PASSWORD_ALONE(client, MembershipFactory(school=school, role=role).user, BACKEND)
        answer = client.get("/")
        if answer.status_code != 302 or answer.url != ACTIVATE:
            reached.add(role)

    assert reached == set()


def owe_the_code(client: Client, member) -> None:
    """Type the password, and stop there; once per client is enough while it is not finished."""
    if "account_login" not in client.session:
        answers = {"login": member.user.email, "password": PASSWORD}
        assert client.post(reverse("account_login"), answers).url == SECOND


def _place(answer) -> str:
    return answer.url if answer.status_code in {301, 302} else ""
