"""What each set of answers calls for: tables that a lawyer can read."""

import re
from itertools import product

import pytest

from cases.intake.questions import KIND, NO, QUESTIONS, UNKNOWN, YES
from cases.intake.router import DUTIES, ROUTES, SITUATIONS, suggest

ALL_NO = {question.key: NO for question in QUESTIONS}
DEAD = re.compile(r"20\.?536|circular\w*\s+78[12]|\b78[12]\b|\b202\b|476|Sename|OPD", re.IGNORECASE)


@pytest.mark.parametrize(
    ("answers", "protocol", "oficio"),
    [
        # entre pares y repetido: acoso
        ({"entre_pares": YES, "reiterado": YES}, "acoso_escolar", False),
        # entre pares, no se sabe si se repite: acoso, se investiga
        ({"entre_pares": YES, "reiterado": UNKNOWN}, "acoso_escolar", False),
        # hecho aislado entre estudiantes: mismo procedimiento (8.6.4.1)
        ({"entre_pares": YES, "reiterado": NO}, "acoso_escolar", False),
        # con delito se suma el oficio; el protocolo no cambia
        ({"entre_pares": YES, "reiterado": YES, "delito": YES}, "acoso_escolar", True),
        # «no sé» si es delito: no se inicia solo, pero queda por averiguar
        ({"entre_pares": YES, "reiterado": YES, "delito": UNKNOWN}, "acoso_escolar", False),
        # vulneración entre pares: acoso, y aviso al Tribunal de Familia
        ({"entre_pares": YES, "reiterado": YES, "vulneracion": YES}, "acoso_escolar", True),
        # lo sexual desplaza a todo lo demás (5.2.3.1 a)
        (
            {"entre_pares": YES, "reiterado": YES, "connotacion_sexual": YES},
            "agresiones_sexuales",
            True,
        ),
        ({"adulto": YES, "connotacion_sexual": YES}, "agresiones_sexuales", True),
        # un adulto: no es acoso (8.6.1), aunque haya también estudiantes
        ({"adulto": YES}, "maltrato", False),
        ({"adulto": YES, "entre_pares": YES, "reiterado": YES}, "maltrato", False),
        # sin pares ni adulto del establecimiento, con sospecha de vulneración
        ({"vulneracion": YES}, "vulneracion_derechos", True),
        # sólo riesgo suicida
        ({"riesgo_suicida": YES}, "riesgo_suicida", False),
        # nada calza: lo clasifica la encargada o la dirección
        ({}, "maltrato", False),
        ({"entre_pares": UNKNOWN, "reiterado": UNKNOWN}, "maltrato", False),
    ],
)
def test_the_answers_call_for(answers: dict, protocol: str, oficio: bool):
    found = suggest(ALL_NO | answers)

    assert found.protocol_key == protocol
    assert ("oficio" in found.tramites) is oficio


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("senales", "lesiones_o_senales"),
        ("delito", "constituye_delito"),
        ("vulneracion", "vulneracion"),
    ],
)
@pytest.mark.parametrize(
    ("answer", "value"), [(YES, True), (NO, False), (UNKNOWN, None), ("", None)]
)
def test_an_answer_settles_its_fact_and_no_se_leaves_it_unknown(question, fact, answer, value):
    assert suggest(ALL_NO | {question: answer}).facts.get(fact) is value


@pytest.mark.parametrize(
    ("answers", "staff_victim", "beside"),
    [
        ({"entre_pares": YES, "reiterado": YES, "delito": YES}, False, {"oficio"}),
        ({"entre_pares": YES, "senales": YES}, False, {"accidentes_escolares"}),
        ({"entre_pares": YES, "riesgo_suicida": YES}, False, {"riesgo_suicida"}),
        ({"riesgo_suicida": YES}, False, set()),  # it is the protocol itself
        ({"adulto": YES}, True, {"ley_karin"}),
        ({"entre_pares": YES, "delito": UNKNOWN, "senales": UNKNOWN}, False, set()),
    ],
)
def test_what_runs_beside_the_protocol(answers: dict, staff_victim: bool, beside: set):
    found = suggest(ALL_NO | answers, staff_victim=staff_victim)

    assert {duty.tramite for duty in found.duties} == beside
    assert all(duty.reason and duty.source for duty in found.duties)


def test_what_fits_nowhere_is_classified_by_a_person():
    assert suggest(ALL_NO).settled is False
    assert suggest(ALL_NO | {"adulto": YES}).settled is True


def test_every_suggestion_says_why_with_its_norm():
    for values in product((YES, NO, UNKNOWN), repeat=len(QUESTIONS)):
        found = suggest(dict(zip(ALL_NO, values, strict=True)))

        assert found.reasons
        assert all(reason.text and reason.source for reason in found.reasons)
        assert found.protocol_key in SITUATIONS


@pytest.mark.parametrize("answer", [YES, UNKNOWN])
def test_what_is_urgent_is_said_first(answer: str):
    warnings = suggest(ALL_NO | {"riesgo_suicida": answer, "delito": YES}).warnings

    assert "no lo deje a solas" in warnings[0].text.lower()
    assert "24 horas" in warnings[1].text


def test_no_repealed_norm_is_cited():
    texts = [q.reason + q.if_yes + q.if_unknown for q in QUESTIONS]
    texts += [row.reason + row.source for row in (*ROUTES, *DUTIES)]

    assert [text for text in texts if DEAD.search(text)] == []


def test_no_answers_at_all_do_not_break_it():
    assert suggest({}).protocol_key == "maltrato"
    assert suggest({}).facts == {}


def test_only_what_orients_the_kind_has_no_warning():
    assert all(question.if_yes for question in QUESTIONS if question.group != KIND)
