"""The statute as data, and its terms over a case."""

from __future__ import annotations

from datetime import date

import pytest

from protocols.catalog import load_catalog
from protocols.catalog.norms import (
    Confidence,
    Kind,
    all_norms,
    limits_for,
    load_norms,
    norm_protocol,
    norm_protocols,
    norms_from_data,
)
from protocols.catalog.norms.loader import _runnable
from protocols.engine import Event, evaluate, problems
from protocols.engine.errors import ProtocolError
from tests.protocols.scenarios import ACOSO, SANTIAGO, at

EXPULSION = next(p for p in load_catalog("B") if p.key == "expulsion")
NOW = "2026-12-28T09:00"


def happened(text: str) -> list[Event]:
    """Return the events of lines «ev_cautelar 2026-11-16T12:00»."""
    return [Event(*_pair(line)) for line in text.strip().splitlines()]


def _pair(line: str):
    name, moment = line.split()
    return name, at(moment)


def limits(protocol, events, *, now=NOW, **facts):
    found = limits_for(protocol, facts, happened(events), SANTIAGO, at(now))
    return {limit.code: limit for limit in found}


def test_the_thirty_six_plazos_are_kept_once_each():
    codes = [precepto.code for precepto in all_norms().preceptos if precepto.code[0] == "P"]

    assert sorted(codes, key=lambda code: int(code[1:])) == [f"P{n}" for n in range(1, 37)]


@pytest.mark.parametrize("precepto", all_norms().preceptos, ids=lambda p: p.code)
def test_every_precepto_says_where_it_is_and_how_sure_we_are(precepto):
    assert precepto.source.locus
    assert precepto.title
    assert precepto.confidence in Confidence
    assert precepto.plazo is None or precepto.counts_from is not None


# code, amount and unit as the law writes them, and what kind of rule it is.
PLAZOS = """
P1 24 horas_corridas deber
P2 24 horas_corridas deber
P5 15 dias_habiles tope
P6 2 meses tope
P7 10 dias_habiles tope
P9 15 dias_sin_calificar derecho
P10 5 dias_sin_calificar derecho
P12 5 dias_habiles deber
P13 5 dias_habiles deber
P14 5 dias_sin_calificar tope
P16 5 dias_habiles deber
P17 30 dias_sin_calificar deber
P18 10 dias_habiles deber
P20 6 meses deber
P21 10 dias_habiles derecho
P23 3 dias_habiles deber
P24 30 dias_habiles tope
P25 2 dias_habiles deber
P26 30 dias_habiles tope
P27 15 dias_corridos tope
P28 30 dias_corridos deber
P29 2 dias_habiles deber
P30 30 dias_habiles derecho
P31 30 dias_corridos deber
P33 60 dias_sin_calificar deber
"""


@pytest.mark.parametrize("row", PLAZOS.strip().splitlines(), ids=lambda row: row.split()[0])
def test_plazo_as_the_law_writes_it(row):
    code, amount, unit, kind = row.split()
    precepto = all_norms().get(code)

    assert (precepto.plazo.amount, precepto.plazo.unit) == (int(amount), unit)
    assert precepto.kind is Kind(kind)
    assert precepto.is_minimum == (kind == "derecho")


@pytest.mark.parametrize("code", ["P3", "P8", "P11", "P15", "P32", "P35", "P36"])
def test_where_the_law_is_silent_nothing_is_invented(code):
    assert all_norms().get(code).plazo is None


# The first day on which each law says what is kept here, and the day before.
SINCE = """
P5 2026-07-01
P6 2026-07-01
P8 2026-07-01
P13 2026-07-01
P4 2026-08-12
P20 2026-08-12
P28 2026-12-01
P23 2024-08-01
"""


@pytest.mark.parametrize("row", SINCE.strip().splitlines(), ids=lambda row: row.split()[0])
def test_a_precepto_is_law_from_its_day_and_not_before(row):
    code, since = row.split()
    first = date.fromisoformat(since)

    assert load_norms(first).get(code) is not None
    assert load_norms(date.fromordinal(first.toordinal() - 1)).get(code) is None


