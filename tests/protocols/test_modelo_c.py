"""The protocol of modelo C: its table of steps, and whole cases worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from protocols.catalog import load_catalog
from protocols.engine import Norma, Trigger, problems
from tests.protocols.solved import agrees, readings, solve

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


# Each row: what happened, what is known, the dates. Solved by hand from the layers cited.
SOLVED = {
    # Funcionario contra estudiante: N l.71-74 y l.96-97, TD l.247-257. Jueves 15 de octubre.
    # El 31 es feriado y sábado; el 1 de noviembre, domingo. SJ-33 cuenta desde la recepción.
    "funcionario denunciado, todas las etapas": (
        """
        ev_conocimiento  2026-10-15T17:45
        SJ-06            2026-10-16T08:30
        SJ-05            2026-10-16T09:00
        SJ-10            2026-10-16T12:00
        SJ-19            2026-10-16T13:00
        SJ-24            2026-10-22T17:00
        SJ-31            2026-10-29T16:00
        SJ-32            2026-10-30T09:00
        SJ-33            2026-11-05T12:00
        """,
        {"agresor_tipo": "funcionario", "constituye_delito": True, "lesiones_o_senales": True},
        """
        SJ-01   2026-10-16
        SJ-05   2026-10-16
        SJ-06   2026-10-16T17:45
        SJ-07   2026-10-15
        SJ-12   2026-10-16T17:45
        SJ-12t  2026-10-17T17:45
        SJ-14   2026-10-16
        SJ-15   2026-10-16
        SJ-16   2026-10-16
        SJ-17   2026-10-16
        SJ-22   2026-10-16
        SJ-23   2026-10-22
        SJ-10   2026-10-19
        SJ-19e  2026-10-19
        SJ-19   2026-10-19
        SJ-20   2026-10-17T13:00
        SJ-24e  2026-10-23
        SJ-24   2026-10-23
        SJ-24a  2026-10-23
        SJ-31   2026-10-29
        SJ-33   2026-11-06
        SJ-34e  2026-11-06
        SJ-34   2026-11-12
        """,
    ),
    # C4: apoyo psicosocial, un día hábil; el tope de la tabla sigue siendo 48 horas de reloj.
    "apoyo psicosocial en vísperas de Año Nuevo": (
        "ev_conocimiento 2026-12-31T10:00\n SJ-10 2026-12-31T12:00",
        {"apoyo_psicosocial": True, "vulneracion": False, "constituye_delito": False},
        "SJ-12 2027-01-04\n SJ-12t 2027-01-02T10:00\n SJ-11 2027-01-04",
    ),
    # C24: una sola prórroga, de hasta cinco días, concedida antes de vencer.
    "dos prórrogas": (
        """
        SJ-19        2026-08-03T10:00
        ev_prorroga  2026-08-10T09:00 paso=SJ-24
        ev_prorroga  2026-08-17T09:00 paso=SJ-24
        """,
        {},
        "SJ-24 2026-08-17\n SJ-24a 2026-08-10\n SJ-25 2026-08-17",
    ),
    # Enero y febrero son hábiles. Miércoles 6 de enero de 2027.
    "denuncia en enero": (
        """
        ev_conocimiento  2027-01-06T10:00
        SJ-05            2027-01-07T10:00
        SJ-10            2027-01-08T10:00
        SJ-19            2027-01-11T10:00
        SJ-24            2027-01-18T10:00
        SJ-31            2027-01-25T10:00
        SJ-33            2027-02-01T10:00
        """,
        {},
        """
        SJ-05   2027-01-07
        SJ-10   2027-01-08
        SJ-19   2027-01-11
        SJ-20   2027-01-12T10:00
        SJ-24   2027-01-18
        SJ-24e  2027-01-14
        SJ-31   2027-01-25
        SJ-33   2027-02-01
        SJ-34   2027-02-08
        SJ-34e  2027-02-01
        """,
    ),
    # TD l.375-388: la visita cabe en el mismo día hábil que la entrevista.
    "la familia no llega a la entrevista": (
        "ev_conocimiento 2026-05-20T16:00\n ev_inasistencia 2026-05-22T09:00",
        {"asistio_apoderado": "nunca"},
        "SJ-17 2026-05-22\n SJ-18 2026-05-22",  # el jueves 21 es feriado
    ),
    # C15: el aviso anónimo de una vulneración, un domingo, corre por reloj.
    "aviso anónimo de vulneración": (
        "ev_antecedente_anonimo 2026-10-11T23:00",
        {"denuncia_anonima": True, "vulneracion": True},
        "SJ-06 2026-10-12T23:00\n SJ-12 2026-10-12T23:00\n SJ-12t 2026-10-13T23:00",
    ),
}


@pytest.mark.parametrize("name", SOLVED)
def test_a_case_solved_from_the_reglamento(name):
    eventos, hechos, expected = SOLVED[name]

    assert agrees(solve_c(eventos, "2027-03-01T12:00", **hechos), expected) == {}


def test_what_nobody_has_found_out_waits_and_shows_its_date():
    """Lunes 2 de marzo, 10:00: sólo se sabe que algo pasó."""
    steps = solve_c("ev_conocimiento 2026-03-02T10:00", "2026-03-02T11:00")

    assert agrees(steps, "SJ-06 2026-03-03T10:00\n SJ-12 2026-03-03T10:00") == {}
    assert {steps[i]["estado"] for i in ("SJ-06", "SJ-07", "SJ-12", "SJ-22")} == {"en_espera"}
    assert "Falta saber" in steps["SJ-06"]["motivo"]
    assert agrees(steps, "SJ-05 2026-03-03\n SJ-22 2026-03-03\n SJ-23 2026-03-09") == {}


def test_the_winter_break_is_habil_and_the_other_reading_is_shown():
    """Jueves 18 de junio; receso del 22 de junio al 3 de julio; el 29 es feriado."""
    break_ = [{"desde": "2026-06-22", "hasta": "2026-07-03", "motivo": "receso de invierno"}]
    steps = solve_c("SJ-19 2026-06-18T10:00", receso=break_)

    assert steps["SJ-24"]["vence"] == "2026-06-25"
    assert ("variante", "2026-07-09") in readings(steps, "SJ-24")
    assert readings(solve_c("SJ-19 2026-06-18T10:00"), "SJ-24") == [("variante", "2026-06-25")]


@pytest.mark.parametrize(
    ("comuna", "due"),
    [("13101", "2026-08-21"), ("16101", "2026-08-24")],
    ids=["Santiago", "Chillán"],
)
def test_the_twentieth_of_august_is_a_feriado_of_chillan(comuna, due):
    steps = solve_c("SJ-19 2026-08-14T10:00", comuna=comuna)

    assert steps["SJ-24"]["vence"] == due


def test_the_thirteen_days_to_the_report_and_twenty_three_to_the_notification():
    """§2.3: 1+1+1+5+5+5+5 días hábiles si cada etapa usa su último día. Lunes 4 de mayo."""
    steps = solve_c(
        """
        ev_conocimiento  2026-05-04T10:00
        SJ-05            2026-05-05T10:00
        SJ-10            2026-05-06T10:00
        SJ-19            2026-05-07T10:00
        SJ-24            2026-05-14T10:00
        SJ-31            2026-05-22T10:00
        SJ-33            2026-05-29T10:00
        """
    )

    assert agrees(steps, "SJ-31 2026-05-22\n SJ-33 2026-05-29\n SJ-34 2026-06-05") == {}
