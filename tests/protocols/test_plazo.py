"""The two commands: what they print, how they refuse, and what they accept."""

from __future__ import annotations

import json

import pytest

from protocols.engine import EngineError
from protocols.management.commands.plazo import answer
from tests.protocols.commands import command
from tests.protocols.scenarios import rows


def plazo(desde, cantidad, unidad, *more) -> tuple[int, str, str]:
    args = ["--desde", desde, "--cantidad", str(cantidad), "--unidad", unidad, "--json", *more]
    return command("plazo", *args)


def plazo_json(*args) -> dict:
    code, out, _ = plazo(*args)
    assert code == 0
    return json.loads(out)


# -- plazo ---------------------------------------------------------------------------------------


def test_plazo_prints_the_contract():
    data = plazo_json("2026-09-15T10:00", 5, "dias_habiles", "--comuna", "13101")

    assert list(data) == ["vence", "instante", "computo"]
    assert (data["vence"], data["instante"]) == ("2026-09-23", "2026-09-24T02:59:59Z")
    assert data["computo"][0] == {"dia": "2026-09-16", "cuenta": True, "n": 1}
    assert data["computo"][2] == {
        "dia": "2026-09-18",
        "cuenta": False,
        "motivo": "feriado: Independencia Nacional",
    }


@pytest.mark.parametrize("row", rows("norma.json"))
def test_plazo_solves_the_cases_of_the_law(row):
    data = plazo_json(row["desde"], row["cantidad"], row["unidad"], "--comuna", row["comuna"])

    assert data["vence"] == row["vence"]


def test_plazo_shows_both_readings_of_unqualified_days():
    data = plazo_json("2026-11-20", 15, "dias_sin_calificar")

    assert (data["vence"], data["alternativa"]) == ("2026-12-14", "2026-12-05")


def test_plazo_without_term_has_no_date():
    assert plazo_json("2026-11-20", 0, "sin_plazo") == {
        "vence": None,
        "instante": None,
        "computo": [],
    }


def test_plazo_without_json_is_a_table_to_read():
    code, out, _ = command(
        "plazo", "--desde", "2026-11-20", "--cantidad", "2", "--unidad", "dias_sin_calificar"
    )

    assert code == 0
    assert out.splitlines() == [
        "Vence: 2026-11-24",
        "Otra lectura (días corridos): 2026-11-22",
        "  2026-11-21  ✗ sábado",
        "  2026-11-22  ✗ domingo",
        "  2026-11-23  1",
        "  2026-11-24  2",
    ]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("2026-13-01", 5, "dias_habiles"), "No se entiende la fecha «2026-13-01»"),
        (("ayer", 5, "dias_habiles"), "No se entiende la fecha «ayer»"),
        (("2026-09-15", 5, "semanas"), "La unidad «semanas» no existe"),
        (("2026-09-15", "cinco", "dias_habiles"), "La cantidad «cinco» no es un número entero"),
        (("2026-09-15", "2.5", "dias_habiles"), "La cantidad «2.5» no es un número entero"),
        (("2026-09-15", 0, "dias_habiles"), "mayor o igual que 1"),
        (("2026-09-15", -3, "dias_habiles"), "mayor o igual que 1"),
        (("2026-09-15", 10**9, "dias_habiles"), "fuera del calendario revisado"),
        (("2041-01-01", 5, "dias_habiles"), "fuera del calendario revisado"),
        (("2026-09-15", 5, "dias_habiles", "--comuna", "1310"), "debe tener 5 dígitos"),
        (("2026-09-15", 5, "dias_habiles", "--comuna", "99999"), "ninguna provincia"),
        (("2026-09-15", "", "dias_habiles"), "La cantidad «» no es un número entero"),
        (("", 5, "dias_habiles"), "Falta «desde»"),
    ],
)
def test_plazo_refuses_in_spanish_with_code_2(args, said):
    code, out, err = plazo(*args)

    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("2026-11-20", 24, "horas"), "no trae hora"),
        (("2026-11-20", 1, "dia_escolar"), "Sin calendario escolar"),
        (("2026-09-06T00:30", 1, "dias_habiles"), "no existió"),
        (("2026-11-20", 1, "dias_habiles"), "se usa 13101"),
    ],
)
def test_plazo_warns_of_what_it_supposed(args, said):
    code, _, err = plazo(*args)

    assert code == 0
    assert said in err


def test_lote_answers_one_line_per_line(tmp_path):
    lines = [
        '{"desde": "2026-09-15", "cantidad": 5, "unidad": "dias_habiles", "comuna": "13101"}',
        '{"desde": "2026-08-13", "cantidad": "5", "unidad": "dia_habil", "comuna": 16101}',
        "{malo",
        "[1]",
        '{"desde": "2026-09-15", "cantidad": 5, "unidad": "dias_habiles", "comuna": "1"}',
        '{"desde": "2026-11-20", "cantidad": 15, "unidad": "dias_sin_calificar"}',
        '{"desde": "2026-09-15", "cantidad": 1, "unidad": "dias_habiles", "computo": true}',
    ]
    path = tmp_path / "lote.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    code, out, _ = command("plazo", "--lote", str(path))
    answers = [json.loads(line) for line in out.splitlines()]

    assert code == 0
    assert answers[0] == {"vence": "2026-09-23", "instante": "2026-09-24T02:59:59Z"}
    assert answers[1]["vence"] == "2026-08-21"
    assert answers[2] == {"error": "La línea no es JSON válido."}
    assert answers[3] == {"error": "Cada línea debe ser un objeto JSON."}
    assert "5 dígitos" in answers[4]["error"]
    assert answers[5]["alternativa"] == "2026-12-05"
    assert answers[6]["computo"] == [{"dia": "2026-09-16", "cuenta": True, "n": 1}]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"desde": "2026-09-15", "unidad": "dias_habiles"}, "Falta la cantidad"),
        ({"desde": "2026-09-15", "cantidad": True, "unidad": "dias_habiles"}, "Falta la cantidad"),
        ({"desde": "2026-09-15", "cantidad": 1, "unidad": "dias", "receso": "x"}, "fecha «x»"),
        ({"desde": ["2026"], "cantidad": 1, "unidad": "dias"}, "No se entiende la fecha"),
    ],
)
def test_a_line_of_lote_says_what_is_wrong_with_it(row, said):
    with pytest.raises(EngineError, match=said):
        answer(row, working=False)


def test_lote_that_is_not_there_is_refused():
    code, out, err = command("plazo", "--lote", "no-existe.jsonl")

    assert (code, out) == (2, "")
    assert "No se pudo leer el archivo" in err
