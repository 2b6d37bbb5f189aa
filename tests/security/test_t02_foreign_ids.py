"""T02: an id of another school, wherever it is put, is an id that nobody has.

In the path, the question, the body, the nested forms, a header, a part of a page, `next=`. Where
it names what is asked for, the answer is the 404 of what does not exist, and one entry «denegado».
"""

import re
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from schools.models import AuditEntry, Role
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene
from tests.factories import PASSWORD, MembershipFactory
from tests.security.routes import ROUTES, Holds, Rule, Sees
from tests.security.sheets import Sheet, crawl, plain, rewound, undone
from tests.security.stored import rows
from tests.security.test_t23_twice import grown
from tests.security.world import ABSENT, World, build, routes

pytestmark = pytest.mark.django_db
NOT_FOUND, FORBIDDEN, WRONG_METHOD, MOVED = 404, 403, 405, 302
PARTIAL = {"HX-Request": "true", "HX-Target": "contenido", "HX-Boosted": "true"}
LEADERS = ("directora", "encargada")


@pytest.fixture
def worlds(school, other_school) -> tuple[World, World]:
    """Ours, and the one that must not be seen from it."""
    return build(school), build(other_school)


def unnumbered(answer: HttpResponse) -> str:
    """Return a page without its numbers: the one that was sent is among them."""
    return re.sub(r"\d+", "0", plain(answer.content))


def member_client(world: World, who: str) -> Client:
    client = Client()
    client.force_login(getattr(world.scene, who).user)
    return client


def entries(school: object) -> list[AuditEntry]:
    with school_context(school):
        return list(AuditEntry.objects.order_by("pk"))


def addresses_with_rows() -> list[tuple[str, str]]:
    """Return the addresses that ask for a row and show something of a school."""
    found = []
    for name, paths in routes().items():
        rule = ROUTES.get(name)
        if isinstance(rule, Sees | Holds) or rule in {Rule.OWN, Rule.MEMBER, Rule.REPORTER}:
            found += [(name, route) for route in sorted(paths) if "<int:" in route]
    return found


