"""Corners of the engine that no scenario reaches, one line each."""

from __future__ import annotations

import pytest

from protocols.catalog import protocol_from_data
from protocols.catalog.faltas import load_regimen
from protocols.engine import Norma, check_gate
from protocols.engine.errors import CalendarRangeError, ProtocolError
from protocols.engine.scenario import read_events
from tests.protocols.scenarios import ACOSO, E01, SANTIAGO, at, day, due, event, run


def test_counting_back_past_the_first_day_of_the_table_is_refused():
    with pytest.raises(CalendarRangeError, match="Contar -5 días"):
        SANTIAGO.add(day("2018-01-03"), -5)


@pytest.mark.parametrize(
    ("since", "days", "arrives"),
    [
        ("2026-05-08", -1, "2026-05-07"),
        ("2026-05-09", -1, "2026-05-08"),  # desde un sábado
        ("2026-05-04", -1, "2026-04-30"),  # el viernes 1 de mayo es feriado
        ("2026-09-21", -5, "2026-09-11"),  # el 18 es feriado: 17, 16, 15, 14 y 11
    ],
)
def test_counting_back(since, days, arrives):
    assert SANTIAGO.add(day(since), days) == day(arrives)


def test_a_modelo_of_the_library_may_bring_no_faltas():
    assert load_regimen("Z") is None


@pytest.mark.parametrize(
    ("step", "due_of_the_report"),
    [
        ("bul-13-informe-encargado", "2026-06-15"),  # la del informe lo corre diez días
        ("bul-13", "2026-06-15"),
        ("", "2026-06-15"),  # sin decir de qué paso: de los que la admiten
        ("bul-12-antecedentes", "2026-06-01"),  # la de otro paso no lo mueve
    ],
)
def test_a_prorroga_moves_only_its_own_step(step, due_of_the_report):
    history = [*E01[:3], event("ev_prorroga", "2026-05-27", step=step)]

    assert due(run(history, "2026-05-28"), "bul-13") == due_of_the_report


def test_a_norma_is_cited_with_its_instrument_if_it_has_one():
    assert str(Norma("art. 25", "Ley 19.880")) == "Ley 19.880, art. 25"
    assert str(Norma("8.6.3.4")) == "8.6.3.4"


def test_a_prorroga_of_a_step_that_does_not_exist_is_refused():
    row = {"evento": "ev_prorroga", "en": "2026-06-01", "paso": "bul-99", "dias": 10}

    with pytest.raises(ProtocolError, match="«bul-99» no existe"):
        read_events([row], ACOSO, SANTIAGO.tz)


def test_a_second_pause_or_a_loose_resumption_changes_nothing():
    history = [
        event("ev_denuncia", "2026-04-29T10:20"),
        event("ev_comunicacion_1", "2026-04-29"),
        event("ev_entrevista", "2026-04-30"),
        event("ev_reanudacion", "2026-05-01", step="bul-12"),
        event("ev_pausa", "2026-05-04", step="bul-12"),
        event("ev_pausa", "2026-05-05", step="bul-12"),
        event("ev_reanudacion", "2026-05-06", step="bul-12"),
    ]

    assert due(run(history, "2026-05-07"), "bul-12") == "2026-05-12"


WINDOW = {
    "key": "prueba",
    "modelo": "A",
    "version": "1",
    "title": "Prueba",
    "source": "1",
    "in_force_from": "2026-01-01",
    "facts": {"hay_ventana": "si hay ventana"},
    "steps": [
        {
            "id": "pru-01-ventana",
            "title": "Ventana",
            "stage": "Investigación",
            "responsible": "Dirección",
            "counts_from": "ev_denuncia",
            "plazo": "5 dias_habiles",
            "when": {"fact": "hay_ventana", "equals": True},
            "nature": "ventana",
            "source": "1",
        }
    ],
    "gates": [
        {
            "acts": "ev_informe",
            "requirements": [
                {"id": "v", "text": "Corre.", "step": "pru-01-ventana", "elapsed": "pru-01-ventana",
                 "source": "1"}
            ],
        }
    ],
}  # fmt: skip


@pytest.mark.parametrize(("there_is", "asked"), [(True, ["v"]), (False, [])])
def test_a_window_that_does_not_apply_is_no_requirement(there_is, asked):
    protocol, facts = protocol_from_data(WINDOW), {"hay_ventana": there_is}
    history = [event("ev_denuncia", "2026-04-29T10:20")]
    timeline = run(history, "2026-04-30", protocol, **facts)

    missing = check_gate(protocol, "ev_informe", timeline, facts, history, at("2026-04-30"))

    assert [rule.id for rule in missing] == asked
