"""The libro de clases: that something was done, ready to be copied, and when it was."""

import pytest
from django.urls import reverse

from cases.fichas.libro import mark_copied, notes_of
from cases.models import Actuacion
from cases.states import Acto
from convivencia.exceptions import AlreadyDoneError
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.fichas.scenes import FichaScene
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(school, frozen_clock):
    return FichaScene.open(school)


def libro_of(scene, client):
    page = client.get(reverse("case-libro", args=[scene.case.pk]))
    assert page.status_code == 200
    return page


def test_the_text_says_what_was_done_and_nothing_of_what_was_said(scene, client):
    scene.enter(client)
    row = scene.issue(client, "entrevista_apoderado")

    [note] = libro_of(scene, client).context["notes"]

    assert note.text == (
        "Sábado 20 de junio de 2026, 08:10 horas. Se realiza entrevista con el apoderado en el "
        f"establecimiento. Documento N° {row.document.folio}. Antecedentes reservados en "
        f"Convivencia Escolar, caso {scene.case.folio}."
    )
    for word in ("Trinidad", "Rebolledo", "Baltasar", "Sanhueza", "celular", "acoso"):
        assert word not in note.text


def test_it_is_marked_once_and_the_history_says_by_whom(scene, client):
    scene.enter(client)
    row = scene.issue(client, "entrevista_apoderado")
    url = reverse("case-libro-copied", args=[scene.case.pk, row.actuacion_id])

    assert client.post(url, {"envio": "c1"}).status_code == 302
    assert client.post(url, {"envio": "c2"}).status_code == 302

    with school_context(scene.school):
        line = Actuacion.objects.get(acto=Acto.ANOTAR_LIBRO)
    name = scene.encargada.user.get_full_name()
    assert line.text == f"Copiado el sábado 20 de junio de 2026 por {name}."
    page = libro_of(scene, client).content.decode()
    assert line.text in page
    assert "Marcar como copiado" not in page


def test_an_annulled_form_and_an_act_of_no_libro_are_not_offered(scene, client):
    scene.enter(client)
    row = scene.issue(client, "entrevista_apoderado")
    annul = reverse("case-ficha-annul", args=[scene.case.pk, row.pk])
    client.post(annul, {"envio": "a1", "reason": "Se llenó por error en este caso."})

    assert libro_of(scene, client).context["notes"] == []
    url = reverse("case-libro-copied", args=[scene.case.pk, row.actuacion_id])
    assert client.post(url, {"envio": "c1"}).status_code == 404


def test_a_second_service_call_is_told(scene, client):
    scene.enter(client)
    row = scene.issue(client, "llamado_apoderados", quien_es="apoderado")
    with school_context(scene.school):
        scene.case.opened = frozenset({"expediente"})
        act = Actuacion.objects.get(pk=row.actuacion_id)
        act.case = scene.case
        given = {"case": scene.case, "row": act, "actor": scene.encargada, "now": scene.now}
        mark_copied(envio="uno", **given)
        with pytest.raises(AlreadyDoneError):
            mark_copied(envio="dos", **given)
        assert len(notes_of(scene.case)) == 1


def test_who_does_not_see_the_file_sees_no_libro(scene, client):
    teacher = MembershipFactory(school=scene.school, role=Role.DOCENTE)
    scene.enter(client, teacher)

    assert client.get(reverse("case-libro", args=[scene.case.pk])).status_code == 404