def test_the_calendar_of_the_transition_is_read_by_date():
    passed = load_norms(date(2027, 4, 1)).transitions

    assert [item.day for item in passed] == [
        date(2026, 4, 27),
        date(2026, 7, 1),
        date(2026, 8, 12),
        date(2026, 12, 1),
        date(2027, 4, 1),
    ]
    named = {code for item in all_norms().transitions for code in item.preceptos}
    assert named <= {precepto.code for precepto in all_norms().preceptos}


def test_who_still_has_time_to_adapt_the_reglamento():
    inquiry = all_norms().get("P6")

    assert "01-04-2027" in inquiry.grace(date(2027, 4, 1))
    assert inquiry.grace(date(2027, 4, 2)) == ""
    assert all_norms().get("P8").grace(date(2026, 7, 1)) == ""  # no transition for the commission


def test_a_dead_norm_is_dead_from_its_day():
    codes = {dead.code for dead in load_norms(date(2026, 4, 26)).derogadas}

    assert "D7" not in codes
    assert "D1" in codes
    assert "D7" in {dead.code for dead in load_norms(date(2026, 4, 27)).derogadas}


def test_what_the_law_forbids_is_kept_beside_what_it_times():
    forbidden = {precepto.code for precepto in all_norms().of_kind(Kind.PROHIBICION)}

    assert {"G1", "G3", "G4", "G6", "G11"} <= forbidden


@pytest.mark.parametrize("protocol", norm_protocols(), ids=lambda p: p.key)
def test_the_procedures_of_the_law_can_be_followed(protocol):
    assert problems(protocol) == []
    for step in protocol.steps:
        precepto = all_norms().get(step.id)
        if precepto and precepto.plazo:
            assert step.plazo == precepto.plazo
            assert step.norms == (precepto.code,)


def test_expulsion_by_the_law_alone():
    timeline = evaluate(
        norm_protocol("aula_segura"),
        {"cautelar_suspension": False, "medida": "expulsion", "hubo_reconsideracion": False},
        happened("ev_apertura 2026-11-16T10:00\nev_notificacion 2026-11-20T12:00"),
        SANTIAGO,
        at("2026-11-23T09:00"),
    )

    assert timeline["P9"].due.on == date(2026, 12, 14)  # 15 hábiles
    assert [r.due.on for r in timeline["P9"].alternatives] == [date(2026, 12, 5)]  # corridos
    assert timeline["P12"].due.on == date(2026, 12, 21)  # 5 more from firmness
    assert timeline["P13"].due.on == date(2026, 12, 21)
    early = {reading.id: reading.due.on for reading in timeline["P12"].alternatives}
    assert early == {"P12e": date(2026, 11, 27)}
    assert timeline["P7"].due is None


def test_ley_karin_counts_the_measures_in_running_days():
    timeline = evaluate(
        norm_protocol("ley_karin"),
        {},
        happened("ev_denuncia 2026-11-20T10:00\nev_pronunciamiento_dt 2026-12-18T10:00"),
        SANTIAGO,
        at("2026-12-19T09:00"),
    )

    assert timeline["P23"].due.on == date(2026, 11, 25)
    assert timeline["P24"].due.on == date(2027, 1, 6)  # 8 and 25 December, 1 January
    assert timeline["P27"].due.on == date(2027, 1, 2)  # over Christmas and New Year
    assert not timeline["P24"].step.pausable


def test_the_silence_of_the_labour_office_starts_the_measures():
    timeline = evaluate(
        norm_protocol("ley_karin"),
        {},
        happened("ev_remision_dt 2026-11-20T10:00"),
        SANTIAGO,
        at("2026-11-23T09:00"),
    )

    assert timeline["P26"].due.on == date(2027, 1, 6)
    assert timeline["P27"].due.on == date(2027, 1, 21)


def test_limits_over_an_expulsion_of_modelo_b():
    found = limits(
        EXPULSION,
        """
        ev_apertura 2026-11-16T10:00
        ev_cautelar 2026-11-16T12:00
        """,
        cautelar_suspension=True,
        medida="expulsion",
    )

    assert found["P7"].on == date(2026, 11, 30)
    assert found["P7"].what == "resolver y notificar"
    assert found["P7"].exceeded(at(NOW))
    assert found["P6"].on == date(2027, 1, 16)
    assert not found["P6"].exceeded(at(NOW))
    assert "subvencionados" in found["P6"].grace


