"""The pages of the trámites of a case, and the facts that move them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Actuacion, Case
from cases.states import Acto
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.tramites.procedures import LATER, enter, page, row_of, start
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def test_the_page_lists_what_runs_and_what_ended(client, scene, clock):
    clock(LATER)
    tramite = start(scene)
    enter(client, scene.encargada)

    text = client.get(page(scene)).content.decode()

    assert "Disciplina de prueba" in text
    assert "Propio del caso" in text
    assert reverse("case-tramite-close", args=[scene.case.pk, tramite.pk]) in text


def test_starting_shows_first_the_dates_that_it_creates(client, scene, clock):
    clock(LATER)
    enter(client, scene.encargada)
    typed = {
        "protocol": "prueba_disciplina", "at_0": "2026-04-30", "at_1": "11:00",
        "reason": "Además hubo faltas graves.", "envio": "uno", "version": scene.case.version,
    }  # fmt: skip

    card = client.post(page(scene, "case-tramite-start"), typed).content.decode()
    assert "Lunes 4 de mayo" in card
    assert "ya venció" in card  # the 24 hours that ran from the toma de conocimiento
    with school_context(scene.school):
        assert not scene.case.actuaciones.filter(acto=Acto.ABRIR_TRAMITE).exists()

    client.post(page(scene, "case-tramite-start"), typed | {"paso": "confirmar"})
    with school_context(scene.school):
        assert scene.case.tramites.get(protocol_key="prueba_disciplina").reason


def test_the_gate_of_a_mediation_is_told_on_the_form(client, scene, clock):
    clock(LATER)
    enter(client, scene.encargada)
    typed = {
        "protocol": "mediacion", "at_0": "2026-04-30", "at_1": "11:00",
        "reason": "Las familias lo piden.", "envio": "dos", "version": scene.case.version,
    }  # fmt: skip

    text = client.post(page(scene, "case-tramite-start"), typed).content.decode()

    assert "La gestión colaborativa no procede" in text
    assert "LGE, art. 16 E, letra k" in text
    assert "Las familias lo piden." in text  # what was typed stays


def test_ending_asks_about_the_duty_that_is_left(client, scene, clock):
    clock(LATER)
    tramite = start(scene)
    enter(client, scene.encargada)
    url = page(scene, "case-tramite-close", tramite.pk)

    assert "Hay deberes de 24 horas sin cumplir" in client.get(url).content.decode()
    typed = {
        "reason": "Se acumula al de acoso.", "envio": "tres", "version": scene.case.version,
        "duty_reason": "La familia denunció en Fiscalía, número 4421.", "paso": "confirmar",
    }  # fmt: skip
    client.post(url, typed)
    with school_context(scene.school):
        tramite.refresh_from_db()
    assert tramite.closed_at is not None


def test_the_case_page_names_each_procedure_and_no_more_queries(client, scene, clock):
    clock(LATER)
    enter(client, scene.encargada)
    client.get(page(scene, "case-detail"))
    with CaptureQueriesContext(connection) as one:
        client.get(page(scene, "case-detail"))
    start(scene)
    with CaptureQueriesContext(connection) as two:
        text = client.get(page(scene, "case-detail")).content.decode()

    assert len(two) == len(one)
    assert "Disciplina de prueba" in text


def test_who_only_reported_sees_no_tramites(client, scene):
    colleague = MembershipFactory(school=scene.school, role=Role.DOCENTE)
    enter(client, colleague)

    assert client.get(page(scene)).status_code == 404


# -- facts ------------------------------------------------------------------------------


def test_a_fact_stated_later_starts_what_hangs_on_it(client, scene, clock):
    clock(LATER)
    with school_context(scene.school):
        Case.objects.filter(pk=scene.case.pk).update(facts={"agresor_edad": 12})
    scene.refresh()
    enter(client, scene.encargada)
    typed = {
        "constituye_delito": "si", "vulneracion": "", "lesiones_o_senales": "",
        "agresor_edad": "12", "reason": "La familia trajo el informe médico.", "envio": "f",
        "version": scene.case.version,
    }  # fmt: skip

    page_of = client.get(page(scene, "case-facts")).content.decode()
    card = client.post(page(scene, "case-facts"), typed).content.decode()
    client.post(page(scene, "case-facts"), typed | {"paso": "confirmar"})

    assert "Si los hechos constituyen delito" in page_of
    assert "Si la denuncia resultó fundada" not in page_of  # the report says it
    assert "se calculan de nuevo" in card
    assert row_of(scene, "bul-06-denuncia-delito").state == "vencido"
    with school_context(scene.school):
        case = Case.objects.get(pk=scene.case.pk)
        line = Actuacion.objects.get(acto=Acto.PRECISAR_DATO)
    assert case.facts == {"agresor_edad": 12, "constituye_delito": True}
    assert "constituyen delito: Sí." in line.text
    assert line.data["before"] == {"constituye_delito": None}


def test_nothing_is_written_when_nothing_changes(client, scene, clock):
    clock(LATER)
    enter(client, scene.encargada)
    typed = {
        "constituye_delito": "no", "vulneracion": "no", "lesiones_o_senales": "no",
        "agresor_edad": "12", "reason": "Se revisaron los antecedentes.", "envio": "g",
        "version": scene.case.version,
    }  # fmt: skip

    assert "Ningún dato cambia" in client.post(page(scene, "case-facts"), typed).content.decode()
