"""Every address of a case, for whoever has no business there. The list comes from the resolver."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from schools.models import Role
from tests.cases.scenes import Scene
from tests.factories import MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db
PREFIX = "casos/<int:pk>/"


def addresses(patterns=None, before="") -> list[str]:
    """Return the route of every address of the site, as declared."""
    found = []
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            found += addresses(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            found.append(route)
    return found


CASE_ROUTES = sorted(route for route in set(addresses()) if route.startswith(PREFIX))


def filled(route: str, case_id: int) -> str:
    """Return the path with the case's id and plausible ids for the rest."""
    path = route.replace("<int:pk>", str(case_id))
    path = re.sub(r"<int:\w+>", "1", path)
    return "/" + re.sub(r"<(slug|str):\w+>", "bul-07-resguardo", path)


@pytest.fixture
def scene(school):
    return Scene.open(school)


def test_the_list_has_the_pages_that_matter():
    names = {"case-detail", "case-resolucion-approve", "case-entrevista", "case-notifications"}
    paths = {reverse(name, args=[7]) for name in names}

    assert paths <= {filled(route, 7) for route in CASE_ROUTES}
    assert len(CASE_ROUTES) > 40


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_school_finds_the_same_nothing_everywhere(client, scene, method):
    stranger = MembershipFactory(school=SchoolFactory(), role=Role.DIRECTORA)
    client.force_login(stranger.user)

    answers = {}
    for route in CASE_ROUTES:
        foreign = getattr(client, method)(filled(route, scene.case.pk))
        absent = getattr(client, method)(filled(route, 10**9))
        answers[route] = (foreign.status_code, foreign.content == absent.content)

    allowed = {(404, True), (405, True)}  # an address that takes no GET says so to everybody
    assert {route: got for route, got in answers.items() if got not in allowed} == {}


@pytest.mark.parametrize("role", [Role.DOCENTE, Role.SOSTENEDOR, Role.ADMINISTRADORA])
def test_a_colleague_without_business_finds_nothing(client, scene, role):
    colleague = MembershipFactory(school=scene.school, role=role)
    client.force_login(colleague.user)

    answers = {route: client.get(filled(route, scene.case.pk)).status_code for route in CASE_ROUTES}

    assert {route: got for route, got in answers.items() if got not in {404, 405}} == {}


def test_a_visitor_is_asked_to_sign_in(client, scene):
    answers = {route: client.get(filled(route, scene.case.pk)) for route in CASE_ROUTES}

    assert {r: a.status_code for r, a in answers.items() if a.status_code not in {302, 405}} == {}
    assert all("/cuenta/login/" in a.url for a in answers.values() if a.status_code == 302)