def test_the_ten_days_stop_with_the_notification_and_not_with_the_signature():
    story = "ev_cautelar 2026-11-16T12:00\nev_resolucion 2026-11-20T12:00"
    signed = limits(EXPULSION, story, cautelar_suspension=True)
    told = limits(EXPULSION, f"{story}\nev_notificacion 2026-11-30T12:00", cautelar_suspension=True)

    assert signed["P7"].done_at is None
    assert told["P7"].done_at == at("2026-11-30T12:00")
    assert not told["P7"].exceeded(at(NOW))


def test_the_inquiry_counts_from_the_first_of_denuncia_and_opening():
    found = limits(ACOSO, "ev_denuncia 2026-10-20T10:00\nbul-05-apertura 2026-10-26T10:00")

    assert found["P6"].on == date(2026, 12, 20)


def test_a_step_of_the_protocol_starts_a_term_of_the_law_through_its_event():
    assert limits(ACOSO, "bul-05-apertura 2026-10-26T10:00")["P6"].on == date(2026, 12, 26)


def test_an_inquiry_opened_before_the_law_has_no_such_term():
    assert "P6" not in limits(ACOSO, "ev_denuncia 2026-06-30T10:00")


def test_a_term_of_an_unknown_fact_is_a_warning_only_if_the_protocol_asks():
    found = limits(ACOSO, "ev_denuncia 2026-10-20T10:00\nev_notificacion 2026-11-20T12:00")

    assert found["P1"].missing_facts == ("constituye_delito",)  # asked for by the protocol
    assert not {"P9", "P10", "P12", "P13"} & set(found)  # nobody speaks of expulsion here


def test_limits_come_in_the_order_in_which_they_expire():
    found = limits_for(
        ACOSO,
        {"constituye_delito": True},
        happened("ev_denuncia 2026-10-20T10:00"),
        SANTIAGO,
        at(NOW),
    )

    assert [limit.code for limit in found] == ["P1", "P6"]


def test_a_staff_victim_has_the_terms_of_ley_karin_and_not_those_of_students():
    found = limits(norm_protocol("ley_karin"), "ev_denuncia 2026-11-20T10:00")

    assert set(found) == {"P2", "P23", "P24"}


GOOD = {"code": "X1", "title": "t", "kind": "tope", "confidence": "A", "source": "Ley 1, art. 2"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({**GOOD, "plaso": "5 dias_habiles"}, "plaso"),
        ({**GOOD, "kind": "sugerencia"}, "kind"),
        ({k: v for k, v in GOOD.items() if k != "source"}, "source"),
        ({**GOOD, "plazo": "5 lunas"}, "lunas"),
    ],
    ids=["campo", "clase", "fuente", "unidad"],
)
def test_a_wrong_declaration_is_refused_with_its_place(row, said):
    with pytest.raises(ProtocolError, match=said):
        norms_from_data({"preceptos": [row]})


def test_a_code_is_not_used_twice():
    with pytest.raises(ProtocolError, match="X1 está dos veces"):
        norms_from_data({"preceptos": [GOOD, GOOD]})


def test_a_plazo_may_cite_another_source_and_a_source_may_be_spelled_out():
    found = norms_from_data(
        {
            "preceptos": [
                {
                    **GOOD,
                    "source": {"instrument": "Ley 1", "locus": "art. 2"},
                    "plazo": {"amount": 5, "unit": "dias_habiles", "source": "Ley 3, art. 4"},
                    "counts_from": "ev_denuncia",
                }
            ]
        }
    ).preceptos[0]

    assert str(found.source) == "Ley 1, art. 2"
    assert str(found.plazo.source) == "Ley 3, art. 4"
    assert found.counts_from.events == ("ev_denuncia",)


def test_a_runnable_step_names_a_precepto_that_exists():
    with pytest.raises(ProtocolError, match="P99"):
        _runnable({"steps": [{"precepto": "P99"}]}, {})


def test_a_procedure_that_the_law_does_not_lay_down_is_refused():
    with pytest.raises(ProtocolError, match="aula_segura, ley_karin"):
        norm_protocol("acoso")
