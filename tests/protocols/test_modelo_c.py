"""The protocol of modelo C: its table of steps, and whole cases worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from protocols.catalog import load_catalog
from protocols.engine import Norma, Trigger, problems
from tests.protocols.solved import agrees, solve

ROWS = json.loads(
    (Path(__file__).parents[1] / "data/dominio/modelo_c_pasos.json").read_text(encoding="utf-8")
)
[PROTOCOL] = load_catalog("C")


def solve_c(eventos: str, ahora: str = "2026-12-30T12:00", **hechos):
    return solve("C", "maltrato_acoso_violencia", eventos, ahora, **hechos)


# La fuente no fija cuánto dura la prórroga; la lectura C24 recomienda otros cinco días.
READ_OTHERWISE = {"SJ-25": (5, "dias_habiles", "C24")}


# -- la tabla de pasos ----------------------------------------------------------------------


def test_every_step_of_the_source_is_there_once_and_in_order():
    assert [step.id for step in PROTOCOL.steps] == [row["id"] for row in ROWS]
    assert sum(row["cantidad"] > 0 for row in ROWS) == 18


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_plazo_trigger_and_source_are_those_of_the_text(row):
    step = PROTOCOL.step(row["id"])

    amount, unit, _ = READ_OTHERWISE.get(row["id"], (row["cantidad"], row["unidad"], ""))
    assert (step.plazo.amount, step.plazo.unit.value) == (amount, unit)
    assert step.counts_from.text == row["cuenta_desde"]
    assert step.source.locus == row["fuente"]


def test_the_declaration_can_be_followed():
    assert problems(PROTOCOL) == []


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_step_without_source_or_with_an_unknown_event_is_refused(row):
    step = PROTOCOL.step(row["id"])
    for broken in (
        replace(step, source=Norma("")),
        replace(step, counts_from=Trigger(("ev_que_nadie_produce",))),
    ):
        steps = tuple(broken if s.id == step.id else s for s in PROTOCOL.steps)
        assert any(step.id in text for text in problems(replace(PROTOCOL, steps=steps)))


# -- casos resueltos ------------------------------------------------------------------------


def test_e1_pairs_each_step_on_its_last_day_through_semana_santa():
    steps = solve_c(
        """
        ev_conocimiento  2026-04-02T11:10
        SJ-15            2026-04-02T13:00
        SJ-16            2026-04-02T15:30
        SJ-05            2026-04-06T10:00
        SJ-14            2026-04-06T10:30
        SJ-17            2026-04-06T17:00
        SJ-10            2026-04-07T16:00
        SJ-19            2026-04-08T12:30
        SJ-20            2026-04-09T09:40
        SJ-24            2026-04-15T17:00
        SJ-31            2026-04-22T16:00
        SJ-33            2026-04-29T12:00
        SJ-34            2026-05-07T10:00
        """,
        agresor_tipo="estudiante",
        constituye_delito=False,
        lesiones_o_senales=False,
    )

    expected = """
        SJ-05   2026-04-06
        SJ-14   2026-04-06
        SJ-15   2026-04-06
        SJ-16   2026-04-06
        SJ-17   2026-04-06
        SJ-10   2026-04-07
        SJ-19e  2026-04-07
        SJ-19   2026-04-08
        SJ-20   2026-04-09T12:30
        SJ-24e  2026-04-13
        SJ-24   2026-04-15
        SJ-31   2026-04-22
        SJ-33   2026-04-29
        SJ-34e  2026-04-29
        SJ-34   2026-05-07
    """
    assert agrees(steps, expected) == {}
    late = [i for i, step in steps.items() if step["estado"] == "cumplido_tarde"]
    assert late == []
    assert steps["SJ-22"]["estado"] == "no_aplica"


E3 = """
        ev_antecedente_anonimo  2026-09-11T21:15
        ev_conocimiento         2026-09-14T08:40
        SJ-16                   2026-09-14T12:00
        SJ-05                   2026-09-15T09:00
        SJ-10                   2026-09-16T11:00
        SJ-19                   2026-09-17T10:00
        SJ-20                   2026-09-17T16:20
        {prorroga}
        SJ-31                   2026-10-09T12:00
        SJ-33                   2026-10-19T17:00
        SJ-34                   2026-10-26T10:00
