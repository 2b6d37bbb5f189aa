"""T13: nothing kept in memory crosses a school; what was revoked is gone at the next request."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cases.models.access import TeamRole
from cases.team.grants import grant_access
from convivencia.clock import now
from schools.models import Membership, Role
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene
from tests.factories import MembershipFactory
from tests.ui.fixtures import enter

APPS = ("cases", "schools", "protocols", "convivencia")
# Everything that outlives a request in a process, and why it cannot hold anything of a school.
KEPT = {
    "cases/overview/wall.py": "the words of states: no rows",
    "cases/hearings/directory.py": "the directory of public bodies",
    "cases/demo/acts_expulsion.py": "what the invented acts say",
    "cases/demo/papers.py": "a blank page of the demo",
    "cases/documents/drawing.py": "fonts and style",
    "cases/documents/render.py": "templates",
    "cases/documents/views.py": "how often an address asked for a verification: a count",
    "cases/expulsion/requirements.py": "what the law asks of an expulsion",
    "cases/fichas/loader.py": "the library of forms",
    "cases/pack/revive.py": "the types of the fields of a paper",
    "cases/pack/structure.py": "the letters of a font",
    "cases/privacy/rules.py": "the retention periods of the norm",
    "schools/territory/__init__.py": "the communes of the country",
    "protocols/catalog/norms/loader.py": "the norm",
    "protocols/catalog/loader.py": "the catalogue of protocols",
    "protocols/catalog/faltas/loader.py": "the catalogue of faltas",
    "protocols/catalog/calendar/table.py": "the feriados of the country",
    "protocols/linter/spans.py": "periods of the calendar",
    "protocols/linter/findings.py": "texts of a protocol, found only with the protocol in hand",
    "protocols/reglamento/review.py": "what the law says of the library models",
    "protocols/selectors.py": "what a version says, found only with its row in hand",
}
MEMORY = re.compile(
    r"@(functools\.)?(lru_)?cache\b|import caches?\b|cache_page|\{% cache "
    r"|^_[A-Z_]+: dict\[",
    re.MULTILINE,
)


def test_t13_what_outlives_a_request_is_listed():
    root = settings.BASE_DIR
    files = [p for app in APPS for p in (root / app).rglob("*.py") if "engine" not in p.parts]
    files += list((root / "templates").rglob("*.html"))
    found = {str(p.relative_to(root)) for p in files if MEMORY.search(p.read_text())}

    assert found == set(KEPT)


@pytest.mark.django_db
def test_t13_one_address_is_another_page_in_another_school(school, other_school):
    """The same address, asked by two schools in turn, by the same process."""
    seen = {}
    for _ in range(2):
        for one in (school, other_school):
            client = enter(Client(), MembershipFactory(school=one, role=Role.DIRECTORA))
            page = client.get("/estudiantes/")
            assert page["Cache-Control"] == "no-store"
            assert one.name in page.content.decode()
            seen[one.pk] = page.content
    assert seen[school.pk] != seen[other_school.pk]


def member(scene: object) -> Membership:
    return MembershipFactory(school=scene.school, role=Role.DOCENTE)


@pytest.fixture
def scene(school):
    return Scene.open(school)


@pytest.fixture
def looked(scene):
    """Somebody with a grant, who has just seen the case, and its address."""
    who = member(scene)
    with school_context(scene.school):
        grant = grant_access(
            case=scene.case, member=who, team_role=TeamRole.APOYA, reason="Apoyo",
            granted_by=scene.directora, at=now(),
        )  # fmt: skip
    client, url = enter(Client(), who), reverse("case-detail", args=[scene.case.pk])
    assert client.get(url).status_code == 200
    return client, url, who, grant


@pytest.mark.django_db
def test_t13_an_ended_grant_is_seen_in_the_next_request(scene, looked):
    client, url, _, grant = looked
    with school_context(scene.school):
        type(grant).objects.filter(pk=grant.pk).update(until=now() - timedelta(seconds=1))

    assert client.get(url).status_code == 404


@pytest.mark.django_db
def test_t13_an_ended_membership_is_seen_in_the_next_request(scene, looked):
    client, url, who, _ = looked
    with school_context(scene.school):
        yesterday = scene.school.local_date(now()) - timedelta(days=1)
        Membership.objects.filter(pk=who.pk).update(active_from=yesterday, active_until=yesterday)

    assert client.get(url).status_code == 302  # to the page that says so


@pytest.mark.django_db
def test_t13_a_closed_account_is_seen_in_the_next_request(scene, looked):
    client, url, who, _ = looked
    who.user.is_active = False
    who.user.save()

    assert client.get(url)["Location"].startswith(reverse("account_login"))
