"""One form, F08, from the screen to its paper: begun, kept, reviewed, signed, its step met."""

import pytest
from django.urls import reverse

from cases.models import Actuacion, Ficha
from cases.models.fichas import FichaState
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import text_of
from tests.cases.fichas.scenes import FichaScene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(school, frozen_clock):
    return FichaScene.open(school)


def test_f08_is_asked_by_its_step_and_meets_it(scene, client):
    scene.enter(client)

    page = client.get(reverse("case-fichas", args=[scene.case.pk])).content.decode()
    assert "Entrevista a apoderado o apoderada" in page
    assert "<b>La pide:</b> Entrevistar a las familias" in page

    row = scene.begin(client, "entrevista_apoderado")
    assert row.answers["fecha"] == ["2026-06-20"]
    url = reverse("case-ficha", args=[scene.case.pk, row.pk])
    page = client.get(url).content.decode()
    assert "Trinidad Rebolledo" in page

    answer = client.post(url, scene.typed(row) | {"accion": "revisar"})
    assert answer.status_code == 302, answer.context["problems"]
    assert answer.url == reverse("case-ficha-review", args=[scene.case.pk, row.pk])
    review = client.get(answer.url).content.decode()
    assert "Con ella se cumple el paso «Entrevistar a las familias»" in review

    done = client.post(answer.url, scene.signed(client, answer.url))
    assert done.status_code == 302, done.context["problems"]
    with school_context(scene.school):
        row = Ficha.objects.get(pk=row.pk)
        act = Actuacion.objects.get(pk=row.actuacion_id)
        step = scene.case.vencimientos.get(step_id="SJ-17")
        assert row.state == FichaState.EMITIDA
        assert (act.acto, act.event) == ("cumplir_paso", "SJ-17")
        assert step.state in {"cumplido", "cumplido_tarde"}
        assert act.at == scene.at("2026-06-20 08:10")
    pdf = client.get(reverse("case-ficha-paper", args=[scene.case.pk, row.pk]))
    text = text_of(pdf.content)
    assert "Hora de término 08:40 horas" in text
    assert "La familia revisará el celular cada noche." in text


def test_what_is_missing_is_said_beside_its_field(scene, client):
    scene.enter(client)
    row = scene.begin(client, "entrevista_apoderado")
    typed = scene.typed(row) | {"temas": "", "hora_termino": "08:00", "accion": "revisar"}

    answer = client.post(reverse("case-ficha", args=[scene.case.pk, row.pk]), typed)

    form = answer.context["form"]
    assert form.errors == {
        "temas": ["Falta completar: Temas tratados."],
        "hora_termino": ["Debe ser posterior a «hora de inicio»."],
    }
