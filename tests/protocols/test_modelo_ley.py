"""The procedures of the law run alone (`modelo: LEY`): whole cases worked out by hand."""

from __future__ import annotations

import pytest

from protocols.catalog.norms import limits_for, norm_protocol
from protocols.engine import Event
from tests.protocols.scenarios import SANTIAGO, at
from tests.protocols.solved import agrees, readings, solve

EXPULSION = {"medida": "expulsion"}


def solve_law(eventos: str, ahora: str = "2027-03-01T12:00", protocolo="aula_segura", **hechos):
    return solve("LEY", protocolo, eventos, ahora, **hechos)


# Each row: what happened, what is known, and the dates. Source: the precepto of each line.
SOLVED = {
    # DFL 2/1998 art. 6 d): diez días hábiles, que terminan al notificar; cinco para reconsiderar;
    # LGE 16 E i): cinco días hábiles, a dos destinatarios. Viernes 20 de noviembre; 8 de diciembre.
    "con cautelar notificada un viernes y sin recurso": (
        """
        ev_apertura      2026-11-19T10:00
        ev_cautelar      2026-11-20T12:00
        ev_notificacion  2026-12-04T18:00
        """,
        EXPULSION | {"cautelar_suspension": True, "hubo_reconsideracion": False},
        """
        P7   2026-12-04
        P10  2026-12-14
        P12  2026-12-21
        P12e 2026-12-14
        P13  2026-12-21
        P13e 2026-12-14
        P6   2027-01-19
        """,
    ),
    # Dictamen 71: firme al notificarse lo resuelto en la reconsideración. Lunes 21 de diciembre.
    "sin cautelar, reconsiderada y confirmada": (
        """
        ev_apertura             2026-11-16T10:00
        ev_notificacion         2026-11-20T12:00
        ev_reconsideracion      2026-12-11T09:00
        ev_consejo              2026-12-16T18:00
        ev_res_reconsideracion  2026-12-18T12:00
        ev_notificacion_final   2026-12-21T09:00
        """,
        EXPULSION | {"cautelar_suspension": False, "hubo_reconsideracion": True},
        "P9 2026-12-14\n P12 2026-12-29\n P12e 2026-11-27\n P13 2026-12-29\n P13e 2026-11-27",
    ),
    # El receso de verano es hábil: enero cuenta entero, salvo el viernes 1.
    "cautelar en vísperas de Navidad": (
        "ev_cautelar 2026-12-21T10:00\n ev_notificacion 2027-01-06T17:00",
        EXPULSION | {"cautelar_suspension": True},
        "P7 2027-01-06\n P10 2027-01-13\n P12e 2027-01-13",
    ),
    # LGE 16 E j): quince días hábiles de protección.
    "suspensión de protección": (
        "ev_suspension_proteccion 2026-08-03T08:00",
        {},
        "P5 2026-08-24",
    ),
    # LGE 16 E g): dos meses, de fecha a fecha; febrero no tiene 31.
    "investigación que empieza el último día del año": (
        "ev_denuncia 2026-12-31T10:00\n ev_apertura 2027-01-04T10:00",
        {"agresor_tipo": "estudiante"},
        "P6 2027-02-28",
    ),
    # Res. Ex. 482 anexo 7: cinco días, y cinco más una sola vez.
    "suspensión como sanción": (
        "ev_suspension_sancion 2026-08-03T08:00",
        {},
        "P14 2026-08-10\n P14p 2026-08-17",
    ),
    "suspensión como sanción, prorrogada": (
        """
        ev_suspension_sancion  2026-08-03T08:00
        ev_prorroga            2026-08-10T10:00 paso=P14
        ev_prorroga            2026-08-17T10:00 paso=P14
        """,
        {},
        "P14 2026-08-17",
    ),
}


@pytest.mark.parametrize("name", SOLVED)
def test_a_case_by_the_law_alone(name):
    eventos, hechos, expected = SOLVED[name]

    assert agrees(solve_law(eventos, **hechos), expected) == {}


