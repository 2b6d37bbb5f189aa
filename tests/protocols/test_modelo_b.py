"""The protocol of modelo B: its table of steps, and whole cases worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from protocols.catalog import load_catalog
from protocols.engine import Norma, Trigger, check_gate, problems
from tests.protocols.scenarios import at, events, run
from tests.protocols.solved import agrees, readings, solve

ROWS = json.loads(
    (Path(__file__).parents[1] / "data/dominio/modelo_b_expulsion.json").read_text("utf-8")
)
[PROTOCOL] = load_catalog("B")


def solve_b(eventos: str, ahora: str = "2026-12-30T12:00", **hechos):
    return solve("B", "expulsion", eventos, ahora, **hechos)


# -- la tabla de pasos ----------------------------------------------------------------------


def test_every_step_of_the_source_is_there_once_and_in_order():
    assert [step.id for step in PROTOCOL.steps] == [row["id"] for row in ROWS]
    with_amount = [row["id"] for row in ROWS if row["cantidad"]]
    assert with_amount == ["EX-10", "EX-12", "EX-18"]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_plazo_trigger_and_source_are_those_of_the_text(row):
    step = PROTOCOL.step(row["id"])

    assert (step.plazo.amount, step.plazo.unit.value) == (row["cantidad"], row["unidad"])
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

E5_DATES = """
        EX-21   2026-07-07T10:30
        EX-10   2026-07-22
        EX-12   2026-07-28
        EX-12c  2026-07-26
        EX-18e  2026-07-28
        EX-18   2026-08-11
