"""What the norm forbids, what counts and what is proposed: tables that a lawyer can read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from protocols.catalog.faltas import load_regimen
from protocols.discipline.antecedents import (
    Antecedent,
    consumed_by_escalation,
    count_antecedents,
)
from protocols.discipline.definitions import Effect, Gravity, Nature
from protocols.discipline.proposals import propose
from protocols.discipline.refusals import Situation, forbidden, semester_end

A, B, C = (load_regimen(letter) for letter in "ABC")
REGIMENES = {"A": A, "B": B, "C": C}
ON = date(2026, 5, 4)
JULY = date(2026, 7, 31)

# A suspension that nothing forbids, to be spoilt one thing at a time.
FAIR = {
    "level": "EB", "falta": A.falta("NA-MG-04"), "gravity": Gravity.MUY_GRAVE, "on": ON,
    "role": "directora", "days": 2, "finished": True, "facts": {"riesgo_real_actual": True},
}  # fmt: skip
WAY = {"medidas_previas": True, "informe_comision": True, "epoca_permite": True}
ATTACK = {"ataque_integridad": True, "informe_comision": True, "epoca_permite": True}
FAIR_B = {
    **FAIR, "level": "TM", "falta": B.falta("KM-TM-X-j"), "gravity": Gravity.GRAVISIMA, "days": 3,
    "facts": {"riesgo_real_actual": True},
}  # fmt: skip
GV = {"falta": A.falta("NA-GV-02"), "gravity": Gravity.GRAVISIMA}


def why_not(modelo: str, code: str, **situation: object) -> str:
    regimen = REGIMENES[modelo]
    return " | ".join(map(str, forbidden(regimen, regimen.measure(code), Situation(**situation))))


@pytest.mark.parametrize(
    ("modelo", "code", "situation"),
    [
        ("A", "MD-05", FAIR),
        ("A", "MD-05", FAIR | GV | {"days": 5}),
        ("A", "MD-05", FAIR | {"days": 2, "extends": 2}),
        ("A", "MD-06", FAIR | {"review_on": JULY}),
        ("A", "MD-07", FAIR | {"facts": WAY}),
        ("A", "MD-07", FAIR | {"facts": ATTACK}),
        ("A", "MR-03", FAIR | {"days": 15, "finished": False, "falta": None}),
        ("A", "MC-01", FAIR | {"finished": False}),
        ("A", "MF-01", FAIR | {"level": "PA", "role": "encargada", "finished": False}),
        ("B", "KM-TM-X-MD-f", FAIR_B),
        ("B", "KM-TM-X-MD-h", FAIR_B | {"facts": {**WAY, "afectacion_grave": True}}),
        ("C", "CM-11", FAIR | GV | {"level": "B5", "role": "encargada", "days": 5}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_norm_allows_is_not_refused(modelo, code, situation):
    assert why_not(modelo, code, **situation) == ""


@pytest.mark.parametrize(
    ("modelo", "code", "situation", "said"),
    [
        # párvulos
        ("A", "MD-05", FAIR | {"level": "PA"}, "parvularia"),
        ("A", "MR-03", FAIR | {"level": "PA"}, "parvularia"),
        ("A", "MC-01", FAIR | {"level": "PA"}, "parvularia"),
        ("B", "KM-1C-G-MD-d", FAIR | {"level": "CN"}, "LGE art. 16 E i)"),
        ("C", "CM-05", FAIR | {"level": "no hay"}, "no tiene reglas para el curso"),
        # expulsion
        ("A", "MD-08", FAIR | GV, "para ninguna falta (7.2.4.8)"),
        ("A", "MD-07", FAIR | {"grounds": frozenset({"rendimiento"})}, "rendimiento académico"),
        ("A", "MD-07", FAIR | {"grounds": frozenset({"economico"})}, "situación económica"),
        ("A", "MD-07", FAIR | {"grounds": frozenset({"nee"})}, "discapacidad"),
        ("A", "MD-07", FAIR | {"grounds": frozenset({"politico"})}, "políticas"),
        ("A", "MD-07", FAIR | {"grounds": frozenset({"embarazo"})}, "embarazo"),
        ("B", "KM-TM-X-MD-h", FAIR_B | {"grounds": frozenset({"nee"})}, "DFL 2/1998 art. 6 d)"),
        ("B", "KM-TM-X-MD-h", FAIR_B, "afectado gravemente"),
        ("B", "KM-TM-X-MD-g", FAIR_B, "ya tenga condicionalidad"),
        ("B", "KM-TM-X-MD-g", FAIR_B | {"facts": {"condicionalidad_vigente": True}}, "agravantes"),
        ("A", "MD-07", FAIR, "haber advertido al apoderado"),
        ("A", "MD-07", FAIR | {"facts": {**WAY, "informe_comision": False}}, "tres personas"),
        ("A", "MD-07", FAIR | {"facts": {**WAY, "epoca_permite": False}}, "época del año"),
        # no falta, no sanction
        ("A", "MD-01", FAIR | {"falta": None, "gravity": Gravity.LEVE}, "número de anotaciones"),
        # gravity, level, who, when
        ("A", "MD-05", FAIR | {"gravity": Gravity.LEVE, "days": 1}, "muy grave o gravísima"),
        ("C", "CM-08", FAIR | {"level": "B1", "gravity": Gravity.GRAVE}, "4° básico; 5° a 8°"),
        ("B", "KM-1C-X-MD-g", FAIR_B | {"days": 3}, "sólo para 1° a 4° básico"),
        ("A", "MD-05", FAIR | {"role": "encargada"}, "La aplica la dirección (7.2.4.5"),
        ("A", "MD-02", FAIR | {"gravity": Gravity.GRAVE, "role": "profesor_jefe"}, "la dirección"),
        ("A", "MD-05", FAIR | {"finished": False}, "oír los descargos"),
        ("B", "KM-1C-X-MD-h", FAIR_B | {"level": "1C"}, "Es sólo para KM-1C-X-b"),
        ("B", "KM-TM-X-MD-f", FAIR_B | {"falta": B.falta("KM-TM-X-ff")}, "cláusula abierta"),
        # the cap of the suspension as a sanction
        ("A", "MD-05", FAIR | {"days": 0}, "de 1 a 3 días"),
        ("A", "MD-05", FAIR | {"days": 4}, "de 1 a 3 días"),
        ("A", "MD-05", FAIR | GV | {"days": 2}, "de 3 a 5 días"),
        ("A", "MD-05", FAIR | GV | {"days": 6}, "REX 482/2018 anexo 7, iv"),
        ("B", "KM-TM-X-MD-f", FAIR_B | {"days": 2}, "de 3 a 5 días"),
        ("B", "KM-TM-X-MD-f", FAIR_B | {"facts": {}}, "riesgo real y actual"),
        ("A", "MD-05", FAIR | {"extends": 3, "extensions": 1}, "ya se prorrogó una vez"),
        ("A", "MD-05", FAIR | {"days": 3, "extends": 2}, "período igual"),
        ("A", "MD-05", FAIR | GV | {"days": 6, "extends": 6}, "nunca más de cinco"),
        ("A", "MD-05", FAIR | {"extends": 2, "facts": {}}, "riesgo real y actual"),
        ("A", "MD-05", FAIR | {"facts": {}}, "riesgo real y actual"),
        # three suspensions, never merged
        ("A", "MR-03", FAIR | {"days": 16}, "de 1 a 15 días hábiles (LGE art. 16 E j)"),
        ("A", "MR-03", FAIR | {"days": 5, "extends": 15}, "vuelve a incurrir"),
        ("A", "MC-01", FAIR | {"gravity": Gravity.GRAVE}, "término de la matrícula"),
        ("A", "MD-05", FAIR | {"converts": Effect.SUSPENSION_RESGUARDO}, "no puede convertirse"),
        ("A", "MR-03", FAIR | {"converts": Effect.SUSPENSION_CAUTELAR}, "no puede convertirse"),
        # two sanctions for one fact
        ("A", "MD-05", FAIR | {"sanctions": (A.measure("MD-07"),)}, "ya se aplicó"),
        ("A", "MD-05", FAIR | {"sanctions": (A.measure("MD-05"),),
                               "together": frozenset({"MD-05"})}, "ya se aplicó"),
        # condicionalidad, each semester
        ("A", "MD-06", FAIR, "más tardar el 31-07-2026"),
        ("A", "MD-06", FAIR | {"review_on": date(2026, 8, 1)}, "final de cada semestre"),
        ("A", "MD-06", FAIR | {"review_on": date(2026, 5, 3)}, "final de cada semestre"),
        ("A", "MD-06", FAIR | {"review_on": JULY, "semester_ends": date(2026, 7, 3)}, "03-07-2026"),
    ],
)  # fmt: skip
def test_what_the_norm_forbids_is_refused_with_the_norm(modelo, code, situation, said):
    assert said in why_not(modelo, code, **situation)


def test_the_measures_of_one_rung_go_together():
    falta = A.falta("NA-MG-04")
    proposal = propose(A, falta, "EB", ON, ())
    together = proposal.together("MD-05")

    assert together == {"MD-05", "MD-03", "MD-04", "MS-01"}
    assert why_not("A", "MD-03", **FAIR, together=together, sanctions=(A.measure("MD-05"),)) == ""


@pytest.mark.parametrize(("day", "end"), [(ON, JULY), (date(2026, 8, 1), date(2026, 12, 31))])
def test_a_semester_ends_in_july_or_in_december(day, end):
    assert semester_end(day) == end


def row(key: int, code: str = "NA-L-01", on: date = date(2026, 4, 1), **more) -> Antecedent:
    gravity = next(r.falta(code) for r in (A, B) if r.falta(code)).gravity
    return Antecedent(key, code, more.pop("gravity", gravity), on, more.pop("level", "EB"), **more)


@pytest.mark.parametrize(
    ("antecedent", "reason"),
    [
        (row(1), "Cuenta"),
        (row(1, "NA-L-17"), "Cuenta"),  # by gravity, not by conduct
        (row(1, on=date(2025, 11, 4)), "otro año escolar"),
        (row(1, "NA-G-02"), "otra gravedad (grave)"),
        (row(1, firm=False), "No está firme"),
        (row(1, withdrawn=True), "sin efecto"),
        (row(1, on=date(2026, 5, 5)), "posterior"),
        (row(1, level="PA"), "parvularia"),
        (row(1, consumed_by="caso 2026-0007"), "Ya se usó: caso 2026-0007"),
    ],
)
def test_each_antecedent_says_whether_it_counts_and_why(antecedent, reason):
    count = count_antecedents(A, A.falta("NA-L-01"), "EB", ON, [antecedent])

    assert reason in count.weighed[0].reason
    assert count.weighed[0].counts == (reason == "Cuenta")
    assert count.weighed[0].source


def test_the_count_of_the_same_conduct_is_shown_beside():
    rows = [row(1), row(2, "NA-L-02"), row(3)]
    count = count_antecedents(A, A.falta("NA-L-01"), "EB", ON, rows)

    assert (count.ordinal, count.of_code) == (4, 2)


def test_in_modelo_b_another_level_starts_again():
    rows = [row(1, "KM-T3-L-a", level="T3"), row(2, "KM-TM-L-a", level="TM")]
    count = count_antecedents(B, B.falta("KM-TM-L-b"), "TM", ON, rows)

    assert [w.counts for w in count.weighed] == [False, True]


LEVE, GRAVE, MUY, GRAVISIMA = "NA-L-01", "NA-G-02", "NA-MG-04", "NA-GV-02"


@pytest.mark.parametrize(
    ("code", "earlier", "measures", "becomes"),
    [
        (LEVE, 0, "MD-01 MD-02", ""),
        (LEVE, 1, "MD-03", ""),
        (LEVE, 2, "MD-03 MD-04", ""),
        (LEVE, 3, "", "NA-G-01"),
        (LEVE, 4, "", "NA-G-01"),
        (GRAVE, 0, "MD-02 MD-03 MD-04", ""),
        (GRAVE, 1, "MD-02 MD-03", ""),
        (GRAVE, 2, "MD-02 MD-03 MD-06", ""),
        (GRAVE, 3, "", "NA-MG-01"),
        (MUY, 0, "MD-05 MD-03 MD-04 MS-01", ""),
        (MUY, 1, "MD-05 MD-03 MD-06", ""),
        (MUY, 2, "MD-05 MD-06", ""),
        (MUY, 3, "", "NA-GV-01"),
        (GRAVISIMA, 0, "MD-05", ""),
        (GRAVISIMA, 5, "MD-05", ""),
    ],
)
def test_the_ladder_of_modelo_a(code, earlier, measures, becomes):
    rows = [row(key, code) for key in range(earlier)]
    (option,) = propose(A, A.falta(code), "EB", ON, rows).options

    assert " ".join(m.code for m in option.measures) == measures
    assert (option.becomes.code if option.becomes else "") == becomes
    assert len(option.consumes) == (3 if becomes else 0)
    assert option.source.startswith("7.3.2")
    assert option.reason


@pytest.mark.parametrize(
    ("level", "code", "earlier", "found"),
    [
        ("1C", "KM-1C-L-a", [("KM-1C-L-a", ON)], ["KM-1C-L-MD-c"]),
        ("1C", "KM-1C-L-a", [("KM-1C-L-b", ON)], []),
        ("T3", "KM-T3-L-a", [("KM-T3-L-a", ON)] * 3, ["KM-T3-L-MD-c"]),
        ("T3", "KM-T3-L-a", [("KM-T3-L-a", ON)] * 2, []),
        ("T3", "KM-T3-L-a", [("KM-T3-L-a", date(2026, 4, 30))] * 3, []),
        ("TM", "KM-TM-L-a", [("KM-TM-L-b", ON)] * 2, ["KM-TM-G-l"]),
        ("TM", "KM-TM-L-a", [("KM-TM-L-a", ON)] * 3, ["KM-TM-L-MD-c", "KM-TM-G-l"]),
        ("TM", "KM-TM-G-a", [("KM-TM-G-b", ON)] * 2, ["KM-TM-X-t"]),
        ("T3", "KM-T3-G-a", [("KM-T3-G-b", ON)], ["KM-T3-X-a"]),
        ("1C", "KM-1C-G-a", [("KM-1C-G-b", ON)] * 4, []),
    ],
)
def test_the_repetition_of_modelo_b(level, code, earlier, found):
    rows = [row(key, c, on, level=level) for key, (c, on) in enumerate(earlier)]
    options = propose(B, B.falta(code), level, ON, rows).options

    assert [
        option.becomes.code if option.becomes else option.measures[0].code for option in options
    ] == found


def test_what_made_one_falta_graver_is_not_used_again():
    rows = [row(key) for key in (1, 2, 3)]
    (option,) = propose(A, A.falta(LEVE), "EB", ON, rows).options
    used = [replace(a, consumed_by="caso 2026-0009") for a in option.consumes]
    after = propose(A, A.falta(LEVE), "EB", ON, used)

    assert [a.key for a in option.consumes] == [1, 2, 3]
    assert after.count.ordinal == 1
    assert [m.code for m in after.options[0].measures] == ["MD-01", "MD-02"]
    assert any("y siguientes" in text for text in after.warnings)


def test_only_what_becomes_graver_consumes():
    count = count_antecedents(A, A.falta(LEVE), "EB", ON, [row(1)])
    second = next(r for r in A.ladder if r.gravity is Gravity.LEVE and r.times == 2)

    assert consumed_by_escalation(count, second) == ()


def test_a_proposal_says_who_decides_and_what_to_look_at():
    proposal = propose(A, A.falta("NA-GV-02"), "EB", ON, [])

    assert "decisión" in proposal.decides
    assert proposal.ordinal_words == "primera falta gravísima del año escolar"
    assert any("delito" in text for text in proposal.warnings)
    assert Nature.RESGUARDO not in {m.nature for m in proposal.menu}
    assert "MD-08" not in {m.code for m in proposal.menu}


def test_a_long_count_is_told_with_a_number():
    proposal = propose(A, A.falta(GRAVISIMA), "EB", ON, [row(k, GRAVISIMA) for k in range(8)])

    assert proposal.ordinal_words.startswith("9ª falta")


@pytest.mark.parametrize(("regimen", "level"), [(A, "PA"), (B, "CN"), (B, "JD"), (C, "no hay")])
def test_nothing_is_proposed_for_parvulos(regimen, level):
    assert propose(regimen, A.falta(LEVE), level, ON, []) is None
