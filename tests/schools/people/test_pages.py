"""Pages of students, courses and apoderados, through the client."""

from datetime import date

import pytest
from django.urls import reverse

from schools.abilities import ABILITIES, Ability
from schools.models import AuditEntry, Role
from schools.tenancy.context import school_context
from tests.factories import (
    CursoFactory,
    EnrolmentFactory,
    GuardianshipFactory,
    enrolled_student,
)
from tests.schools.people.sent import shown

MANAGERS = {role for role, held in ABILITIES.items() if Ability.MANAGE_PEOPLE in held}


READERS = {role for role, held in ABILITIES.items() if Ability.SEE_PEOPLE in held}


def test_list_shows_students_with_their_course(client, enter, student):
    enter()

    page = shown(client.get(reverse("student-list")))

    assert "Ñancupil Peñailillo, Íñigo Andrés" in page
    assert "12.345.678-5" in page
    assert "6° básico A" in page


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("inigo", True),
        ("IÑIGO", True),
        ("ñancupil", True),
        ("NANCUPIL penailillo", True),
        ("penailillo inigo", True),
        ("12.345.678-5", True),
        ("12345678", True),
        ("1234", True),
        ("  íñigo  ", True),
        ("12.345.678-4", False),
        ("nadie", False),
        ("inigo soto", False),
        ("%", False),
        ("_", False),
        ("'; DROP TABLE x; --", False),
        ("x" * 500, True),
    ],
)
def test_search_ignores_accents_capitals_and_dots(client, enter, student, text, found):
    enter()

    page = shown(client.get(reverse("student-list"), {"q": text}))

    assert ("Ñancupil Peñailillo, Íñigo" in page) is found


def test_list_is_narrowed_by_course(client, enter, student, school):
    enter()
    other = enrolled_student(school, CursoFactory(school=school, grade=7, letter="B"))
    with school_context(school):
        curso_id = other.enrolments.get().curso_id

    page = shown(client.get(reverse("student-list"), {"curso": curso_id}))

    assert other.list_name in page
    assert student.list_name not in page


@pytest.mark.parametrize("junk", ["abc", "-1", "0", "9" * 30, "1.5"])
def test_junk_in_the_address_is_no_error(client, enter, student, junk):
    enter()

    for name in ("student-list", "curso-list", "roster-list"):
        query = {"curso": junk, "pagina": junk, "año": junk, "q": junk}
        assert client.get(reverse(name), query).status_code == 200


def test_a_nul_in_the_address_is_refused(client, enter):
    enter()

    for name in ("student-list", "curso-list", "roster-list"):
        assert client.get(reverse(name), {"q": "\x00"}).status_code == 400


@pytest.mark.parametrize("many", [1, 3, 60])
def test_list_costs_the_same_whatever_its_length(
    client, enter, school, many, django_assert_num_queries
):
    enter()
    curso = CursoFactory(school=school)
    for _ in range(many):
        enrolled_student(school, curso)
    client.get(reverse("student-list"))

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(reverse("student-list"))

    assert ("Página 1 de 2" in shown(response)) is (many > 50)


LIST_QUERIES = 16  # the sixteenth is the entry of the trail


def test_student_page_costs_the_same_whatever_its_history(
    client, enter, school, student, django_assert_num_queries
):
    enter()
    for year in (2023, 2024, 2025):
        EnrolmentFactory(
            school=school,
            student=student,
            starts_on=date(year, 3, 1),
            ends_on=date(year, 12, 1),
            curso=CursoFactory(school=school, year=year),
        )
        GuardianshipFactory(school=school, student=student, is_main=False)
    client.get(reverse("student-detail", args=[student.pk]))

    with django_assert_num_queries(DETAIL_QUERIES):
        client.get(reverse("student-detail", args=[student.pk]))


DETAIL_QUERIES = 17  # the seventeenth asks whether the data are blocked


@pytest.mark.parametrize("role", Role.values)
def test_each_role_sees_what_the_table_says(client, enter, student, role):
    enter(role)
    held = ABILITIES[role]
    sees = Ability.SEE_PEOPLE in held
    opens = sees or Ability.SEE_OWN_CURSO in held

    assert client.get(reverse("student-list")).status_code == (200 if opens else 403)
    detail = client.get(reverse("student-detail", args=[student.pk]))
    assert detail.status_code == (200 if sees else 404 if opens else 403)
    edit = client.get(reverse("student-edit", args=[student.pk]))
    assert edit.status_code == (200 if Ability.MANAGE_PEOPLE in held else 403)


def test_every_role_is_in_the_table():
    assert set(ABILITIES) == set(Role.values)
    assert {Role.ADMINISTRADORA, Role.ENCARGADA, Role.DIRECTORA} == MANAGERS
    assert MANAGERS | {Role.EQUIPO, Role.INSPECTORIA} == READERS


def test_profesor_jefe_sees_their_own_course_only(client, enter, school, student):
    with school_context(school):
        curso = student.enrolments.get().curso
    other = enrolled_student(school)
    enter(Role.PROFESOR_JEFE, curso=curso)

    page = shown(client.get(reverse("student-list")))

    assert student.list_name in page
    assert other.list_name not in page
    assert client.get(reverse("student-detail", args=[student.pk])).status_code == 200
    assert client.get(reverse("student-detail", args=[other.pk])).status_code == 404


def test_profesor_jefe_without_course_sees_nobody(client, enter, student):
    enter(Role.PROFESOR_JEFE)

    assert student.list_name not in shown(client.get(reverse("student-list")))


def test_visitor_is_sent_to_sign_in(client, student):
    response = client.get(reverse("student-detail", args=[student.pk]))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


PERSON_URLS = [
    "student-detail",
    "student-edit",
    "student-enrol",
    "student-withdraw",
    "guardianship-create",
]


TIE_URLS = [
    "guardianship-edit",
    "guardianship-end",
    "guardianship-restrict",
    "guardianship-lift",
    "court-order",
]


@pytest.mark.parametrize("name", PERSON_URLS + TIE_URLS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_foreign_and_absent_answer_alike(client, enter, other_school, name, method):
    enter()
    tie = GuardianshipFactory(school=other_school)
    foreign = tie.student_id if name in PERSON_URLS else tie.pk

    answers = [
        getattr(client, method)(reverse(name, args=[pk])) for pk in (foreign, 2**40, 2**63, 10**30)
    ]

    assert [a.status_code for a in answers] == [404] * 4
    assert len({a.content for a in answers}) == 1


def test_denial_is_recorded_though_the_request_is_rolled_back(client, enter, school, student):
    member = enter(Role.DOCENTE)
    client.get(reverse("student-detail", args=[student.pk]))

    with school_context(school):
        entry = AuditEntry.objects.get(act="denegado")
    assert (entry.user_id, entry.detail) == (member.user_id, "ver a todas las personas")


def test_reading_and_searching_are_recorded_without_content(client, enter, school, student):
    enter()
    client.get(reverse("student-detail", args=[student.pk]))
    client.get(reverse("student-list"), {"q": "inigo"})

    with school_context(school):
        acts = list(AuditEntry.objects.order_by("pk").values_list("act", "object_id", "detail"))
    assert acts == [("ver", student.pk, ""), ("buscar", None, "1 resultados")]
