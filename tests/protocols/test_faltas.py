"""The faltas and measures of the catalogue against those of the reglamentos, one by one."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from protocols.catalog.faltas import load_regimen, regimen_from_data, regimen_to_data
from protocols.discipline.definitions import Nature, Regimen
from protocols.engine.errors import ProtocolError

DATA = Path(__file__).parents[1] / "data" / "dominio"
A, B, C = (load_regimen(letter) for letter in "ABC")
ON = date(2026, 5, 4)


def read(name: str) -> list[dict]:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


ROWS = [(A, row) for row in read("faltas_modelo_a")] + [(B, r) for r in read("faltas_modelo_b")]


@pytest.mark.parametrize(
    ("regimen", "name", "total"),
    [(A, "faltas_modelo_a", 66), (B, "faltas_modelo_b", 176)],
    ids=["A", "B"],
)
def test_every_falta_of_the_reglamento_is_there_exactly_once(regimen, name, total):
    codes = [falta.code for falta in regimen.faltas]

    assert sorted(codes) == sorted(row["code"] for row in read(name))
    assert len(codes) == len(set(codes)) == total


@pytest.mark.parametrize(("regimen", "row"), ROWS, ids=[row["code"] for _, row in ROWS])
def test_gravity_level_and_source_are_those_of_the_reglamento(regimen, row):
    falta = regimen.falta(row["code"])

    assert (falta.gravity.value, falta.source) == (row["gravity"], row["source"])
    assert falta.levels == ((row["level"],) if "level" in row else ("EB", "EM"))
    assert list(falta.alerts) == row.get("alerts", list(falta.alerts))


def test_the_totals_by_gravity_and_level_are_those_of_the_sources():
    by_gravity = Counter(falta.gravity.value for falta in A.faltas)
    by_level = Counter((falta.levels[0], falta.gravity.value) for falta in B.faltas)

    assert by_gravity == {"leve": 17, "grave": 27, "muy_grave": 17, "gravisima": 5}
    assert {key: by_level[key] for key in by_level} == {
        ("1C", "leve"): 17, ("1C", "grave"): 19, ("1C", "gravisima"): 9,
        ("T3", "leve"): 15, ("T3", "grave"): 18, ("T3", "gravisima"): 29,
        ("TM", "leve"): 17, ("TM", "grave"): 17, ("TM", "gravisima"): 35,
    }  # fmt: skip


def test_the_measures_of_modelo_a_are_those_of_the_reglamento():
    assert sorted(m.code for m in A.measures) == sorted(r["code"] for r in read("medidas_modelo_a"))


def test_the_thirteen_measures_of_modelo_c_keep_gravity_and_level():
    bands = {"1° a 8°": ("B1", "B4", "B5"), "4° a 8°": ("B4", "B5"), "5° a 8°": ("B5",)}
    rows = read("medidas_modelo_c")

    assert [m.title.lower() for m in C.measures] == [
        r["title"].lower().replace("en libro", "en el libro") for r in rows
    ]
    assert len(rows) == 13
    for measure, row in zip(C.measures, rows, strict=True):
        assert [g.value for g in measure.gravities] == row["gravities"]
        assert measure.levels == bands.get(row["levels"], ())


@pytest.mark.parametrize("regimen", [A, B, C], ids="ABC")
def test_everything_has_a_source_and_a_title(regimen):
    rows = [*regimen.faltas, *regimen.measures, *regimen.ladder]

    assert [row for row in rows if not row.source.strip()] == []
    assert [row for row in (*regimen.faltas, *regimen.measures) if not row.title.strip()] == []


@pytest.mark.parametrize("regimen", [A, B, C], ids="ABC")
def test_the_documents_of_a_reglamento_say_the_same(regimen):
    documents = json.loads(json.dumps(regimen_to_data(regimen)))

    assert regimen_from_data(regimen.modelo, *documents) == regimen


def test_a_reglamento_without_faltas_declares_nothing():
    assert regimen_from_data("A", {}, {}) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"gravedad": "leve"}, "gravedad"),
        ({"gravity": "leveish"}, "gravity"),
        ({"levels": ["XX"]}, "no existe el nivel XX"),
        ({"related": ["NA-L-99"]}, "no existe NA-L-99"),
        ({"readings": ["A-99"]}, "no existe la lectura A-99"),
        ({"code": "NA-L-02"}, "NA-L-02 está dos veces"),
    ],
    ids=["unknown-field", "gravity", "level", "related", "reading", "repeated"],
)
def test_a_mistake_in_a_falta_is_told_with_its_place(change, said):
    faltas, medidas = regimen_to_data(A)
    first, *rest = faltas["faltas"]

    with pytest.raises(ProtocolError, match=said):
        regimen_from_data("A", {**faltas, "faltas": [{**first, **change}, *rest]}, medidas)


def courses(regimen: Regimen) -> list[tuple[str, int, str]]:
    return [
        (nivel, grade, level.code)
        for level in regimen.levels
        for nivel, grades in level.courses.items()
        for grade in grades
    ]


@pytest.mark.parametrize("regimen", [A, B, C], ids="ABC")
def test_a_course_is_of_one_level(regimen):
    found = courses(regimen)

    assert len({(nivel, grade) for nivel, grade, _ in found}) == len(found)
    assert all(regimen.level_for(nivel, grade).code == code for nivel, grade, code in found)


@pytest.mark.parametrize(
    ("nivel", "grade", "level", "total"),
    [
        ("parvularia", 2, "CN", 0),
        ("basica", 4, "1C", 45),
        ("basica", 7, "T3", 58),  # 62, less three repeated and one that is not offered
        ("basica", 8, "TM", 65),  # 69, less two repeated and two that are born of a count
        ("media", 4, "TM", 65),
    ],
)
def test_faltas_are_offered_by_the_course_of_the_day(nivel, grade, level, total):
    found = B.level_for(nivel, grade)

    assert found.code == level
    assert len(B.faltas_for(found.code, ON)) == total


def test_a_falta_is_offered_only_while_it_is_in_force():
    faltas, medidas = regimen_to_data(A)
    first, *rest = faltas["faltas"]
    dated = {**first, "in_force_from": "2026-03-01", "in_force_until": "2026-12-31"}
    regimen = regimen_from_data("A", {**faltas, "faltas": [dated, *rest]}, medidas)

    offered = [
        first["code"] in [f.code for f in regimen.faltas_for("EB", day)]
        for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 12, 31), date(2027, 1, 1))
    ]

    assert offered == [False, True, True, False]


def test_nobody_is_given_a_falta_in_parvularia():
    assert [
        regimen.faltas_for(level.code, ON)
        for regimen in (A, B)
        for level in regimen.levels
        if "parvularia" in level.courses
    ] == [(), (), ()]


def test_only_disciplinary_measures_are_sanctions():
    assert {m.nature for m in (*A.measures, *B.measures, *C.measures) if m.is_sanction} == {
        Nature.DISCIPLINARIA
    }