"""
E3_DATES = """
        SJ-05   2026-09-15
        SJ-16   2026-09-15
        SJ-10   2026-09-16
        SJ-19e  2026-09-16
        SJ-19   2026-09-17
        SJ-20   2026-09-18T10:00
        SJ-24e  2026-09-23
        SJ-25   2026-10-02
        SJ-31   2026-10-09
        SJ-33   2026-10-19
        SJ-34   2026-10-26
"""
PRORROGA = "ev_prorroga 2026-09-25T13:00 paso=SJ-24\n SJ-24 2026-10-02T15:00"


def test_e3_prorroga_counts_from_the_original_vencimiento():
    steps = solve_c(E3.format(prorroga=PRORROGA), agresor_tipo="estudiante")

    assert agrees(steps, E3_DATES) == {}
    assert agrees(steps, "SJ-24 2026-10-02\n SJ-24a 2026-09-25") == {}
    assert steps["SJ-24"]["estado"] == "cumplido"


def test_e3_the_extended_stretch_may_be_recorded_as_its_own_step():
    rows = "SJ-24 2026-09-25T13:00\n SJ-25 2026-10-02T15:00"
    steps = solve_c(E3.format(prorroga=rows), agresor_tipo="estudiante")

    assert agrees(steps, E3_DATES + "SJ-24 2026-09-25") == {}


def test_e3_a_prorroga_after_the_vencimiento_is_worth_nothing():
    late = PRORROGA.replace("09-25T13:00", "09-28T09:00")
    steps = solve_c(E3.format(prorroga=late), agresor_tipo="estudiante")

    assert agrees(steps, "SJ-24 2026-09-25") == {}
    assert steps["SJ-24"]["estado"] == "cumplido_tarde"


def test_an_anonymous_message_of_a_crime_opens_only_what_protects():
    steps = solve_c(
        "ev_conocimiento 2026-09-11T21:15",
        "2026-09-12T09:00",
        denuncia_anonima=True,
        constituye_delito=True,
    )

    assert agrees(steps, "SJ-06 2026-09-12T21:15\n SJ-12 2026-09-12T21:15") == {}
    assert agrees(steps, "SJ-12t 2026-09-13T21:15") == {}
    assert {steps[i]["estado"] for i in ("SJ-03", "SJ-05", "SJ-14", "SJ-17")} == {"no_aplica"}


def test_a_teacher_is_accused_on_a_saturday():
    """Sábado 6 de junio, 18:30; la denuncia corre por reloj y la reasignación, el lunes."""
    steps = solve_c(
        """
        ev_conocimiento  2026-06-06T18:30
        SJ-06            2026-06-07T11:00
        SJ-05            2026-06-08T09:00
        """,
        "2026-06-08T10:00",
        agresor_tipo="funcionario",
        constituye_delito=True,
        vulneracion=True,
        lesiones_o_senales=True,
    )

    expected = """
        SJ-06   2026-06-07T18:30
        SJ-12   2026-06-07T18:30
        SJ-12t  2026-06-08T18:30
        SJ-05   2026-06-08
        SJ-22   2026-06-08
        SJ-23   2026-06-12
        SJ-10   2026-06-09
    """
    assert agrees(steps, expected) == {}
    assert steps["SJ-06"]["estado"] == "cumplido"
    assert steps["SJ-12"]["estado"] == "vencido"
    assert steps["SJ-35"]["estado"] == "no_aplica"


def test_winter_holidays_do_not_stop_the_investigation():
    """Miércoles 24 de junio: sólo el lunes 29 (San Pedro y San Pablo) no se cuenta."""
    steps = solve_c(
        """
        ev_conocimiento  2026-06-23T10:00
        SJ-05            2026-06-23T12:00
        SJ-10            2026-06-24T09:00
        SJ-19            2026-06-24T12:00
        """,
        "2026-06-25T09:00",
    )

    assert agrees(steps, "SJ-24 2026-07-02\n SJ-24e 2026-07-01\n SJ-20 2026-06-25T12:00") == {}


def test_doing_a_stage_early_brings_forward_all_that_follows():
    steps = solve_c(
        """
        ev_conocimiento  2026-05-11T10:00
        SJ-05            2026-05-11T12:00
        SJ-10            2026-05-12T09:00
        SJ-19            2026-05-12T12:00
        SJ-24            2026-05-14T17:00
        SJ-31            2026-05-15T10:00
        SJ-32            2026-05-18T10:00
        """,
    )

    assert agrees(steps, "SJ-24 2026-05-19\n SJ-31 2026-05-22\n SJ-33 2026-05-26") == {}