# CT 211-B bis y siguientes; DS 21/2024. Fiestas Patrias, 12 de octubre, 8 de diciembre.
KARIN = {
    "se investiga y la Dirección del Trabajo responde": (
        """
        ev_denuncia             2026-09-17T10:00
        ev_fin_investigacion    2026-10-28T18:00
        ev_remision_dt          2026-10-29T10:00
        ev_pronunciamiento_dt   2026-12-01T10:00
        """,
        {},
        """
        P23  2026-09-23
        P24  2026-11-02
        P25  2026-10-30
        P26  2026-12-11
        P27  2026-12-16
        """,
    ),
    "la Dirección del Trabajo calla": (
        "ev_remision_dt 2026-10-29T10:00",
        {},
        "P26 2026-12-11\n P27 2026-12-26",  # quince corridos: terminan un sábado
    ),
    "es delito, conocido un sábado": (
        "ev_conocimiento 2026-09-19T21:00\n ev_denuncia 2026-09-21T09:00",
        {"constituye_delito": True},
        "P2 2026-09-20T21:00\n P23 2026-09-24",
    ),
}


@pytest.mark.parametrize("name", KARIN)
def test_a_case_of_ley_karin(name):
    eventos, hechos, expected = KARIN[name]

    assert agrees(solve_law(eventos, protocolo="ley_karin", **hechos), expected) == {}


def test_the_labour_office_that_investigates_leaves_no_inquiry_to_the_school():
    steps = solve_law("ev_denuncia 2026-09-17T10:00", protocolo="ley_karin", investiga="dt")

    assert {steps[code]["estado"] for code in ("P24", "P25", "P26")} == {"no_aplica"}
    assert agrees(steps, "P23 2026-09-23") == {}


def test_days_without_more_are_shown_in_both_readings():
    """Viernes 20 de noviembre: quince y cinco días, hábiles y corridos."""
    told = "ev_notificacion 2026-11-20T12:00"
    alone = solve_law(told, **EXPULSION, cautelar_suspension=False)
    after = solve_law(told, **EXPULSION, cautelar_suspension=True)

    assert (alone["P9"]["vence"], readings(alone, "P9")) == (
        "2026-12-14",
        [("variante", "2026-12-05")],
    )
    assert (after["P10"]["vence"], readings(after, "P10")) == (
        "2026-11-27",
        [("variante", "2026-11-25")],
    )
    assert alone["P10"]["estado"] == after["P9"]["estado"] == "no_aplica"


def test_signed_on_the_tenth_day_and_told_two_days_later_is_late():
    steps = solve_law(
        """
        ev_cautelar      2026-11-16T12:00
        ev_resolucion    2026-11-30T18:00
        ev_notificacion  2026-12-02T09:00
        """,
        **EXPULSION,
        cautelar_suspension=True,
    )

    assert (steps["P7"]["vence"], steps["P7"]["estado"]) == ("2026-11-30", "cumplido_tarde")


def test_nothing_is_firm_while_the_reconsideracion_is_not_answered_and_told():
    """Dictamen 71, nota 27: resuelta el 18, pero nadie la ha notificado."""
    steps = solve_law(
        """
        ev_notificacion         2026-11-20T12:00
        ev_reconsideracion      2026-12-11T09:00
        ev_res_reconsideracion  2026-12-18T12:00
        """,
        **EXPULSION,
        cautelar_suspension=False,
        hubo_reconsideracion=True,
    )

    assert steps["P12"]["vence"] is None
    assert steps["LEY-firmeza"]["estado"] == "en_espera"
    assert readings(steps, "P12") == [("alerta", "2026-11-27")]


def test_the_condicionalidad_is_looked_at_again_each_semester():
    """Res. Ex. 482 anexo 7. La primera revisión no sirve para el segundo semestre."""
    first = "ev_fin_semestre 2026-07-31\n ev_revision_condicionalidad 2026-07-31T16:00"
    second = f"{first}\n ev_fin_semestre 2026-12-18"

    def state(eventos: str, **hechos: object) -> str:
        return solve_law(eventos, **hechos)["P15"]["estado"]

    assert state(first, condicionalidad_vigente=True) == "cumplido"
    assert state(second, condicionalidad_vigente=True) == "en_curso"
    assert state(second, condicionalidad_vigente=False, medida="amonestacion") == "no_aplica"


def test_a_suspension_goes_past_its_cap_in_any_reglamento():
    law = norm_protocol("aula_segura")
    events = [Event("ev_suspension_sancion", at("2026-08-03T08:00"))]
    [limit] = limits_for(law, {}, events, SANTIAGO, at("2026-08-11T08:00"))

    assert (limit.code, limit.on.isoformat()) == ("P14", "2026-08-10")
    assert limit.exceeded(at("2026-08-11T08:00"))
