"""The solved scenarios of modelo A that cross several protocols, row by row, through `simular`."""

from __future__ import annotations

import pytest

from protocols.management.commands.simular import simulate
from tests.protocols.scenarios import rows

RECESO = [
    ["2026-06-19", "2026-06-19", "jornada sin estudiantes"],
    ["2026-06-22", "2026-07-03", "vacaciones de invierno"],
]
SOLVED = {
    "E03": {
        "protocolo": "vul",
        "hechos": {
            "agresor_tipo": "funcionario",
            "denuncia_forma": "escrita",
            "resultado": "no_fundada",
            "antecedentes_nuevos": False,
        },
        "eventos": """
            ev_conocimiento 2026-05-19T09:15
            ev_denuncia 2026-05-19T09:15
            ev_apertura 2026-05-19
            ev_comunicacion_1 2026-05-19
            ev_entrevista 2026-05-20
            comunicación_al_funcionario 2026-05-20
            ev_entrevista_func 2026-05-22
            ev_fin_investigacion 2026-06-10
            ev_notificacion 2026-06-15
            ev_cierre 2026-06-30
            ev_reconsideracion 2026-07-07
        """,
    },
    "E05": {
        "protocolo": "drogas",
        "hechos": {
            "agresor_tipo": "estudiante",
            "agresor_edad": 14,
            "sustancia_presunta_ilicita": True,
            "resultado": "fundada",
        },
        "eventos": """
            ev_conocimiento 2026-07-15T12:30
            ev_denuncia 2026-07-15T12:30
            ev_apertura 2026-07-15
            ev_comunicacion_1 2026-07-15
            ev_entrevista 2026-07-17
            ev_fin_investigacion 2026-08-14
            ev_notificacion 2026-08-19
            ev_reconsideracion 2026-08-26
            ev_cierre 2026-09-02
        """,
    },
    "E07": {
        "protocolo": ["fgr", "mal"],
        "hechos": {"agresor_edad": 13, "situacion": "c", "asistio_apoderado": "nunca"},
        "eventos": """
            ev_conocimiento 2026-10-07T08:50
            ev_hecho 2026-10-07T08:50
            fgr-01 2026-10-07T09:30
            fgr-02 2026-10-07T09:40
            ev_comunicacion_1 2026-10-07
            fecha_de_la_2ª_citación 2026-10-14
            ev_resolucion 2026-11-04
            ev_notificacion 2026-11-04
            ev_reconsideracion 2026-11-11
        """,
    },
    "E09": {
        "protocolo": "bul+mal+acc",
        "hechos": {
            "agresor_edad": 11,
            "situacion": "a",
            "lesiones_o_senales": True,
            "constituye_delito": True,
            "resultado": "no_fundada",
            "asistio_apoderado": "primera",
            "antecedentes_nuevos": False,
        },
        "eventos": """
            ev_hecho 2026-06-18T10:00
            ev_conocimiento 2026-06-18T10:00
            ev_denuncia 2026-06-18T10:00
            ev_apertura 2026-06-18
            ev_comunicacion_1 2026-06-18
            ev_entrevista 2026-06-19
            ev_informe 2026-07-21
            ev_notificacion 2026-07-24
            ev_cierre 2026-08-07
            ev_reconsideracion 2026-08-14
        """,
    },
    "E11": {
        "protocolo": "acc+fle",
        "hechos": {"gravedad_lesion": "grave"},
        "eventos": """
            ev_hecho 2026-08-14T10:10
            comunicación_de_la_medida 2026-08-14
            ev_reconsideracion 2026-08-19
        """,
    },
}
ELSEWHERE = {"E09-05"}  # a contrast with the rule of another protocol, solved by `plazo`


def solved(name: str) -> dict[str, set[str]]:
    """Return every date of each step of a scenario: the official one and its readings."""
    case = SOLVED[name]
    lines = [line.split() for line in case["eventos"].strip().splitlines()]
    data, _ = simulate(
        {
            "protocolo": case["protocolo"],
            "modelo": "A",
            "comuna": "13101",
            "receso": RECESO,
            "hechos": case["hechos"],
            "eventos": [{"evento": what.replace("_", " ") if what[0] != "e" and "-" not in what
                         else what, "en": when} for what, when in lines],
            "ahora": "2027-03-10",
        }
    )  # fmt: skip
    return {
        step["id"][:6]: {step["vence"], *(other["vence"] for other in step["alternativas"])}
        for step in data["pasos"]
    }


ROWS = [
    row
    for row in rows("modelo_a.json")
    if row["escenario"] in SOLVED and row["clave"] not in ELSEWHERE
]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['clave']} {row['paso']}" for row in ROWS])
def test_every_date_of_the_solved_scenarios_comes_out(row):
    due = row["vence"].removesuffix(":00") if "T" in row["vence"] else row["vence"]

    assert due in solved(row["escenario"])[row["paso"]]


def test_the_official_reading_is_the_one_recommended():
    """A-10: días hábiles para quien recurre y para el colegio; A-17: corridos para el acta."""
    data, _ = simulate(
        {
            "protocolo": "acc+fle",
            "comuna": "13101",
            "hechos": {},
            "eventos": [
                {"evento": "ev_hecho", "en": "2026-08-14T10:10"},
                {"evento": "ev_notificacion", "en": "2026-08-14"},
            ],
            "ahora": "2026-09-01",
        }
    )
    official = {step["id"][:6]: step["vence"] for step in data["pasos"]}

    assert official["acc-12"] == "2026-08-15"
    assert official["fle-05"] == "2026-08-19"
