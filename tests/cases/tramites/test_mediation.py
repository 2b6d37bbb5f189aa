"""What may be agreed, and what ends an open mediation."""

from copy import deepcopy

import pytest
from django.urls import reverse

from cases.deadlines.selectors import main_tramite, timeline_of
from cases.models import Actuacion, Case, Tramite
from cases.states import Acto
from cases.tramites.facts import state_facts
from cases.tramites.kinds import Kind, kind_of
from cases.tramites.services import refuse_agreement, start_tramite
from convivencia.exceptions import DomainError
from protocols.catalog import protocol_from_data
from protocols.models import ReglamentoVersion
from protocols.selectors import protocol_of
from schools.tenancy.context import school_context
from tests.cases.scenes import at
from tests.cases.tramites.procedures import DISCIPLINA, LATER, MEDIACION, enter, page, start

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("facts", "key", "norm"),
    [
        ({}, "acoso_escolar", "A-68"),
        ({"constituye_delito": True}, "prueba_disciplina", "art. 16 E, letra k"),
        ({"vulneracion": True}, "prueba_disciplina", "art. 16 E, letra k"),
    ],
)
def test_what_may_not_be_agreed_is_refused_with_its_norm(scene, facts, key, norm):
    with school_context(scene.school):
        case = scene.case
        case.facts = {**case.facts, **facts}
        case.protocol_key = key
        case.save(update_fields=["facts", "protocol_key"])
        Tramite.objects.filter(case=case).update(protocol_key=key)
        with pytest.raises(DomainError, match="no procede") as refused:
            start_tramite(
                case=case, protocol_key="mediacion", reason="Ambas familias lo piden.", at=LATER,
                actor=scene.encargada, now=LATER,
            )  # fmt: skip
    assert any(norm in reason for reason in refused.value.reasons)


def with_mediation(scene):
    """A case of discipline whose parties are in a mediation."""
    with school_context(scene.school):
        Case.objects.filter(pk=scene.case.pk).update(protocol_key="prueba_disciplina")
        Tramite.objects.filter(case=scene.case).update(protocol_key="prueba_disciplina")
    scene.refresh()
    return start(scene, "mediacion")


def test_the_protocol_that_protects_ends_an_open_mediation(scene):
    mediation = with_mediation(scene)

    start(scene, "acoso_escolar", reason="El relato cambió: hay acoso.")

    with school_context(scene.school):
        mediation.refresh_from_db()
        told = Actuacion.objects.get(acto=Acto.CERRAR_TRAMITE)
        assert scene.case.tramites.filter(protocol_key="acoso_escolar", closed_at=None).exists()
    assert mediation.closed_at is not None
    assert "A-68" in mediation.close_reason
    assert "A-68" in told.text
    assert told.tramite_id == mediation.pk


def test_what_may_be_agreed_leaves_the_mediation_open(scene):
    mediation = with_mediation(scene)

    start(scene, "faltas_leves")

    with school_context(scene.school):
        mediation.refresh_from_db()
    assert mediation.closed_at is None


def test_a_crime_stated_later_ends_an_open_mediation(scene):
    mediation = with_mediation(scene)
    with school_context(scene.school):
        own = ReglamentoVersion.objects.get(pk=scene.case.reglamento_id)
        asks = deepcopy(DISCIPLINA)
        asks["key"], asks["facts"] = "con_delito", {"constituye_delito": "hay un posible delito"}
        for row in asks["steps"]:
            row["id"] = row["id"].replace("dis-", "del-")
        asks["prefix"], asks["gates"] = "del", []
        asks["steps"][2]["when"] = {"fact": "constituye_delito", "equals": True}
        own.pk, own.version = None, own.version + 1
        own.protocols = {**own.protocols, "con_delito": asks}
        own.save(force_insert=True)
        Case.objects.filter(pk=scene.case.pk).update(reglamento=own)
    scene.refresh()
    start(scene, "con_delito")
    with school_context(scene.school):
        state_facts(
            case=scene.case, answers={"constituye_delito": "si"}, actor=scene.encargada, now=LATER,
            reason="El certificado del hospital lo dice.",
        )  # fmt: skip
        mediation.refresh_from_db()
    assert mediation.closed_at is not None
    assert "16 E, letra k" in mediation.close_reason


def test_a_case_opened_as_mediation_also_stops(client, scene, clock):
    with school_context(scene.school):
        Case.objects.filter(pk=scene.case.pk).update(protocol_key="mediacion")
        Tramite.objects.filter(case=scene.case).update(protocol_key="mediacion")
    scene.refresh()
    start(scene, "acoso_escolar")
    client.force_login(scene.encargada.user)

    page = client.get(reverse("case-tramites", args=[scene.case.pk]))

    with school_context(scene.school):
        assert main_tramite(scene.case).closed_at is not None
    assert page.status_code == 200
    assert client.get(reverse("case-detail", args=[scene.case.pk])).status_code == 200


def test_the_card_says_that_the_mediation_ends(client, scene, clock):
    with_mediation(scene)
    clock(LATER)
    enter(client, scene.encargada)
    typed = {
        "protocol": "acoso_escolar", "at_0": "2026-04-30", "at_1": "11:00",
        "reason": "El relato cambió: hay acoso.", "envio": "tres", "version": scene.case.version,
    }  # fmt: skip

    text = client.post(page(scene, "case-tramite-start"), typed).content.decode()

    assert "termina ahora" in text


def test_a_conflict_without_crime_nor_rights_at_stake_may_be_agreed(scene):
    with school_context(scene.school):
        Tramite.objects.filter(case=scene.case).update(protocol_key="prueba_disciplina")
        refuse_agreement(scene.case)


def test_a_version_published_before_kinds_is_still_understood():
    old = {k: v for k, v in MEDIACION.items() if k != "kind"}

    assert kind_of(protocol_from_data(old)) is Kind.GESTION_COLABORATIVA


def test_an_oficio_beside_keeps_its_own_steps(scene):
    with school_context(scene.school):
        start_tramite(
            case=scene.case, protocol_key="oficio", reason="Aviso al Tribunal de Familia.",
            at=LATER, actor=scene.encargada, now=LATER,
        )  # fmt: skip
        oficio = scene.case.tramites.get(protocol_key="oficio")
        timeline = timeline_of(scene.case, oficio, now=LATER)
    assert timeline.protocol == protocol_of(scene.case.reglamento, "oficio")
    assert timeline["ofi-02-enviar"].due.at == at("2026-04-30 10:20")