@pytest.mark.parametrize("headers", [{}, PARTIAL], ids=["page", "part of a page"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_t02_in_the_path(worlds, method, headers):
    """The answer is that of an id nobody has; one entry here, and none where the row is."""
    ours, theirs = worlds
    client, wrong = member_client(ours, "directora"), {}
    for name, route in addresses_with_rows():
        with undone():
            before, there = len(entries(ours.scene.school)), len(entries(theirs.scene.school))
            foreign = getattr(client, method)(theirs.path(name, route), headers=headers)
            left = entries(ours.scene.school)[before:]
            seen_there = len(entries(theirs.scene.school)) - there
        with undone():
            absent = getattr(client, method)(ours.path(name, route, absent=True), headers=headers)
        acts = [entry.act for entry in left]
        same = foreign.content == absent.content and dict(foreign.items()) == dict(absent.items())
        refused = foreign.status_code == absent.status_code in {NOT_FOUND, FORBIDDEN}
        if foreign.status_code == WRONG_METHOD:
            refused, acts = True, ["denegado"]
        if not (same and refused) or acts != ["denegado"] or seen_there:
            wrong[f"{method} {route}"] = foreign.status_code, absent.status_code, acts, seen_there

    assert wrong == {}
    assert len(addresses_with_rows()) > 70


def choices(world: World, who: str) -> dict[tuple[str, str], tuple[Sheet, set[str]]]:
    """Return the fields that offer rows by their number, by address and name."""
    found = {}
    for name, sheet in crawl(world, member_client(world, who)):
        for field, values in sheet.offers.items():
            numbers = {v for v in values if v.isdecimal() and int(v) > 0}
            if numbers and numbers == {v for v in values if v and v != "0"}:
                found[name, field] = sheet, numbers
        for field, kind in sheet.kinds.items():
            held = {v for v in sheet.fields[field] if v.isdecimal()}
            if kind == "hidden" and held and field not in {"version", "revision"}:
                found[name, field] = sheet, held
    return found


def is_a_search(answer, action: str) -> bool:
    """A search is sent to be kept out of the address, and leads back to its own page."""
    return answer.status_code == MOVED and answer.url.partition("?")[0] == action.partition("?")[0]


@pytest.mark.parametrize("who", LEADERS)
def test_t02_in_the_body(worlds, who):
    """What is chosen from a list, in a form or in a nested one: foreign or absent, all the same."""
    ours, theirs = worlds
    client, mine, others = member_client(ours, who), choices(ours, who), choices(theirs, who)
    wrong, tried = {}, set()
    for (name, field), (sheet, valid) in mine.items():
        foreign = sorted(others.get((name, field), (None, set()))[1] - valid)
        if not foreign:
            continue
        tried.add((name, field))
        answers = sheet.filled(ours.scene.now.date())
        told = []
        for value in (foreign[0], str(ABSENT)):
            with undone():
                with school_context(ours.scene.school):
                    before = rows()
                answer = client.post(sheet.action, rewound(answers | {field: value}))
                if is_a_search(answer, sheet.action):
                    answer = client.get(answer.url)
                grew = grown(ours.scene.school, before)
            told.append((answer.status_code, unnumbered(answer), grew))
        if told[0] != told[1] or told[0][0] == MOVED or told[0][2]:
            wrong[name, field] = told[0][0], told[1][0], told[0][2]

    print(len(tried), sorted(tried))
    assert wrong == {}
    assert len(tried) > 8


QUESTIONS = {
    "student-list": ("curso", "pk:cursos"),
    "case-notify": ("participante", "participant"),
    "case-faltas": ("persona", "person"),
    "case-falta-search": ("person", "person"),
    "case-entrevista": ("participante", "participant"),
    "case-looks": ("quien", "pk:equipo"),
    "intake-start": ("reincidencia", "pk:casos"),
    "reglamento-compare": ("con", "pk:reglamento"),
    "today": ("caso", "pk:casos"),
    "case-list": ("antes", "pk:casos"),
}


def test_t02_in_the_question(worlds):
    ours, theirs = worlds
    client, wrong = member_client(ours, "directora"), []
    for name, (field, what) in QUESTIONS.items():
        path, told = ours.path(name, min(routes()[name])), []
        for value in (theirs.given[what], ABSENT):
            with undone():  # a page may tell who looked before
                answer = client.get(path, {field: value})
            told.append((answer.status_code, unnumbered(answer)))
        wrong += [name] if told[0] != told[1] else []

    assert wrong == []


HEADERS = {
    "X-School-Id", "X-Tenant", "X-School", "X-Membership", "X-User-Id", "X-Original-URL",
    "X-Rewrite-URL", "X-HTTP-Method-Override", "HX-Current-URL", "HX-Prompt", "HX-Trigger",
    "Referer", "X-Forwarded-User", "X-Forwarded-Prefix", "From",
}  # fmt: skip


def test_t02_in_a_header(worlds):
    """No header and no cookie chooses the school, the person or the address."""
    ours, theirs = worlds
    client, foreign = member_client(ours, "directora"), f"/casos/{theirs.scene.case.pk}/"
    said = {"X-Original-URL": foreign, "X-Rewrite-URL": foreign, "HX-Current-URL": foreign}
    wrong = []
    for path in ("/casos/", f"/casos/{ours.scene.case.pk}/personas/"):
        without = client.get(path)
        for header in HEADERS:
            given = client.get(path, headers={header: said.get(header, theirs.scene.school.pk)})
            same = plain(given.content) == plain(without.content)
            wrong += [] if same and given.status_code == without.status_code else [header]
    client.cookies["school"] = client.cookies["membership"] = str(theirs.scene.directora.pk)

    assert wrong == []
    assert client.get(foreign).status_code == NOT_FOUND


@pytest.mark.parametrize("name", ["account_login", "membership-switch"])
@pytest.mark.parametrize("kind", ["next in the body", "next in the question"])
def test_t02_in_next(school, other_school, name, kind):
    """It leads nowhere outside, and to a case of another school no better than its address."""
    member = MembershipFactory(school=school, role=Role.DIRECTORA)
    foreign = f"/casos/{Scene.open(other_school).case.pk}/"
    outside = ["https://otra.example/", "//otra.example/", "/\\otra.example", "javascript:alert(1)"]
    for target in [foreign, *outside]:
        client = Client()
        sent = {"login": member.user.email, "password": PASSWORD}
        if name != "account_login":
            client.force_login(member.user)
            sent = {"membership": member.pk}
        path, extra = reverse(name), {"next": target}
        if kind.endswith("question"):
            answer = client.post(path, sent, query_params=extra)
        else:
            answer = client.post(path, sent | extra)
        location = urlsplit(answer.headers.get("Location", "/"))
        assert answer.status_code == MOVED
        assert (location.scheme, location.netloc) == ("", "")
        client.force_login(member.user)
        assert client.get(foreign).status_code == NOT_FOUND


def test_t02_in_the_membership(worlds):
    """The number of a membership of another school, which is another person's, opens nothing."""
    ours, theirs = worlds
    client = member_client(ours, "directora")
    answers = [
        client.post(reverse("membership-switch"), {"membership": value})
        for value in (theirs.scene.directora.pk, ABSENT)
    ]

    assert [a.status_code for a in answers] == [NOT_FOUND, NOT_FOUND]
    assert answers[0].content == answers[1].content
