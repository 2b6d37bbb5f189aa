"""The other dates of a step: which are shown, and which move with a prórroga."""

from __future__ import annotations

from dataclasses import replace

import pytest

from protocols.engine import State, Unit, compute
from protocols.engine.conditions import Condition
from protocols.engine.definitions import Alternative, PlazoCase, ReadingKind
from protocols.engine.plazos import Norma, Plazo
from protocols.engine.readings import Computed, prorroga_of, shown_readings
from protocols.engine.timeline import Reading
from tests.protocols.scenarios import ACOSO, E01, SANTIAGO, at, event, run, status_of

SOURCE = Norma("1", "Reglamento")
HABILES = Unit.DIAS_HABILES
START = at("2026-05-04T10:00")


def plazo(amount: int, unit: Unit = HABILES) -> Plazo:
    return Plazo(unit, SOURCE, amount)


def due(amount: int, extra: int = 0):
    return compute(START, amount, HABILES, SANTIAGO, extra=extra)


@pytest.mark.parametrize(
    ("other", "kind", "extended", "days"),
    [
        (plazo(15), ReadingKind.VARIANTE, True, 10),  # el mismo plazo, contado desde otro día
        (plazo(15), ReadingKind.ALERTA, True, 0),  # avisa a quien no contaría la prórroga
        (plazo(10), ReadingKind.VARIANTE, True, 0),
        (plazo(15, Unit.DIAS_CORRIDOS), ReadingKind.VARIANTE, True, 0),
        (plazo(10), ReadingKind.ALERTA, True, 0),
        (plazo(15), ReadingKind.VARIANTE, False, 0),
        (plazo(10), ReadingKind.ALERTA, False, 0),
    ],
)
def test_a_prorroga_moves_the_same_plazo_and_no_other(other, kind, extended, days):
    computed = Computed(plazo(15), due(15, extra=10), extended=extended)

    assert prorroga_of(Alternative("otra", other, kind=kind), computed) == days


def test_what_has_no_date_has_no_prorroga():
    computed = Computed(plazo(15), None, extended=True)

    assert prorroga_of(Alternative("otra", plazo(15)), computed) == 0


@pytest.mark.parametrize(
    ("main", "shown"),
    [
        (due(5), ["con nombre", "otro día"]),  # «mismo día» no diría nada nuevo
        (None, ["con nombre", "mismo día", "otro día"]),
    ],
)
def test_a_reading_of_the_same_day_is_shown_only_if_it_has_a_name(main, shown):
    found = [
        Reading("con nombre", due(8), SOURCE, id="X-1"),
        Reading("mismo día", due(5), SOURCE),
        Reading("otro día", due(6), SOURCE),
        Reading("mismo día que el que tiene nombre", due(8), SOURCE),
    ]

    assert [reading.label for reading in shown_readings(main, found)] == shown


@pytest.mark.parametrize(
    ("hay_apuro", "vence", "state"),
    [
        (True, "2026-05-07", State.POR_VENCER),
        (False, None, State.EN_CURSO),  # la regla general no fija plazo
    ],
)
def test_a_general_rule_without_plazo_is_kept_when_no_case_holds(hay_apuro, vence, state):
    case = PlazoCase(Condition(fact="hay_apuro", equals=True), plazo(3), "con apuro")
    general = replace(ACOSO.steps[0].plazo, unit=Unit.SIN_PLAZO, amount=0)
    step = replace(
        ACOSO.step("bul-12-antecedentes"), plazo=general, plazo_cases=(case,), alternatives=()
    )
    steps = tuple(step if s.id == step.id else s for s in ACOSO.steps)
    protocol = replace(ACOSO, steps=steps)
    history = [*E01[:2], event("ev_entrevista", "2026-05-04")]

    status = status_of(run(history, "2026-05-05", protocol, hay_apuro=hay_apuro), "bul-12")

    assert (status.due and status.due.on.isoformat()) == vence
    assert (status.state, status.alternatives) == (state, ())


def test_a_prorroga_of_another_step_does_not_extend_this_one():
    history = [*E01[:3], event("ev_prorroga", "2026-05-04", step="bul-12-antecedentes")]

    assert not [s.step.id for s in run(history, "2026-05-05") if s.extended]
