"""Conditions over facts: which steps a case has, and who receives its denuncia."""

from __future__ import annotations

import pytest

from protocols.engine import State
from protocols.engine.conditions import Condition, holds, missing_facts
from tests.protocols.scenarios import (
    E01,
    due,
    event,
    run,
    status_of,
)

PENAL = "Carabineros, PDI, Ministerio Público o tribunal con competencia penal"
FAMILIA = "Tribunal de Familia o red de protección"


@pytest.mark.parametrize(
    ("facts", "recipients"),
    [
        ({"agresor_edad": 14}, (PENAL,)),  # 14 cumplidos el día del hecho, A-36
        ({"agresor_edad": 15}, (PENAL,)),
        ({"agresor_edad": 13}, (FAMILIA,)),
        ({"agresor_edad": "12"}, (FAMILIA,)),
        ({}, (PENAL, FAMILIA)),  # no se sabe: a ambos
        ({"agresor_edad": "desconocida"}, (PENAL, FAMILIA)),
        ({"agresor_edad": 16, "vulneracion": True}, (PENAL, FAMILIA)),
    ],
)
def test_the_age_decides_who_receives_the_denuncia(facts, recipients):
    timeline = run(E01[:1], "2026-04-29T11:00", constituye_delito=True, **facts)

    assert status_of(timeline, "bul-06").recipients == recipients


@pytest.mark.parametrize(
    ("facts", "state", "reason"),
    [
        ({"constituye_delito": True}, "en_curso", ""),
        ({"vulneracion": "sí"}, "en_curso", ""),
        (
            {"constituye_delito": False, "vulneracion": "no"},
            "no_aplica",
            "No se aplica: los hechos no constituyen delito ni vulneración de derechos.",
        ),
        (
            {"constituye_delito": False},
            "en_espera",
            "Falta saber si hay vulneración de derechos.",
        ),
        (
            {},
            "en_espera",
            "Falta saber si los hechos constituyen delito; si hay vulneración de derechos.",
        ),
    ],
)
def test_a_missing_fact_is_unknown_and_not_false(facts, state, reason):
    status = status_of(run(E01[:1], "2026-04-29T11:00", **facts), "bul-06")

    assert (status.state.value, status.reason) == (state, reason)
    assert (status.due is None) == (state == "no_aplica")


@pytest.mark.parametrize(
    ("asistio", "primera", "segunda"),
    [
        ("1ª", "vencido", "no_aplica"),
        ("parcial", "vencido", "por_vencer"),  # una familia sí y otra no: corren las dos
        ("2ª", "no_aplica", "por_vencer"),
        ("nunca", "no_aplica", "por_vencer"),
        (None, "vencido", "en_espera"),
    ],
)
def test_the_second_summons_is_for_the_family_that_did_not_come(asistio, primera, segunda):
    timeline = run(E01[:2], "2026-05-06", asistio_apoderado=asistio)

    assert status_of(timeline, "bul-10").state.value == primera
    assert status_of(timeline, "bul-11").state.value == segunda


@pytest.mark.parametrize(
    ("asistio", "party", "segunda"),
    [
        ("segunda", "", "cumplido"),
        ("nunca", "", "cumplido"),  # la fecha fijada vale por la entrevista
        ("segunda", "victima", "por_vencer"),  # falta la otra familia
        ("parcial", "", "por_vencer"),  # esa entrevista pudo ser la primera
    ],
)
def test_the_interview_of_all_completes_the_second_summons(asistio, party, segunda):
    history = [*E01[:2], event("ev_entrevista", "2026-05-06", party=party)]

    timeline = run(history, "2026-05-06", asistio_apoderado=asistio)

    assert status_of(timeline, "bul-11").state.value == segunda


def test_antecedentes_count_from_the_date_of_the_second_summons():
    history = [*E01[:2], event("bul-11-entrevista-2", "2026-05-07")]

    timeline = run(history, "2026-05-08", asistio_apoderado="nunca")

    assert due(timeline, "bul-12") == "2026-05-14"


@pytest.mark.parametrize(
    ("resultado", "yes", "no"),
    [("fundada", ["16", "17"], ["18", "19"]), ("no_fundada", ["18"], ["14", "16", "17"])],
)
def test_each_result_opens_its_own_steps(resultado, yes, no):
    history = [e for e in E01[:6] if e.name != "bul-14-resolucion"]
    timeline = run(history, "2026-06-04", resultado=resultado)

    assert {status_of(timeline, f"bul-{c}").state.value for c in no} == {"no_aplica"}
    assert "no_aplica" not in {status_of(timeline, f"bul-{c}").state.value for c in yes}


def test_a_step_that_does_not_apply_is_done_only_if_written_by_its_own_id():
    closed = run(E01, "2026-06-20", resultado="fundada")
    archived = run([*E01, event("bul-19-cierre", "2026-06-18")], "2026-06-20", resultado="fundada")

    assert status_of(closed, "bul-19").state is State.NO_APLICA
    assert status_of(archived, "bul-19").state is State.CUMPLIDO


@pytest.mark.parametrize(
    ("condition", "facts", "answer"),
    [
        (Condition(), {}, True),
        (Condition(fact="a", equals=True), {"a": "Sí"}, True),
        (Condition(fact="a", equals=True), {"a": 1}, None),
        (Condition(fact="a", equals=True), {"a": "quizás"}, None),  # no es una respuesta
        (Condition(fact="a", equals=True), {"a": "No sé"}, None),
        (Condition(fact="a", equals="verbal"), {"a": " VERBAL "}, True),
        (Condition(fact="a", at_least=14), {"a": "14"}, True),
        (Condition(fact="a", below=14), {"a": 14.0}, False),
        (Condition(fact="a", below=14), {"a": "doce"}, None),
        (Condition(fact="a", equals=1, missing=False), {}, False),
        (Condition(all_of=(Condition(fact="a", equals=1), Condition(fact="b", equals=1))),
         {"a": 2}, False),
        (Condition(any_of=(Condition(fact="a", equals=1), Condition(fact="b", equals=1))),
         {"a": 2}, None),
        (Condition(none_of=(Condition(fact="a", equals=1),)), {"a": 1}, False),
        (Condition(none_of=(Condition(fact="a", equals=1),)), {}, None),
    ],
)  # fmt: skip
def test_condition_has_three_answers(condition, facts, answer):
    assert holds(condition, facts) is answer


def test_missing_facts_are_named_once():
    condition = Condition(any_of=(Condition(fact="a", equals=1), Condition(fact="a", equals=2)))

    assert missing_facts(condition, {}) == ["a"]
