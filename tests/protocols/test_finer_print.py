"""More of what only a wrong sign would change: ends, warnings, repeated acts, corrected ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from protocols.catalog import protocol_from_data
from protocols.engine import Event, State, evaluate
from protocols.engine.conditions import Condition, holds
from protocols.engine.definitions import protocol_in_force
from protocols.engine.errors import MomentError, ProtocolError
from protocols.engine.events import history as happened
from protocols.engine.index import _KNOWN, MOST, index_of
from protocols.engine.occurrences import refers_to
from protocols.engine.problems import problems
from protocols.engine.scenario import read_amount, read_events, read_no_class, spoken_events
from tests.protocols.scenarios import ACOSO, SANTIAGO, at, day, event, events, run, status_of
from tests.protocols.test_small_print import protocol, step

TZ = SANTIAGO.tz


def test_a_protocol_rules_until_its_last_day_and_not_the_next():
    old = replace(ACOSO, in_force_until=day("2026-06-30"))

    assert protocol_in_force([old], ACOSO.key, day("2026-06-30")) is old
    with pytest.raises(ProtocolError, match="vigente al 01-07-2026"):
        protocol_in_force([old], ACOSO.key, day("2026-07-01"))


def test_a_protocol_may_end_after_it_begins_or_the_same_day_and_not_before():
    one = protocol(step("01-a", "ev_denuncia"))
    begins = one.in_force_from
    wrong = "deja de regir antes de empezar a regir"

    for days, expected in ((0, False), (1, False), (-1, True)):
        ended = replace(one, in_force_until=begins + timedelta(days=days))
        assert any(wrong in text for text in problems(ended)) is expected


def test_hours_warn_twelve_before_the_end():
    hours = protocol(step("01-a", "ev_denuncia", plazo="24 horas_corridas"))
    told = [event("ev_denuncia", "2026-05-06T10:00")]

    assert status_of(run(told, "2026-05-06T21:59", hours), "pru-01").state is State.EN_CURSO
    assert status_of(run(told, "2026-05-06T22:00", hours), "pru-01").state is State.POR_VENCER


def test_each_of_several_appeals_asks_for_its_answer_and_one_answer_more_does_no_harm():
    answers = protocol(
        step("01-a", "ev_reconsideracion", answers_each=True, done_by="ev_res_reconsideracion")
    )
    history = [
        event("ev_reconsideracion", "2026-05-04T10:00"),
        event("ev_reconsideracion", "2026-05-05T10:00"),
        event("ev_res_reconsideracion", "2026-05-06T10:00"),
    ]
    more = [event("ev_res_reconsideracion", f"2026-05-{d:02}T10:00") for d in (7, 8)]

    states = [
        status_of(run([*history, *more[:count]], "2026-05-11", answers), "pru-01").done_at
        for count in (0, 1, 2)
    ]

    assert states == [None, at("2026-05-07T10:00"), at("2026-05-08T10:00")]


def test_what_was_done_twice_before_its_plazo_began_was_done_the_first_time():
    one = protocol(step("01-a", "ev_denuncia", done_by="ev_informe"))
    history = [
        event("ev_informe", "2026-05-04T09:00"),
        event("ev_informe", "2026-05-05T09:00"),
        event("ev_denuncia", "2026-05-07T10:00"),
    ]

    assert status_of(run(history, "2026-05-11", one), "pru-01").done_at == history[0].at


def test_the_original_end_is_told_only_where_a_prorroga_moved_it():
    base = {
        "key": "prueba", "modelo": "A", "version": "1", "title": "Prueba", "source": "1",
        "in_force_from": "2026-01-01",
        "derived": [{"name": "ev_fin", "end_of": "pru-01-a", "original": True, "title": "el fin"}],
        "steps": [
            step("01-a", "ev_denuncia", extension={"amount": 5, "unit": "dias_habiles"}),
            step("02-b", "ev_fin"),
        ],
    }  # fmt: skip
    one = protocol_from_data(base)
    told = event("ev_denuncia", "2026-05-04T10:00")
    moved = event("ev_prorroga", "2026-05-06T10:00", step="pru-01-a", days=5)

    assert status_of(run([told], "2026-05-20", one), "pru-02").started_at is None
    assert status_of(run([told, moved], "2026-05-20", one), "pru-02").started_at is not None


def test_a_condition_may_ask_a_fact_and_one_of_several_more():
    both = Condition(
        fact="lesiones", equals=True,
        any_of=(Condition(fact="armas", equals=True), Condition(fact="droga", equals=True)),
    )  # fmt: skip

    assert holds(both, {"lesiones": True, "armas": True}) is True
    assert holds(both, {"lesiones": True, "armas": False, "droga": False}) is False


def test_an_act_is_corrected_by_its_own_mark():
    rows = [
        {"evento": "ev_entrevista", "en": "2026-05-04", "id": "una"},
        {"evento": "ev_entrevista", "en": "2026-05-06", "id": "otra"},
        {"evento": "ev_rectificacion", "en": "2026-05-07", "corrige": "una",
         "nueva_fecha": "2026-05-05"},
    ]  # fmt: skip

    read = read_events(rows, ACOSO, TZ)

    assert [found.key for found in read.events[:2]] == ["una", "otra"]
    assert read.events[2].corrects == "una"


def test_words_after_the_name_of_an_event_do_not_hide_it():
    (found,) = read_events(
        [{"evento": "ev_entrevista de la segunda familia", "en": "2026-05-04"}], ACOSO, TZ
    ).events

    assert found.name == "ev_entrevista"


@pytest.mark.parametrize(
    "joined",
    [
        {"all_of": (Condition(fact="armas", equals=True),)},
        {"any_of": (Condition(fact="armas", equals=True),)},
        {"none_of": (Condition(fact="armas", equals=False),)},
    ],
)
def test_a_fact_and_what_is_joined_to_it_are_both_asked(joined):
    asked = Condition(fact="lesiones", equals=True, **joined)

    assert holds(asked, {"lesiones": True, "armas": True}) is True
    assert holds(asked, {"lesiones": True, "armas": False}) is False
    assert holds(asked, {"lesiones": False, "armas": True}) is False


def test_what_happens_at_this_very_instant_has_happened():
    one = protocol(step("01-a", "ev_denuncia", done_by="ev_informe"))
    history = [event("ev_denuncia", "2026-05-04T10:00"), event("ev_informe", "2026-05-05T10:00")]

    def done(now: str) -> object:
        return status_of(evaluate(one, {}, history, SANTIAGO, at(now)), "pru-01").done_at

    assert done("2026-05-05T10:00") == history[1].at
    assert done("2026-05-05T09:59") is None


def test_a_count_from_the_last_act_stops_at_the_one_that_was_answered_at_once():
    one = protocol(
        step("01-a", {"events": ["ev_entrevista"], "pick": "last"}, done_by="ev_informe")
    )
    history = [
        event("ev_entrevista", "2026-05-04T10:00"),
        event("ev_informe", "2026-05-04T10:00"),
        event("ev_entrevista", "2026-05-12T10:00"),
    ]

    assert status_of(run(history, "2026-05-13", one), "pru-01").started_at == history[0].at


def test_the_next_plazo_is_the_one_that_runs_out_first():
    two = protocol(step("01-a", "ev_denuncia"), step("02-b", "ev_denuncia", plazo="3 dias_habiles"))
    told = [event("ev_denuncia", "2026-05-04T10:00")]

    assert run(told, "2026-05-05", two).next_due().step.id == "pru-02-b"


def test_a_rectification_says_the_new_date_or_that_it_annuls():
    row = {"evento": "ev_rectificacion", "en": "2026-05-07", "corrige": "ev_denuncia"}

    with pytest.raises(MomentError, match="nueva_fecha"):
        read_events([row], ACOSO, TZ)
    (moved,) = read_events([row | {"nueva_fecha": "2026-05-05"}], ACOSO, TZ).events
    (annulled,) = read_events([row | {"anula": True}], ACOSO, TZ).events
    assert (moved.corrected_at, annulled.corrected_at) == (at("2026-05-05"), None)


def test_an_interview_names_its_family():
    rows = [
        {"evento": "ev_entrevista", "en": "2026-05-04", "parte": given}
        for given in ("Víctima", "agresor ", "ambas", "")
    ]

    assert [e.party for e in read_events(rows, ACOSO, TZ).events] == ["victima", "agresor", "", ""]


def test_a_wording_that_names_several_events_is_the_first_of_them():
    several = protocol(
        step("01-a", {"events": ["ev_informe", "ev_cierre"], "text": "el fin de la indagación"})
    )

    assert spoken_events(several)["fin_de_la_indagacion"] == "ev_informe"


def test_days_without_classes_as_people_write_them():
    span = ["2026-07-13", "2026-07-14", "Invierno"]

    assert set(read_no_class(span).values()) == {"Invierno"}
    assert len(read_no_class(span)) == 2
    assert len(read_no_class(["2026-07-13", "2026-07-14", "2026-09-18"])) == 3
    winter = ["2026-07-13", "2026-07-14", "2026: vacaciones de invierno"]
    assert set(read_no_class(winter).values()) == {"2026: vacaciones de invierno"}


def test_the_index_of_a_protocol_is_worked_out_once_and_the_store_is_bounded():
    one = protocol(step("01-a", "ev_denuncia"))

    assert index_of(one) is index_of(one)
    others = [replace(one, title=f"Prueba {number}") for number in range(MOST + 5)]
    for other in others:
        index_of(other)
        assert len(_KNOWN) <= MOST
    assert len(_KNOWN) > 1
    assert index_of(others[-1]) is index_of(others[-1])


def test_an_act_corrected_to_this_very_instant_is_counted():
    told = event("ev_denuncia", "2026-05-06T10:00")
    (read,) = read_events(
        [{"evento": "ev_rectificacion", "en": "2026-05-07T09:00", "corrige": "ev_denuncia",
          "nueva_fecha": "2026-05-07T09:00"}], ACOSO, TZ,
    ).events  # fmt: skip

    assert [e.at for e in happened([told, read], at("2026-05-07T09:00"))] == [read.at]


def test_a_step_is_named_whole_or_by_its_code_and_not_by_nothing():
    assert refers_to("bul-13", "bul-13-informe-encargado")
    assert not refers_to("bul-1", "bul-13-informe-encargado")
    assert not refers_to("", "bul-13-informe-encargado")


@pytest.mark.parametrize("value", [None, True, False, "", "tres", "1.5"])
def test_an_amount_is_a_whole_number(value):
    with pytest.raises(MomentError):
        read_amount(value)


def test_a_period_that_ends_before_it_begins_is_refused_and_one_of_a_day_is_not():
    assert len(read_no_class({"desde": "2026-07-13", "hasta": "2026-07-13"})) == 1
    with pytest.raises(MomentError, match="antes de empezar"):
        read_no_class({"desde": "2026-07-14", "hasta": "2026-07-13"})


def test_an_hour_that_did_not_exist_is_told_and_any_other_is_not():
    rows = [{"evento": "ev_denuncia", "en": moment} for moment in
            ("2026-05-04T10:00", "2026-09-06T00:30")]  # fmt: skip

    assert read_events(rows[:1], ACOSO, TZ).notices == ()
    assert len(read_events(rows, ACOSO, TZ).notices) == 1


def test_what_is_wrong_names_its_place_in_the_list():
    with pytest.raises(MomentError, match="El evento 2 debe"):
        read_events([{"evento": "ev_denuncia", "en": "2026-05-04"}, "x"], ACOSO, TZ)


def test_what_is_done_again_and_again_is_never_done_with():
    one = protocol(step("01-a", "ev_denuncia", repeatable=True))
    history = events("ev_denuncia 2026-05-04T10:00", "pru-01-a 2026-05-05", "pru-01-a 2026-05-06")

    assert status_of(run(history, "2026-05-07", one), "pru-01").done_at is None


def test_each_other_reading_with_its_own_start_is_shown_wherever_it_is_written():
    readings = [
        {"label": "corridos", "plazo": "5 dias_corridos", "kind": "variante"},
        {"label": "desde el informe", "plazo": "5 dias_habiles", "kind": "variante",
         "counts_from": "ev_informe"},
    ]  # fmt: skip
    history = events("ev_denuncia 2026-05-04T10:00", "ev_informe 2026-05-06")
    for order in (readings, readings[::-1]):
        one = protocol(step("01-a", "ev_denuncia", alternatives=order))
        found = status_of(run(history, "2026-05-07", one), "pru-01").alternatives
        assert {reading.label for reading in found} == {"corridos", "desde el informe"}


def test_an_instant_is_more_than_a_day_unless_it_is_said():
    assert not Event("ev_denuncia", at("2026-05-04T10:00")).date_only
