"""Pages of students, courses and apoderados, through the client."""

from datetime import date

import pytest
from django.urls import reverse

from schools.abilities import ABILITIES, Ability
from schools.models import AuditEntry, PastIdentifier, Role, Student
from schools.tenancy.context import school_context
from tests.factories import (
    ApoderadoFactory,
    CursoFactory,
    EnrolmentFactory,
    GuardianshipFactory,
    StudentFactory,
    enrolled_student,
)

MANAGERS = {role for role, held in ABILITIES.items() if Ability.MANAGE_PEOPLE in held}
READERS = {role for role, held in ABILITIES.items() if Ability.SEE_PEOPLE in held}


def shown(response) -> str:
    return response.content.decode()


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


NEW = {
    "id_kind": "run",
    "run": "20.347.878-k",
    "first_names": "Rayén",
    "paternal": "Manquel",
    "birth_date": "2014-05-06",
    "gender": "F",
    "starts_on": "2026-03-04",
}


def test_student_is_added_with_their_course(client, enter, school):
    enter()
    curso = CursoFactory(school=school, year=_year())

    response = client.post(reverse("student-create"), NEW | {"curso": curso.pk})

    with school_context(school):
        student = Student.objects.get()
        assert response.url == reverse("student-detail", args=[student.pk])
        assert (student.run, student.enrolments.get().curso_id) == ("20347878K", curso.pk)


def _year() -> int:
    from convivencia.clock import now

    return now().year


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"run": "20.347.878-1"}, "El RUN no es correcto"),
        ({"run": ""}, "Falta completar: Número."),
        ({"run": "12.345.678-5"}, "Ya hay un o una estudiante con ese documento"),
        ({"first_names": ""}, "Falta completar"),
        ({"first_names": "x" * 81}, "80"),
        ({"birth_date": "2014-02-31"}, "Escriba una fecha que exista"),
        ({"birth_date": "2090-01-01"}, "Revise el año"),
        ({"starts_on": "ayer"}, "Escriba una fecha que exista"),
        ({"curso": "999999999"}, "Elija un curso de la lista."),
        ({"curso": "9" * 40}, "Elija un curso de la lista."),
        ({"id_kind": "x"}, "x"),
        ({"nombre_social_agreed": "on"}, "Escriba el nombre social"),
        ({"id_kind": "pasaporte", "run": "#!"}, "El documento debe tener entre 3 y 12"),
        ({"first_names": "a\x00b"}, "nulos"),
    ],
)
def test_wrong_answer_is_said_beside_its_field(client, enter, school, student, change, message):
    enter()

    response = client.post(reverse("student-create"), NEW | change)

    assert response.status_code == 200
    assert message in shown(response)
    assert 'class="error-summary"' in shown(response)
    with school_context(school):
        assert Student.objects.count() == 1


def test_run_that_replaces_an_ipe_leaves_it_in_the_history(client, enter, school):
    enter()
    student = StudentFactory(school=school, id_kind="ipe", run="1000000015")
    data = NEW | {"run": "20.347.878-k"}

    client.post(reverse("student-edit", args=[student.pk]), data)

    with school_context(school):
        student.refresh_from_db()
        assert (student.id_kind, student.run) == ("run", "20347878K")
        assert PastIdentifier.objects.values_list("id_kind", "run").get() == ("ipe", "1000000015")
    assert "100.000.001-5" in shown(client.get(reverse("student-detail", args=[student.pk])))


def test_document_of_a_past_identifier_is_not_given_to_another(client, enter, school):
    enter()
    student = StudentFactory(school=school, id_kind="ipe", run="1000000015")
    client.post(reverse("student-edit", args=[student.pk]), NEW)

    response = client.post(
        reverse("student-create"), NEW | {"id_kind": "ipe", "run": "100.000.001-5"}
    )

    assert "Ese documento fue de otra ficha" in shown(response)


@pytest.mark.parametrize(
    ("role", "agreed", "sees"),
    [
        (Role.ENCARGADA, False, True),
        (Role.EQUIPO, False, True),
        (Role.INSPECTORIA, False, False),
        (Role.INSPECTORIA, True, True),
    ],
)
def test_nombre_social_without_agreement_is_reserved(client, enter, school, role, agreed, sees):
    enter(role)
    student = enrolled_student(school, nombre_social="Amaru", nombre_social_agreed=agreed)

    assert ("Amaru" in shown(client.get(reverse("student-detail", args=[student.pk])))) is sees
    found = student.list_name in shown(client.get(reverse("student-list"), {"q": "amaru"}))
    assert found is sees


def test_change_of_course_keeps_the_history(client, enter, school, student):
    enter()
    curso = CursoFactory(school=school, year=_year(), grade=7, letter="C")
    url = reverse("student-enrol", args=[student.pk])

    early = client.post(url, {"curso": curso.pk, "starts_on": "2025-01-01"})
    client.post(url, {"curso": curso.pk, "starts_on": "2026-06-01"})
    again = client.post(url, {"curso": curso.pk, "starts_on": "2026-06-02"})

    assert "no puede ser anterior al 04-03-2026" in shown(early)
    assert "Ya está en 7° básico C." in shown(again)
    with school_context(school):
        rows = list(student.enrolments.order_by("starts_on").values_list("starts_on", "ends_on"))
    assert rows == [(date(2026, 3, 4), date(2026, 6, 1)), (date(2026, 6, 1), None)]


def test_withdrawal_ends_the_enrolment_and_keeps_the_file(client, enter, school, student):
    enter()
    url = reverse("student-withdraw", args=[student.pk])

    client.post(url, {"ends_on": "2026-07-01"})
    again = client.post(url, {"ends_on": "2026-07-02"})

    assert "No tiene una matrícula vigente." in shown(again)
    with school_context(school):
        assert student.enrolments.get().ends_on == date(2026, 7, 1)
    assert "sin matrícula vigente" in shown(
        client.get(reverse("student-detail", args=[student.pk]))
    )


def test_courses_are_listed_with_their_count_and_added(client, enter, school, student):
    enter()
    url = reverse("curso-create")
    data = {"year": 2026, "nivel": "media", "grade": 4, "letter": "b"}

    client.post(url, data)
    again = client.post(url, data)
    high = client.post(url, data | {"grade": 5})
    page = shown(client.get(reverse("curso-list"), {"año": 2026}))

    assert "Ese curso ya existe." in shown(again)
    assert "En ese nivel el grado va de 1 a 4." in shown(high)
    assert "4° medio B" in page
    assert "1 estudiante" in page
    assert page.index("6° básico A") < page.index("4° medio B")


def test_empty_school_says_what_to_do_first(client, enter):
    enter()

    assert "Todavía no hay estudiantes" in shown(client.get(reverse("student-list")))
    assert "No hay cursos en este año" in shown(client.get(reverse("curso-list")))


def test_names_are_text_and_never_markup(client, enter, school):
    enter()
    name = "<script>alert(1)</script>"
    student = enrolled_student(school, first_names=name, nombre_social=name, paternal="{{ x }}")
    GuardianshipFactory(
        school=school,
        student=student,
        apoderado=ApoderadoFactory(school=school, first_names=name, address='"><b>'),
    )

    for url in (reverse("student-list"), reverse("student-detail", args=[student.pk])):
        page = shown(client.get(url))
        assert name not in page
        assert "&lt;script&gt;" in page
