"""«simular»: every date of a scenario, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.protocols.commands import command
from tests.protocols.scenarios import rows

ROOT = Path(__file__).parents[2]


SOLVED = [row for row in rows("modelo_a.json") if row["paso"].startswith("bul-")]


HECHOS = {"agresor_tipo": "estudiante", "agresor_edad": 12}


@pytest.fixture
def simular(tmp_path):
    """Return a function that runs a scenario and returns code, data (or None) and stderr."""

    def run(scenario, *more):
        path = tmp_path / "escenario.json"
        text = scenario if isinstance(scenario, str) else json.dumps(scenario)
        path.write_text(text, encoding="utf-8")
        code, out, err = command("simular", str(path), *(more or ("--json",)))
        return code, json.loads(out) if out.startswith("{") else out, err

    return run


def scenario(*lines: str, ahora="2026-09-01T09:00", hechos=None, **more) -> dict:
    pairs = [line.split() for line in lines]
    return {
        "protocolo": "acoso_escolar",
        "modelo": "A",
        "comuna": "13101",
        "hechos": HECHOS | (hechos or {}),
        "eventos": [{"evento": name, "en": when} for name, when in pairs],
        "ahora": ahora,
    } | more


E01 = (
    "ev_denuncia 2026-04-29T10:20", "ev_comunicacion_1 2026-04-29", "ev_entrevista 2026-04-30",
    "ev_informe 2026-06-01", "ev_notificacion 2026-06-03", "ev_reconsideracion 2026-06-10",
    "ev_res_reconsideracion 2026-06-17", "ev_cierre 2026-06-17",
)  # fmt: skip


E09 = (
    "ev_denuncia 2026-06-18T10:00", "ev_comunicacion_1 2026-06-18", "ev_entrevista 2026-06-19",
    "ev_fin_investigacion 2026-07-21", "ev_notificacion 2026-07-24", "ev_cierre 2026-08-07",
    "ev_notificacion 2026-08-07", "ev_reconsideracion 2026-08-14",
)  # fmt: skip


def step(data: dict, code: str) -> dict:
    [found] = [item for item in data["pasos"] if item["id"].startswith(f"{code}-")]
    return found


# -- simular -------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", SOLVED, ids=[row["clave"] for row in SOLVED])
def test_simular_gives_every_date_of_the_solved_scenarios(simular, row):
    lines, resultado = {"E01": (E01, "fundada"), "E09": (E09, "no_fundada")}[row["escenario"]]

    _, data, _ = simular(scenario(*lines, hechos={"resultado": resultado}))
    found = step(data, row["paso"])
    readings = {other["lectura"]: other["vence"] for other in found["alternativas"]}
    got = readings["regla general"] if row["lectura"] == "regla general" else found["vence"]

    assert got == row["vence"][:16]


def test_simular_prints_the_contract(simular):
    lines = (*E01[:3], "bul-13-informe-encargado 2026-06-01")

    code, data, err = simular(scenario(*lines, ahora="2026-06-20T09:00"))
    found = step(data, "bul-13")

    assert (code, err) == (0, "")
    assert {k: found[k] for k in ("id", "estado", "inicia", "vence", "alternativas", "fuente")} == {
        "id": "bul-13-informe-encargado",
        "estado": "cumplido",
        "inicia": "2026-05-08",
        "vence": "2026-06-01",
        "alternativas": [],
        "fuente": "8.6.3.2 B.8; 8.6.3.4",
    }
    assert [day["n"] for day in found["computo"] if day["cuenta"]] == list(range(1, 16))
    assert len(data["pasos"]) == 26


def test_simular_shows_hours_with_their_hour(simular):
    _, data, _ = simular(scenario(*E01[:1]))
    found = step(data, "bul-04")

    assert (found["inicia"], found["vence"]) == ("2026-04-29T10:20", "2026-04-30T10:20")


def test_simular_accepts_codes_prorrogas_pauses_and_corrections(simular):
    data = scenario(*E01[:3])
    data["eventos"] += [
        {"evento": "ev_prorroga", "en": "2026-05-28", "paso": "bul-13", "dias": 5},
        {"evento": "ev_pausa", "en": "2026-06-02", "paso": "bul-13-informe-encargado"},
        {"evento": "ev_reanudacion", "en": "2026-06-04", "paso": "bul-13"},
        {"evento": "bul-21", "en": "2026-05-15"},
        {"evento": "ev_inasistencia", "en": "2026-04-30", "parte": "Ambas", "id": "acta-3"},
        {"evento": "ev_rectificacion", "en": "2026-05-06", "corrige": "acta-3", "anula": True},
        {
            "evento": "ev_rectificacion",
            "en": "2026-05-05",
            "corrige": "ev_comunicacion_1",
            "nueva_fecha": "2026-04-30",
        },
    ]

    code, answer, _ = simular(data)

    assert code == 0
    assert step(answer, "bul-13")["vence"] == "2026-06-10"
    assert step(answer, "bul-13")["prorrogado"] is True
    assert step(answer, "bul-21")["estado"] == "cumplido"
    assert step(answer, "bul-10")["inicia"] == "2026-04-30"


def test_simular_says_which_events_have_not_happened(simular):
    _, _, err = simular(scenario(*E01, ahora="2026-06-05"))

    assert "ev_reconsideracion, ev_res_reconsideracion, ev_cierre" in err


def test_simular_without_comuna_says_which_one_it_used(simular):
    code, _, err = simular(scenario(*E01[:1], comuna="", protocolo="oficio"))

    assert (code, err) == (0, "Sin comuna: se usa 13101 (Santiago).\n")


def test_simular_of_today_takes_a_date_as_its_end(simular):
    _, data, _ = simular(scenario(*E01[:1], ahora="2026-04-29"))

    assert step(data, "bul-07")["estado"] == "por_vencer"


@pytest.mark.parametrize(
    "recess",
    [
        {"receso": [["2026-06-19", "2026-07-03", "vacaciones"]]},
        {"receso": [{"desde": "2026-06-19", "hasta": "2026-07-03", "motivo": "vacaciones"}]},
        {"dias_sin_clases": ["2026-06-19", "2026-06-22"]},
        {"dias_sin_clases": {"2026-06-19": "jornada"}},
        {"zona": "America/Santiago"},
    ],
)
def test_simular_accepts_a_school_calendar_that_does_not_move_habiles(simular, recess):
    code, data, _ = simular(scenario("ev_denuncia 2026-06-18T10:00", **recess))

    assert (code, step(data, "bul-07")["vence"]) == (0, "2026-06-19")


@pytest.mark.parametrize("written", ["Acoso escolar", "acoso-escolar", " ACOSO_ESCOLAR "])
def test_simular_knows_a_protocol_however_it_is_spelled(simular, written):
    code, data, _ = simular(scenario(*E01[:1], protocolo=written))

    assert (code, data["protocolo"]) == (0, "acoso_escolar")


@pytest.mark.parametrize("args", [("plazo", "--lote"), ("simular",)])
def test_a_file_that_cannot_be_read_is_refused_in_spanish(tmp_path, args):
    path = tmp_path / "datos"
    path.write_bytes(b"\xff\xfe")

    assert command(*args, str(path))[::2] == (2, "El archivo no es texto en UTF-8.\n")
    assert command(*args, str(tmp_path))[::2] == (2, f"No se pudo leer el archivo: {tmp_path}.\n")


def test_simular_before_the_protocol_was_in_force_says_so(simular):
    code, _, err = simular(scenario("ev_denuncia 2025-05-05T10:00", ahora="2025-05-06"))

    assert code == 0
    assert "rige desde el 01-01-2026" in err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"protocolo": "nada"}, "No existe el protocolo «nada»"),
        ({"protocolo": ""}, "le falta «protocolo»"),
        ({"modelo": "Z"}, "No existe el modelo «Z»"),
        ({"comuna": "131"}, "debe tener 5 dígitos"),
        ({"ahora": "mañana"}, "No se entiende la fecha «mañana»"),
        ({"ahora": None}, "le falta «ahora»"),
        ({"hechos": ["x"]}, "«hechos» debe ser un objeto"),
        ({"eventos": {"x": 1}}, "«eventos» debe ser una lista"),
        ({"eventos": ["x"]}, "El evento 1 debe ser un objeto"),
        ({"eventos": [{"en": "2026-05-05"}]}, "El evento número 1 sin nombre no existe"),
        ({"eventos": [{"evento": "ev_nada", "en": "2026-05-05"}]}, "«ev_nada» no existe"),
        ({"eventos": [{"evento": "ev_cierre"}]}, "le falta la fecha"),
        ({"eventos": [{"evento": "ev_cierre", "en": "x"}]}, "No se entiende la fecha «x»"),
        ({"eventos": [{"evento": "ev_prorroga", "en": "2026-05-05", "paso": "bul-99"}]}, "bul-99"),
        ({"eventos": [{"evento": "ev_prorroga", "en": "2026-05-05", "dias": 0}]}, "1 o más"),
        ({"eventos": [{"evento": "ev_rectificacion", "en": "2026-05-05",
                       "corrige": "ev_cierre"}]}, "nueva_fecha"),
        ({"eventos": [{"evento": "ev_denuncia", "en": "2045-05-05"}], "ahora": "2045-06-01"},
         "fuera del calendario revisado"),
        ({"receso": 5}, "No se entiende el receso"),
        ({"receso": [["2026-07-03", "2026-06-19", "x"]]}, "termina antes de empezar"),
        ({"zona": "America/Ninguna"}, "actualice tzdata"),
    ],
)  # fmt: skip
def test_simular_refuses_in_spanish_with_code_2(simular, change, said):
    code, out, err = simular(scenario(*E01[:1]) | change)

    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(("text", "said"), [("{", "no es JSON válido"), ("[]", "un objeto JSON")])
def test_simular_refuses_a_file_that_is_not_a_scenario(simular, text, said):
    code, _, err = simular(text)

    assert code == 2
    assert said in err


def test_simular_without_file_or_with_a_missing_one():
    assert command("simular")[0] == 2
    assert command("simular", "no-existe.json")[0] == 2


def test_simular_without_json_is_a_table_to_read(simular):
    _, out, _ = simular(scenario(*E01[:1], ahora="2026-04-29T11:00"), "--no-color")
    lines = {line.split()[0]: line.split()[1:3] for line in out.splitlines()}

    assert lines["bul-04-activacion"] == ["en_curso", "2026-04-30T10:20"]


def test_the_command_line_needs_no_database_and_never_shows_a_traceback():
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    args = ["--desde", "2026-09-15", "--cantidad", "5", "--unidad", "semanas", "--json"]

    done = subprocess.run(
        [sys.executable, "manage.py", "plazo", *args],
        cwd=ROOT, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("La unidad «semanas» no existe")
    assert "Traceback" not in done.stderr
