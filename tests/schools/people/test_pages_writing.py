"""Pupils and courses that the pages add, change and withdraw."""

from datetime import date

import pytest
from django.urls import reverse

from schools.models import PastIdentifier, Role, Student
from schools.tenancy.context import school_context
from tests.factories import (
    ApoderadoFactory,
    CursoFactory,
    GuardianshipFactory,
    StudentFactory,
    enrolled_student,
)
from tests.schools.people.sent import shown

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
