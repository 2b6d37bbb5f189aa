"""Pages of apoderados: who answers for whom, until when, with what limit."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from schools.models import Guardianship, Role, StoredFile
from schools.tenancy.context import school_context
from tests.factories import GuardianshipFactory, enrolled_student
from tests.papers import JPEG, PDF, PNG


def shown(response) -> str:
    return response.content.decode()


GUARDIAN = {
    "run": "11.111.111-1",
    "first_names": "Elisa",
    "last_names": "Órdenes",
    "relation": "madre",
    "is_main": "on",
    "email": "e@correo.example",
    "starts_on": "2026-03-04",
}


def test_apoderado_is_added_once(client, enter, school, student):
    enter()
    url = reverse("guardianship-create", args=[student.pk])

    client.post(url, GUARDIAN)
    again = client.post(url, GUARDIAN)

    assert "Esa persona ya es apoderada vigente." in shown(again)
    with school_context(school):
        tie = student.guardianships.get()
        assert (tie.apoderado.run, tie.is_main) == ("111111111", True)


def test_known_apoderado_is_the_same_person_for_a_sibling(client, enter, school, student):
    enter()
    sibling = enrolled_student(school)
    for one in (student, sibling):
        client.post(reverse("guardianship-create", args=[one.pk]), GUARDIAN)

    with school_context(school):
        people = set(Guardianship.objects.values_list("apoderado_id", flat=True))
    assert len(people) == 1


def test_change_of_apoderado_ends_the_former_the_same_day(client, enter, school, student):
    enter()
    former = GuardianshipFactory(school=school, student=student)

    client.post(
        reverse("guardianship-create", args=[student.pk]),
        GUARDIAN | {"replaces": former.pk, "starts_on": "2026-08-01"},
    )

    with school_context(school):
        former.refresh_from_db()
        opened = student.guardianships.get(ends_on=None)
    assert (former.ends_on, former.end_note) == (date(2026, 8, 1), "Reemplazo")
    assert opened.is_main


def test_there_is_one_main_apoderado(client, enter, school, student):
    enter()
    former = GuardianshipFactory(school=school, student=student, is_main=True)

    client.post(reverse("guardianship-create", args=[student.pk]), GUARDIAN)

    with school_context(school):
        former.refresh_from_db()
        assert (former.is_main, former.ends_on) == (False, None)


def test_tie_is_ended_and_not_deleted(client, enter, school, student):
    enter()
    tie = GuardianshipFactory(school=school, student=student)
    url = reverse("guardianship-end", args=[tie.pk])

    early = client.post(url, {"ends_on": "2026-01-01"})
    client.post(url, {"ends_on": "2026-09-01", "note": "Cambio de tuición"})
    again = client.post(url, {"ends_on": "2026-09-02"})

    assert "No puede terminar antes de comenzar (04-03-2026)." in shown(early)
    assert "Ese vínculo ya terminó." in shown(again)
    page = shown(client.get(reverse("student-detail", args=[student.pk])))
    assert "Apoderados anteriores (1)" in page
    assert "Cambio de tuición" in page


def upload(content: bytes = PDF, name: str = "resolución.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_restriction_needs_a_court_order(client, enter, school, student):
    enter()
    tie = GuardianshipFactory(school=school, student=student)
    url = reverse("guardianship-restrict", args=[tie.pk])

    without = client.post(url, {"since": "2026-04-01"})
    wrong = client.post(url, {"since": "2026-04-01", "court_order": upload(b"MZ\x90 exe")})
    reversed_dates = client.post(
        url, {"since": "2026-04-01", "until": "2026-03-01", "court_order": upload()}
    )
    with school_context(school):
        assert not StoredFile.objects.exists()
    client.post(url, {"since": "2026-04-01", "court_order": upload()})

    assert "Adjunte el archivo: Resolución judicial." in shown(without)
    assert "no es del tipo que dice su nombre. Sirven: PDF, JPG o PNG." in shown(wrong)
    assert "No puede terminar antes de comenzar." in shown(reversed_dates)
    with school_context(school):
        tie.refresh_from_db()
        assert tie.restricted
        assert tie.court_order.mime == "application/pdf"
    page = shown(client.get(reverse("student-detail", args=[student.pk])))
    assert "Restricción judicial desde el 01-04-2026" in page


@pytest.mark.parametrize(
    ("content", "fits"),
    [
        (PDF, True),
        (JPEG, True),
        (PNG, True),
        (b"GIF89a", False),
        (b"<svg/>", False),
        (b"x%PDF-", False),
        (b"PK\x03\x04", False),
    ],
)
def test_proof_is_known_by_its_content(client, enter, school, student, content, fits):
    enter()
    tie = GuardianshipFactory(school=school, student=student)

    client.post(
        reverse("guardianship-restrict", args=[tie.pk]),
        {"since": "2026-04-01", "court_order": upload(content, "orden.pdf")},
    )

    with school_context(school):
        tie.refresh_from_db()
    assert tie.restricted is fits


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ENCARGADA, 200), (Role.EQUIPO, 200), (Role.INSPECTORIA, 403), (Role.DOCENTE, 403)],
)
def test_court_order_is_downloaded_by_who_may(client, enter, school, student, role, status):
    enter()
    tie = GuardianshipFactory(school=school, student=student)
    client.post(
        reverse("guardianship-restrict", args=[tie.pk]),
        {"since": "2026-04-01", "court_order": upload()},
    )
    enter(role)

    response = client.get(reverse("court-order", args=[tie.pk]), follow=True)

    assert response.status_code == status
    if status == 200:
        assert response.content.startswith(b"%PDF")
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response.headers["Content-Security-Policy"]


def test_restriction_is_lifted_with_a_date_and_the_order_stays(client, enter, school, student):
    enter()
    tie = GuardianshipFactory(school=school, student=student)
    client.post(
        reverse("guardianship-restrict", args=[tie.pk]),
        {"since": "2026-04-01", "court_order": upload()},
    )

    client.post(reverse("guardianship-lift", args=[tie.pk]), {"ends_on": "2026-05-01"})

    with school_context(school):
        tie.refresh_from_db()
    assert tie.court_order_id
    assert tie.is_restricted(date(2026, 5, 1))
    assert not tie.is_restricted(date(2026, 5, 2))


def test_apoderado_data_is_changed(client, enter, school, student):
    enter()
    tie = GuardianshipFactory(school=school, student=student)
    data = GUARDIAN | {"relation": "tutor", "phone": "123"}

    bad = client.post(reverse("guardianship-edit", args=[tie.pk]), data)
    client.post(reverse("guardianship-edit", args=[tie.pk]), data | {"phone": "+56 9 0000 0001"})

    assert "El teléfono debe tener al menos 8 números." in shown(bad)
    with school_context(school):
        tie.refresh_from_db()
        assert (tie.relation, tie.apoderado.first_names) == ("tutor", "Elisa")