"""


@pytest.mark.parametrize(
    "eventos",
    [
        """
        ev_conocimiento         2026-07-06T10:30
        EX-21                   2026-07-06T12:15
        EX-05                   2026-07-06T13:00
        EX-07                   2026-07-07T09:00
        EX-10                   2026-07-21T12:00
        EX-11                   2026-07-21T12:00
        EX-12                   2026-07-28T17:50
        EX-14                   2026-08-03T12:00
        EX-15                   2026-08-04T16:00
        EX-16                   2026-08-04T16:00
        EX-18                   2026-08-07T10:00
        """,
        """
        ev_hecho                2026-07-06T10:30
        ev_apertura             2026-07-06T13:00
        ev_cautelar             2026-07-07T09:00
        ev_resolucion           2026-07-21T12:00
        ev_notificacion         2026-07-21T12:00
        ev_reconsideracion      2026-07-28T17:50
        ev_res_reconsideracion  2026-08-04T16:00
        ev_notificacion         2026-08-04T16:00
        """,
        """
        ev_hecho                2026-07-06T10:30
        ev_cautelar             2026-07-07T09:00
        ev_notificacion         2026-07-21T12:00
        ev_reconsideracion      2026-07-28T17:50
        ev_firmeza              2026-08-04T16:00
        EX-17                   2026-08-04T16:00
        """,
    ],
    ids=["por pasos", "por eventos", "por firmeza"],
)
def test_e5_expulsion_with_cautelar_and_reconsideracion(eventos):
    steps = solve_b(eventos, constituye_delito=True, edad_estudiante=16, cautelar_suspension=True)

    assert agrees(steps, E5_DATES) == {}
    assert steps["EX-12"]["estado"] == "cumplido"


def test_e7_no_renovacion_without_cautelar():
    steps = solve_b(
        """
        EX-01               2026-08-20
        EX-02               2026-11-27
        EX-10               2026-12-02T10:00
        EX-11               2026-12-02T10:00
        EX-12               2026-12-10T09:30
        EX-14               2026-12-15T10:00
        EX-15               2026-12-18T12:00
        EX-16               2026-12-18T12:00
        EX-18               2026-12-23T11:00
        """,
        cautelar_suspension=False,
        medida="cancelacion",
        edad_estudiante=13,
    )

    expected = """
        EX-12   2026-12-10
        EX-12c  2026-12-07
        EX-12x  2026-12-24
        EX-18   2026-12-28
    """
    assert agrees(steps, expected) == {}
    assert steps["EX-10"]["vence"] is None
    assert steps["EX-20"]["estado"] == "no_aplica"


def test_nobody_asks_for_reconsideracion_after_a_cautelar():
    """Notificada el viernes 22 de mayo: firme al terminar el viernes 29; se informa hasta el 5."""
    steps = solve_b(
        """
        ev_cautelar      2026-05-11T09:00
        ev_resolucion    2026-05-22T12:00
        ev_notificacion  2026-05-22T12:00
        """,
        "2026-06-01T09:00",
        cautelar_suspension=True,
        hubo_reconsideracion=False,
        medida="expulsion",
    )

    assert agrees(steps, "EX-10 2026-05-26\n EX-12 2026-05-29\n EX-18 2026-06-05") == {}


def test_without_cautelar_silence_alone_never_makes_it_firm():
    """El manual da 5 días y la ley, 15: alguien debe certificar la firmeza."""
    steps = solve_b(
        "ev_notificacion 2026-05-22T12:00",
        "2026-06-20T09:00",
        cautelar_suspension=False,
        hubo_reconsideracion=False,
        medida="expulsion",
    )

    assert agrees(steps, "EX-12 2026-05-29\n EX-12x 2026-06-12") == {}
    assert steps["EX-18"]["vence"] is None


def test_the_later_of_two_notifications_starts_the_reconsideracion():
    """Estudiante el martes 13 de octubre y apoderado el jueves 15."""
    steps = solve_b(
        """
        ev_resolucion    2026-10-13T09:00
        ev_notificacion  2026-10-13T10:00 parte=estudiante
        ev_notificacion  2026-10-15T10:00 parte=apoderado
        """,
        "2026-10-16T09:00",
        cautelar_suspension=True,
    )

    assert agrees(steps, "EX-12 2026-10-22\n EX-12c 2026-10-20") == {}


def test_a_late_reconsideracion_does_not_lengthen_the_cautelar():
    steps = solve_b(
        """
        ev_cautelar         2026-05-11T09:00
        ev_notificacion     2026-05-22T12:00
        ev_reconsideracion  2026-06-01T09:00
        """,
        "2026-06-01T10:00",
        cautelar_suspension=True,
        reconsideracion_extemporanea=True,
    )

    assert steps["EX-12"]["estado"] == "cumplido_tarde"
    assert steps["EX-13"]["estado"] == "no_aplica"


# Each row: what happened, what is known, the dates. Solved from the manual (§E, §IV.3) by hand.
SOLVED = {
    # §E 2.3 l.734: viernes 14 de agosto; el 15 es feriado, pero sábado. Consejo tardío: sin plazo.
    "cautelar notificada un viernes y Consejo de Profesores tardío": (
        """
        ev_cautelar      2026-08-14T17:00
        EX-10            2026-08-28T12:00
        EX-11            2026-08-28T17:00
        EX-12            2026-09-04T12:00
        EX-14            2026-09-22T18:00
        EX-15            2026-09-23T12:00
        EX-16            2026-09-24T09:00
        """,
        {"cautelar_suspension": True, "medida": "expulsion"},
        """
        EX-10   2026-08-28
        EX-10e  2026-08-28
        EX-12   2026-09-04
        EX-12c  2026-09-02
        EX-18e  2026-09-04
        EX-18   2026-10-01
        """,
    ),
    # §5: con dos notificaciones cuenta la última; la primera se muestra. Fiestas Patrias.
    "cautelar notificada en dos fechas": (
        """
        ev_cautelar  2026-09-09T10:00 parte=estudiante
        ev_cautelar  2026-09-11T10:00 parte=apoderado
        """,
        {"cautelar_suspension": True},
        "EX-10 2026-09-28\n EX-10e 2026-09-24",
    ),
    # §E 2.4 l.735: desde la notificación y no desde la firma. 8 de diciembre.
    "resuelta el décimo día y notificada dos días después": (
        """
        ev_cautelar  2026-11-16T12:00
        EX-10        2026-11-30T18:00
        EX-11        2026-12-02T09:00
        """,
        {"cautelar_suspension": True},
        "EX-10 2026-11-30\n EX-12 2026-12-10\n EX-12c 2026-12-07\n EX-18e 2026-12-07",
    ),
    # El receso de verano no detiene nada: sólo el 25 de diciembre y el 1 de enero.
    "cautelar en diciembre, resolución en enero, nadie recurre": (
        """
        ev_cautelar      2026-12-21T10:00
        ev_resolucion    2027-01-05T12:00
        ev_notificacion  2027-01-05T12:00
        """,
        {"cautelar_suspension": True, "hubo_reconsideracion": False, "medida": "expulsion"},
        """
        EX-10   2027-01-06
        EX-12   2027-01-12
        EX-12c  2027-01-10
        EX-18   2027-01-19
        EX-18e  2027-01-12
        """,
    ),
    # CT-5 y CT-9: sin cautelar; firmeza certificada el lunes 8 de febrero.
    "cancelación en enero, sin cautelar": (
        "ev_notificacion 2027-01-15T10:00\n ev_firmeza 2027-02-08T09:00",
        {"cautelar_suspension": False, "medida": "cancelacion", "hubo_reconsideracion": False},
        """
        EX-12   2027-01-22
        EX-12c  2027-01-20
        EX-12x  2027-02-05
        EX-18   2027-02-15
        EX-18e  2027-01-22
        """,
    ),
    # §E 2.5 l.739: «una vez aplicada»: la expulsión firme el jueves se aplica el lunes.
    "la expulsión se aplica después de quedar firme": (
        "ev_firmeza 2026-09-24T09:00\n EX-17 2026-09-28T08:00",
        {"cautelar_suspension": True, "medida": "expulsion"},
        "EX-18 2026-10-05",
    ),
    # CT-9 y §IV.3 l.150: la cancelación se informa desde que queda firme.
    "la cancelación se aplica al terminar el año": (
        "ev_firmeza 2026-09-24T09:00\n EX-17 2026-12-31T08:00",
        {"cautelar_suspension": True, "medida": "cancelacion"},
        "EX-18 2026-10-01",
    ),
    # §5: lo resuelto se notifica al estudiante el jueves y al apoderado el viernes.
    "lo resuelto se notifica en dos fechas": (
        """
        ev_notificacion_final  2026-09-24T09:00 parte=estudiante
        ev_notificacion_final  2026-09-25T09:00 parte=apoderado
        """,
        {"cautelar_suspension": True, "medida": "expulsion"},
        "EX-18 2026-10-02",
    ),
    # 24 horas de reloj: en la noche del 5 al 6 de septiembre se adelanta la hora.
    "denuncia en la noche del cambio de hora": (
        "ev_conocimiento 2026-09-05T18:00",
        {"constituye_delito": True, "edad_estudiante": 13},
        "EX-21 2026-09-06T19:00",
    ),
}


@pytest.mark.parametrize("name", SOLVED)
def test_a_case_solved_from_the_manual(name):
    eventos, hechos, expected = SOLVED[name]

    assert agrees(solve_b(eventos, "2027-03-01T12:00", **hechos), expected) == {}


def test_without_cautelar_nothing_limits_the_decision_and_nothing_is_extended():
    steps = solve_b(
        "ev_apertura 2026-05-11T09:00\n ev_notificacion 2026-06-12T09:00",
        "2026-06-15T09:00",
        cautelar_suspension=False,
        medida="expulsion",
    )

    assert {steps[i]["estado"] for i in ("EX-06", "EX-07", "EX-10", "EX-13")} == {"no_aplica"}
    assert readings(steps, "EX-12") == [("variante", "2026-06-17"), ("variante", "2026-07-06")]


def test_a_lesser_measure_is_not_reported_and_takes_in_the_days_suspended():
    steps = solve_b(
        "ev_cautelar 2026-05-11T09:00\n ev_firmeza 2026-05-29T12:00",
        "2026-06-01T09:00",
        cautelar_suspension=True,
        medida="suspension",
    )

    assert {steps[i]["estado"] for i in ("EX-17", "EX-18", "EX-19", "EX-20")} == {"no_aplica"}
    assert steps["EX-22"]["estado"] == "en_curso"


@pytest.mark.parametrize(
    ("edad", "vulneracion", "expected"),
    [
        (13, False, ["Tribunal de Familia"]),
        (14, False, ["Ministerio Público"]),
        (16, True, ["Ministerio Público", "Tribunal de Familia"]),
    ],
)
def test_who_receives_the_denuncia_depends_on_age(edad, vulneracion, expected):
    steps = solve_b(
        "ev_conocimiento 2026-05-11T09:00",
        "2026-05-11T10:00",
        constituye_delito=True,
        edad_estudiante=edad,
        vulneracion=vulneracion,
    )

    assert steps["EX-21"]["destinatarios"] == expected


def test_the_cautelar_runs_on_while_the_consejo_does_not_speak():
    """§E 2.4 l.735-737: la ampliación dura hasta que se resuelve; CT-7, la fuente no da plazo."""
    steps = solve_b(
        "ev_cautelar 2026-08-14T17:00\n EX-11 2026-08-28T17:00\n EX-12 2026-09-04T12:00",
        "2026-10-30T09:00",
        cautelar_suspension=True,
        medida="expulsion",
    )

    assert steps["EX-13"]["estado"] == steps["EX-14"]["estado"] == "en_curso"
    assert steps["EX-15"]["estado"] == "en_espera"
    assert steps["EX-18"]["vence"] is None
    assert readings(steps, "EX-18") == [("alerta", "2026-09-04")]


# -- precondiciones -------------------------------------------------------------------------


def missing(*lines: str, act: str = "EX-05", now: str = "2026-07-07T09:00", **facts) -> list[str]:
    past = events(*lines)
    timeline = run(past, now, PROTOCOL, **facts)
    return [item.id for item in check_gate(PROTOCOL, act, timeline, facts, past, at(now))]


def test_nothing_opens_without_the_seven_preconditions():
    assert missing() == ["PRE-1", "PRE-2", "PRE-3", "PRE-4", "PRE-5", "PRE-7"]


def test_the_exception_needs_the_cause_all_the_same():
    exception = "ev_excepcion_integridad 2026-07-06T11:00"

    assert missing(exception, ataque_integridad=True) == ["PRE-5"]
    assert missing(exception, "EX-03 2026-07-06T12:00", ataque_integridad=True) == []


def test_an_attack_without_its_written_reasons_dispenses_nothing():
    assert "PRE-6" in missing("EX-03 2026-07-06T12:00", ataque_integridad=True)


def test_the_reconsideracion_waits_for_the_consejo():
    asked = "ev_reconsideracion 2026-07-06T11:00"

    assert missing(asked, act="EX-15") == ["consejo"]
    assert missing(asked, "EX-14 2026-07-06T12:00", act="EX-15") == []
