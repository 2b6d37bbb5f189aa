"""«Todo lo que tenemos de una persona» counts the forms that speak of them, and the expulsion."""

import pytest
from django.urls import reverse

from cases.fichas.mentions import speaks_of
from cases.models import Expulsion, Ficha, PackExport
from cases.privacy.datamap import map_of
from schools.tenancy.context import school_context
from tests.cases.privacy.conftest import page
from tests.factories import GuardianshipFactory

pytestmark = pytest.mark.django_db


def a_form(scene, **answers) -> Ficha:
    with school_context(scene.school):
        return Ficha.objects.create(
            case=scene.case, key="f08", code="F08", title="Acta de acuerdos", version=1,
            definition={}, compartment="expediente", answers=answers, started_at=scene.now,
            started_by=scene.encargada.user, updated_at=scene.now,
            updated_by=scene.encargada.user,
        )  # fmt: skip


def kept(scene, person) -> list[str]:
    with school_context(scene.school):
        return [line.kept for line in map_of(person, scene.directora, at=scene.now).cases]


def pupil(scene, participant):
    with school_context(scene.school):
        return participant.student


def test_a_form_that_chose_the_person_or_named_them_by_hand_is_counted(scene):
    one = pupil(scene, scene.afectado)
    a_form(scene, quien=[f"p:{scene.afectado.pk}"])
    a_form(scene, relato=[f"Conversé con {one.first_names.split()[0]} {one.paternal} en el patio."])
    a_form(scene, relato=[f"RUN {one.shown_run}"])
    a_form(scene, quien=[f"p:{scene.denunciado.pk}"], relato=["Nadie más"])

    assert "3 fichas" in kept(scene, one)[0]
    assert "1 ficha" in kept(scene, pupil(scene, scene.denunciado))[0]


def test_a_first_name_alone_is_not_somebody(scene):
    one = pupil(scene, scene.afectado)
    row = a_form(scene, relato=[f"Vino {one.first_names.split()[0]} a clases."])

    with school_context(scene.school):
        assert not speaks_of(row, scene.afectado)


def test_an_adult_whom_only_a_form_names_finds_that_case(scene):
    aunt = GuardianshipFactory(school=scene.school, student=pupil(scene, scene.afectado)).apoderado
    with school_context(scene.school):
        assert map_of(aunt, scene.directora, at=scene.now).cases == []
    a_form(scene, adulto=[f"a:{aunt.pk}"])

    with school_context(scene.school):
        (line,) = map_of(aunt, scene.directora, at=scene.now).cases
    assert (line.folio, line.role, line.kept) == (
        scene.case.folio, "nombrado en una ficha", "1 ficha",
    )  # fmt: skip


def test_the_procedure_and_each_time_its_file_left_are_counted(scene):
    with school_context(scene.school):
        row = Expulsion.objects.create(
            case=scene.case, participant=scene.denunciado, sought="expulsion",
            created_by=scene.directora.user, created_at=scene.now,
        )  # fmt: skip
        PackExport.objects.create(
            case=scene.case, expulsion=row, purpose="Informar", requested_by=scene.directora.user,
            requested_at=scene.now, expires_at=scene.now,
        )  # fmt: skip
    (said,) = kept(scene, pupil(scene, scene.denunciado))
    assert "1 procedimiento de expulsión o cancelación" in said
    assert "1 informe a la autoridad" in said
    assert "expulsión" not in kept(scene, pupil(scene, scene.afectado))[0]


def test_the_map_says_how_many_forms_and_no_word_of_them(scene):
    a_form(scene, quien=[f"p:{scene.afectado.pk}"], relato=["la zarigüeya escondió los zapatos"])
    with school_context(scene.school):
        url = reverse("privacy-map-student", args=[scene.afectado.student_id])
    text = page(scene.directora, url)

    assert "1 ficha" in text
    assert "zarigüeya" not in text
    assert "Acta de acuerdos" not in text
