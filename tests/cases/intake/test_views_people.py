"""Who is in a denuncia: found, added, taken out."""

import pytest
from django.urls import reverse

from schools.tenancy.context import school_context
from tests.cases.intake.pages import empty_draft, reload, sent, url
from tests.cases.intake.scene import Scene
from tests.factories import StudentFactory

pytestmark = pytest.mark.django_db


# -- people --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["nancupil", "ÑANCUPIL sof", "Sofía", "órdenes"])
def test_a_student_is_found_without_accents_and_shown_by_initials(scene: Scene, enter, text: str):
    draft = empty_draft(scene, scene.docente)

    page = enter(scene.docente).get(reverse("intake-search", args=[draft.pk]), {"q": text})

    html = page.content.decode()
    assert f'value="estudiante:{scene.sofia.pk}"' in html
    assert "S. Ñ. O." in html or "S. Ñ. Ó." in html
    assert "6° básico A" in html
    assert "Sofía Ñancupil" not in html


def test_a_student_is_found_by_run_written_in_any_way(scene: Scene, enter):
    draft, run = empty_draft(scene, scene.docente), scene.sofia.shown_run

    page = enter(scene.docente).get(reverse("intake-search", args=[draft.pk]), {"q": run})

    assert f'value="estudiante:{scene.sofia.pk}"' in page.content.decode()


def test_nobody_is_found_by_the_beginning_of_a_run(scene: Scene, enter):
    """Else whoever may report could find the RUN of every pupil, one digit after another."""
    draft, run = empty_draft(scene, scene.docente), scene.sofia.run

    page = enter(scene.docente).get(reverse("intake-search", args=[draft.pk]), {"q": run[:-2]})

    assert 'type="radio"' not in page.content.decode()


@pytest.mark.parametrize("text", ["", "s", "so", "12.345.678-0", "<script>", "%", "a" * 9000])
def test_a_search_for_nobody_shows_nobody(scene: Scene, enter, text: str):
    draft = empty_draft(scene, scene.docente)

    page = enter(scene.docente).get(reverse("intake-search", args=[draft.pk]), {"q": text})

    assert page.status_code == 200
    assert 'type="radio"' not in page.content.decode()
    assert "<script>" not in page.content.decode()


def test_students_of_another_school_are_neither_found_nor_added(scene: Scene, enter, other_school):
    foreign = StudentFactory(school=other_school, first_names="Zacarías", paternal="Ajeno")
    draft = scene.draft(scene.docente)
    client = enter(scene.docente)

    found = client.get(reverse("intake-search", args=[draft.pk]), {"q": "zacarias"})
    add = reverse("intake-person-add", args=[draft.pk])
    added = client.post(add, {"ref": f"estudiante:{foreign.pk}", "role": "testigo"})

    assert "estudiante:" not in found.content.decode()
    assert "no está en el establecimiento" in added.content.decode()
    assert len(reload(draft, scene).data["personas"]["values"]) == 2


@pytest.mark.parametrize(
    ("ref", "role", "says"),
    [
        ("sofia", "denunciado", "afectada y denunciada a la vez"),
        ("bruno", "testigo", "denunciada y testigo a la vez"),
        ("sofia", "afectado", "ya está con ese rol"),
        ("", "testigo", "elíjala de la lista"),
        ("curso:1", "testigo", "de la lista"),
        ("sofia", "", "Elija una opción"),
        ("sofia", "juez", "Escoja"),
    ],
)
def test_a_person_that_cannot_be_is_refused_with_its_reason(scene, enter, ref, role, says):
    draft = scene.draft(scene.docente)
    student = getattr(scene, ref, None)
    data = {"ref": f"estudiante:{student.pk}" if student else ref, "role": role}

    response = enter(scene.docente).post(reverse("intake-person-add", args=[draft.pk]), data)

    assert says in response.content.decode()
    assert len(reload(draft, scene).data["personas"]["values"]) == 2


def test_one_human_being_on_two_lists_is_one_person(scene: Scene, enter):
    with school_context(scene.school):
        scene.mother.run = scene.directora.user.run
        scene.mother.save()
    draft = scene.draft(
        scene.docente, [{"role": "afectado", "kind": "apoderado", "pk": scene.mother.pk}]
    )
    data = {"ref": f"funcionario:{scene.directora.pk}", "role": "denunciado"}

    response = enter(scene.docente).post(reverse("intake-person-add", args=[draft.pk]), data)

    assert "a la vez" in response.content.decode()


def test_a_third_party_is_noted_by_name_and_printed_as_text(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    client = enter(scene.docente)
    data = {"name": "<img src=x>", "kind": "tercero", "role": "testigo"}

    client.post(reverse("intake-person-add", args=[draft.pk]), data)

    page = client.get(url(draft, "personas")).content.decode()
    assert "&lt;img src=x&gt;" in page
    assert "<img src=x>" not in page


def test_a_person_is_taken_out(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    key = draft.data["personas"]["values"][1]["key"]

    enter(scene.docente).post(reverse("intake-person-remove", args=[draft.pk, key]))

    assert [p["role"] for p in reload(draft, scene).data["personas"]["values"]] == ["afectado"]


def test_without_anybody_affected_it_does_not_go_on(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    client = enter(scene.docente)
    key = draft.data["personas"]["values"][0]["key"]
    client.post(reverse("intake-person-remove", args=[draft.pk, key]))

    page = client.post(url(draft, "personas"))

    assert "al menos a una persona afectada" in page.content.decode()


def test_an_open_case_with_the_same_people_is_shown_only_to_who_may_see_it(scene: Scene, enter):
    client = enter(scene.encargada)
    sent(scene, scene.draft(scene.encargada), client)
    again, theirs = scene.draft(scene.encargada), scene.draft(scene.docente)

    mine = client.get(url(again, "revision")).content.decode()
    docente = enter(scene.docente).get(url(theirs, "revision")).content.decode()

    assert "Caso 2026-0001" in mine
    assert "2026-0001" not in docente
    assert "Ya hay un caso" not in docente
