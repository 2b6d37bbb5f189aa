"""T37: no file has an address of its own: no folder, no list, no number that works alone."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cases.models import Case
from schools.models import StoredFile
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene
from tests.papers import PDF
from tests.security.handed import address_of, hand_in, link_for, member

pytestmark = pytest.mark.django_db
FOLDERS = ("media", "archivos", "uploads", "files", "static/media", "static/uploads", ".var")


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school)


@pytest.fixture
def row(scene):
    return hand_in(scene, PDF, "papel.pdf")


def guesses(scene, row) -> list[str]:
    with school_context(scene.school):
        file = StoredFile.objects.get(pk=row.data["file"])
    names = ("", "papel.pdf", str(file.pk), f"{file.pk}.pdf", file.sha256, f"{file.sha256}.pdf")
    return [f"/{folder}/{name}" for folder in FOLDERS for name in names]


@pytest.mark.parametrize("signed_in", [False, True])
def test_t37_what_one_may_guess_is_not_there(scene, row, signed_in):
    client = member(scene.encargada) if signed_in else Client()

    found = {client.get(path, follow=True).status_code for path in guesses(scene, row)}

    assert found <= {404}


@pytest.mark.parametrize(
    "path", ["/static/", "/static/css/", "/static/../manage.py", "/static/%2e%2e/"]
)
def test_t37_no_folder_is_listed(path):
    assert Client().get(path).status_code == 404


def test_t37_without_a_session_there_is_only_the_way_to_sign_in(scene, row):
    link = link_for(member(scene.encargada), row)

    for path in (address_of(row), link):
        answer = Client().get(path)
        assert answer.status_code == 302
        assert "/cuenta/login/" in answer.url
        assert b"%PDF" not in answer.content


def test_t37_the_number_of_an_act_opens_nothing_in_another_case(scene, row):
    client = member(scene.encargada)
    with school_context(scene.school):
        second = Case.objects.create(
            year=2026, number=9000 + scene.case.number, protocol_key="acoso_escolar",
            reglamento=scene.case.reglamento, known_at=scene.now, created_at=scene.now,
            opened_by=scene.encargada.user,
        )  # fmt: skip
    page = reverse("case-detail", args=[second.pk])
    other = address_of(row).replace(f"/casos/{row.case_id}/", f"/casos/{second.pk}/")

    assert client.get(page).status_code == 200
    assert client.get(other).status_code == 404


def test_t37_nothing_is_kept_outside_the_database():
    assert not settings.MEDIA_ROOT
    assert not settings.MEDIA_URL.strip("/")
