"""Pages of the roster, through the client."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from convivencia.clock import now
from schools.abilities import ABILITIES, Ability
from schools.models import Role, RosterImport, Student
from schools.tenancy.context import school_context
from tests.factories import MembershipFactory, enrolled_student
from tests.schools import rosters


@pytest.fixture
def admin(client, school):
    member = MembershipFactory(school=school, role=Role.ADMINISTRADORA)
    client.force_login(member.user)
    return member


@pytest.fixture
def send(client, admin):
    def post(content: bytes, name: str = "nomina.xlsx", **changes: object):
        data = {"file": SimpleUploadedFile(name, content), "year": now().year} | changes
        return client.post(reverse("roster-list"), data)

    return post


ROWS = [rosters.student_row(n) for n in range(3)] + [rosters.student_row(9, Run="malo")]


def shown(response) -> str:
    return response.content.decode()


def test_upload_preview_apply_and_undo(client, school, send):
    enrolled_student(school)
    detail = send(rosters.xlsx(ROWS)).url
    pk = int(detail.strip("/").split("/")[-1])

    page = shown(client.get(detail))
    for text in ("<b>3</b> nuevos", "<b>0</b> con cambios", "<b>1</b> no válido"):
        assert text in page
    invalid = shown(client.get(detail, {"ver": "invalido"}))
    assert "El RUN malo-" in invalid
    applied = shown(client.post(reverse("roster-apply", args=[pk]), follow=True))
    assert "La nómina quedó aplicada." in applied
    with school_context(school):
        assert Student.objects.count() == 4
    undone = shown(client.post(reverse("roster-undo", args=[pk]), follow=True))
    assert "La nómina quedó deshecha" in undone
    with school_context(school):
        assert Student.objects.count() == 1
    again = shown(client.post(reverse("roster-undo", args=[pk])))
    assert "Esta nómina no está aplicada." in again


@pytest.mark.parametrize("view", ["nuevo", "cambia", "igual", "invalido", "faltan", "avisos", "x"])
def test_each_list_of_the_preview_opens(client, school, send, view):
    enrolled_student(school)

    assert client.get(send(rosters.xlsx(ROWS)).url, {"ver": view}).status_code == 200


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7", "El archivo es un PDF"),
        (b"", "El archivo está vacío."),
        (b"hola", "fila de títulos"),
    ],
)
def test_file_that_is_no_roster_is_said_beside_the_field(send, school, content, message):
    response = send(content)

    assert response.status_code == 200
    assert message in shown(response)
    assert 'id="id_file_error"' in shown(response)
    with school_context(school):
        assert not RosterImport.objects.exists()


@pytest.mark.parametrize("year", ["", "abc", "1999", "99999999999999999999"])
def test_wrong_year_is_said(send, year):
    assert 'id="id_year_error"' in shown(send(rosters.xlsx(ROWS), year=year))


def test_long_file_shows_its_progress(client, school, send):
    detail = send(rosters.xlsx([rosters.student_row(n) for n in range(501)])).url
    pk = int(detail.strip("/").split("/")[-1])
    page = shown(client.get(detail))
    assert "Avance: 0 %" in page
    assert "hx-get" in page
    assert "Actualizar la página" in page

    poll = client.get(reverse("roster-progress", args=[pk]))
    assert "Avance: 0 %" in shown(poll)
    with school_context(school):
        RosterImport.objects.update(state="fallida", error="Se rompió.")

    assert client.get(reverse("roster-progress", args=[pk])).headers["HX-Refresh"] == "true"
    assert "Se rompió." in shown(client.get(detail))
    assert client.post(reverse("roster-retry", args=[pk])).status_code == 404


@pytest.mark.parametrize("role", Role.values)
def test_only_who_may_import_opens_the_pages(client, school, role):
    client.force_login(MembershipFactory(school=school, role=role).user)
    status = 200 if Ability.IMPORT_ROSTER in ABILITIES[role] else 403

    assert client.get(reverse("roster-list")).status_code == status


NAMES = ["roster-detail", "roster-progress", "roster-retry", "roster-apply", "roster-undo"]


@pytest.mark.parametrize("name", NAMES)
def test_foreign_and_absent_answer_alike(client, school, other_school, send, name):
    pk = int(send(rosters.xlsx(ROWS)).url.strip("/").split("/")[-1])
    client.force_login(MembershipFactory(school=other_school, role=Role.ADMINISTRADORA).user)
    method = client.get if name in {"roster-detail", "roster-progress"} else client.post

    answers = [method(reverse(name, args=[one])) for one in (pk, 2**40)]

    assert [a.status_code for a in answers] == [404, 404]
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize("name", ["roster-retry", "roster-apply", "roster-undo"])
def test_a_link_changes_nothing(client, send, name):
    pk = int(send(rosters.xlsx(ROWS)).url.strip("/").split("/")[-1])

    assert client.get(reverse(name, args=[pk])).status_code == 405


def test_names_of_the_file_are_text(client, send):
    row = rosters.student_row(1, Nombres="<img src=x onerror=alert(1)>")
    csv = rosters.csv_text([row]).encode()

    page = shown(client.get(send(csv, '"><script>.csv').url))

    assert "<img src=x" not in page
    assert "<script>.csv" not in page
