"""The planner gives E01 from its first date alone, and never supposes what a family may do."""

from datetime import date

import pytest
from django.urls import reverse

from cases.planner.plan import last_safe_day, plan_of
from cases.planner.questions import fact_questions, start_events
from protocols.catalog import load_catalog, modelos
from protocols.engine import Event, evaluate
from schools.models import Role
from tests.cases.scenes import Scene
from tests.factories import MembershipFactory, SchoolFactory
from tests.protocols.scenarios import ACOSO, SANTIAGO, at

FACTS = {"denuncia_forma": "verbal", "resultado": "fundada", "asistio_apoderado": "primera",
         "constituye_delito": "no", "vulneracion": "no", "lesiones_o_senales": "no"}  # fmt: skip
EVERY = [protocol for modelo in modelos() for protocol in load_catalog(modelo)]


def dates(plan) -> dict[str, str]:
    return {row.status.step.id[:6]: row.on.isoformat() for row in plan.dated}


def test_each_thing_done_on_its_last_day_is_scenario_e01():
    events = [Event("ev_denuncia", at("2026-04-29T10:20"))]

    found = dates(plan_of(ACOSO, FACTS, events, SANTIAGO))

    assert found["bul-12"] == "2026-05-08"
    assert found["bul-13"] == "2026-06-01"
    assert found["bul-15"] == "2026-06-03"
    assert found["bul-16"] == "2026-06-08"
    assert found["bul-25"] == "2026-06-10"
    assert "bul-26" not in found  # nobody supposes that a family will ask again


def test_without_the_chain_only_what_follows_from_the_dates_is_shown():
    events = [Event("ev_denuncia", at("2026-04-29T10:20"))]

    plan = plan_of(ACOSO, FACTS, events, SANTIAGO, chain=False)

    assert "bul-13" not in dates(plan)
    assert not any(row.supposed for row in plan.dated)
    assert any(status.step.id.startswith("bul-13") for status in plan.undated)


def test_the_last_safe_day_of_an_act_is_the_first_plazo_it_meets():
    events = [Event("ev_denuncia", at("2026-04-29T10:20"))]
    timeline = evaluate(ACOSO, FACTS, events, SANTIAGO, at("2026-04-29T11:00"))

    assert last_safe_day(timeline, ["bul-07-resguardo"]) == date(2026, 4, 30)
    assert last_safe_day(timeline, ["ev_resolucion"]) is None


@pytest.mark.parametrize("protocol", EVERY, ids=[p.key for p in EVERY])
def test_every_protocol_of_the_catalogue_can_be_planned(protocol):
    names = start_events(protocol)
    events = [Event(name, at("2026-03-04T09:00")) for name, _ in names] or [
        Event("ev_conocimiento", at("2026-03-04T09:00"))
    ]

    plan = plan_of(protocol, {}, events, SANTIAGO)

    assert plan.dated or not any(s.plazo.unit.needs_amount for s in protocol.steps)
    assert all(title[0].isupper() for _, title in names if title[0].isalpha())
    assert {q.name for q in fact_questions(protocol)} <= set(protocol.facts)


@pytest.mark.django_db
def test_the_page_asks_then_answers_and_writes_nothing(client, school):
    scene = Scene.open(school)
    client.force_login(scene.encargada.user)
    url = reverse("planner-plan", args=["acoso_escolar"])

    empty = client.get(url)
    answer = client.get(
        url, {"cuando_ev_denuncia_0": "2026-04-29", "cuando_ev_denuncia_1": "10:20", "chain": "on"}
    )
    nothing = client.get(url, {"dato_resultado": "fundada"})

    assert "Calcular las fechas" in empty.content.decode()
    assert "Jueves 30 de abril de 2026, 10:20" in answer.content.decode()
    assert "al menos una fecha" in nothing.content.decode()
    assert client.get(reverse("planner-plan", args=["no-existe"])).status_code == 404


@pytest.mark.django_db
def test_a_school_without_reglamento_is_told_so(client):
    member = MembershipFactory(school=SchoolFactory(), role=Role.ENCARGADA)
    client.force_login(member.user)

    assert "No hay reglamento vigente" in client.get(reverse("planner")).content.decode()


@pytest.mark.django_db
def test_dates_outside_the_reviewed_calendar_are_said(client, school):
    scene = Scene.open(school)
    client.force_login(scene.encargada.user)

    answer = client.get(
        reverse("planner-plan", args=["acoso_escolar"]),
        {"cuando_ev_denuncia_0": "2041-04-29", "cuando_ev_denuncia_1": "10:20"},
    )

    assert "calendario revisado" in answer.content.decode()
