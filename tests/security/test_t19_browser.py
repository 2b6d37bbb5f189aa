"""T19: what a browser keeps of a page, its address and its title, says nothing of anybody."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cases.intake.drafts import PERSONAS
from schools.models import AuditEntry, Student
from schools.tenancy.context import school_context
from tests.factories import CursoFactory, EnrolmentFactory, StudentFactory
from tests.security.world import World, build, routes

pytestmark = pytest.mark.django_db
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
# Forms that look for a conduct, or a code of a paper: nobody is in what they send.
OF_NOBODY = {"discipline/search.html", "documents/verificacion_codigo.html"}


@pytest.fixture
def world(school) -> World:
    return build(school)


@pytest.fixture
def inside(world) -> Client:
    client = Client()
    client.force_login(world.scene.encargada.user)
    return client


def pages(world: World) -> dict[str, str]:
    draft = world.given["pk:intake"]
    return {
        "students": reverse("student-list"),
        "cases": reverse("case-list"),
        "privacy": reverse("privacy-people"),
        "intake": reverse("intake-page", args=[draft, PERSONAS]),
    }


def student_of(world: World) -> Student:
    return world.scene.afectado.student


@pytest.mark.parametrize("where", ["students", "cases", "privacy", "intake"])
def test_t19_what_is_looked_for_is_in_no_address(world, inside, where):
    address, student = pages(world)[where], student_of(world)
    for text in (student.paternal, student.run):
        answer = inside.post(address, {"buscar": "1", "q": text}, follow=True)

        to, status = answer.redirect_chain[0]
        assert status == 302
        assert text not in unquote(to)
        assert re.fullmatch(r"busqueda=[\w-]{12}", urlsplit(to).query)
        if where == "intake":  # this draft is at an earlier page
            continue
        same = inside.get(address, {"q": text}).content.decode()
        shown = answer.content.decode()
        assert f'value="{text}"' in shown
        assert shown.count("row-item") == same.count("row-item") > 0


def test_t19_the_next_page_repeats_the_search_without_saying_it(world, inside):
    with school_context(world.scene.school):
        curso = CursoFactory(school=world.scene.school)
        for _ in range(60):
            student = StudentFactory(school=world.scene.school, paternal="Zapallar")
            EnrolmentFactory(school=world.scene.school, student=student, curso=curso)
    data = {"buscar": "1", "q": "Zapallar", "curso": curso.pk}
    first = inside.post(pages(world)["students"], data, follow=True).content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")

    assert "Zapallar" not in following
    assert f"curso={curso.pk}" in following
    second = inside.get(pages(world)["students"] + following).content.decode()
    assert second.count("Zapallar") >= 10
    assert "Página 2 de 2" in second


def test_t19_the_word_serves_only_the_session_that_looked(world, inside):
    student, other = student_of(world), Client()
    to = inside.post(pages(world)["students"], {"buscar": "1", "q": student.paternal}).url
    other.force_login(world.scene.directora.user)

    page = other.get(to).content.decode()

    assert f'value="{student.paternal}"' not in page
    assert "en esta búsqueda" not in page


def test_t19_a_search_leaves_one_entry(world, inside):
    with school_context(world.scene.school):
        before = AuditEntry.objects.count()
    data = {"buscar": "1", "q": student_of(world).paternal}
    inside.post(pages(world)["students"], data, follow=True)

    with school_context(world.scene.school):
        assert AuditEntry.objects.count() == before + 1
        assert AuditEntry.objects.order_by("pk").last().act == "buscar"


def test_t19_a_search_from_elsewhere_is_refused(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.scene.encargada.user)

    assert client.post(pages(world)["students"], {"buscar": "1", "q": "x"}).status_code == 403


def test_t19_every_form_that_looks_for_people_is_sent_by_post():
    root, wrong, seen = Path(settings.BASE_DIR) / "templates", [], 0
    for path in root.rglob("*.html"):
        for form in re.findall(r"<form\b.*?</form>", path.read_text("utf-8"), re.DOTALL):
            if not re.search(r'name="q"|form\.q\b|role="search"', form):
                continue
            seen += 1
            is_post = 'method="post"' in form and "hx-get" not in form
            is_kept = 'name="buscar"' in form or 'role="search"' not in form
            if not (is_post and is_kept) and not str(path).endswith(tuple(OF_NOBODY)):
                wrong.append(path.name)

    assert seen >= 6
    assert wrong == ["looks.html"]  # its answers are numbers and days


def test_t19_no_title_names_anybody(world):
    with school_context(world.scene.school):
        people = list(Student.objects.all())
    known = {name for s in people for name in (s.paternal, s.maternal, s.run) if name}
    known |= {world.scene.mother.last_names, world.scene.profesor.user.last_names}
    wrong, seen = [], 0
    for who in ("encargada", "directora"):
        client = Client(raise_request_exception=False)
        client.force_login(getattr(world.scene, who).user)
        for name, paths in routes().items():
            for route in paths:
                answer = client.get(world.path(name, route))
                html = answer.headers.get("Content-Type", "").startswith("text/html")
                title = TITLE.search(answer.content.decode()) if html else None
                if title is None:
                    continue
                seen += 1
                if any(word in title[1] for word in known):
                    wrong.append((name, title[1].strip()))

    assert wrong == []
    assert seen > 150
