"""The timeline of a case: solved scenarios, states, conditions, prórrogas and pauses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from protocols.catalog.calendar import calendar_for
from protocols.engine import Event, State, Unit, evaluate
from protocols.engine.conditions import Condition, holds, missing_facts
from protocols.engine.errors import MomentError, ProtocolError
from protocols.engine.occurrences import occurrences
from tests.protocols.scenarios import (
    ACOSO,
    E01,
    E09,
    OFICIO,
    SANTIAGO,
    at,
    due,
    event,
    events,
    rows,
    run,
    status_of,
)

SOLVED = [row for row in rows("modelo_a.json") if row["paso"].startswith("bul-")]
GENERAL = "regla general"


def dates_of(timeline, code: str, reading: str) -> str:
    """Return the vencimiento of a step, or that of its other reading."""
    status = status_of(timeline, code)
    others = {other.label: other.due for other in status.alternatives}
    chosen = others[GENERAL] if reading == GENERAL else status.due
    return chosen.at.astimezone(SANTIAGO.tz).strftime("%Y-%m-%dT%H:%M:%S")


@pytest.mark.parametrize("row", SOLVED, ids=[row["clave"] for row in SOLVED])
def test_solved_scenario_step_by_step(row):
    history, resultado = {"E01": (E01, "fundada"), "E09": (E09, "no_fundada")}[row["escenario"]]

    timeline = run(history, "2026-09-01", resultado=resultado)
    got = dates_of(timeline, row["paso"], row["lectura"])

    assert got.startswith(row["vence"])


@pytest.mark.parametrize(
    ("now", "states"),
    [
        # qué se ve cada día del caso E01; entre paréntesis, el código del paso
        ("2026-04-29T10:30", {"04": "en_curso", "07": "por_vencer", "10": "por_vencer"}),
        ("2026-04-30T10:20", {"04": "por_vencer", "10": "cumplido", "12": "en_curso"}),
        ("2026-04-30T10:21", {"04": "vencido"}),
        ("2026-05-05T09:00", {"12": "en_curso", "13": "en_espera"}),
        ("2026-05-06T09:00", {"12": "por_vencer", "13": "en_espera"}),
        ("2026-05-08T23:59", {"12": "por_vencer", "13": "en_espera"}),
        ("2026-05-09T00:00", {"12": "vencido", "13": "en_curso"}),
        ("2026-05-28T09:00", {"13": "por_vencer", "14": "en_espera", "15": "en_espera"}),
        ("2026-06-01T12:00", {"13": "cumplido", "14": "por_vencer", "15": "por_vencer"}),
        ("2026-06-05T12:00", {"14": "cumplido", "15": "cumplido", "16": "por_vencer"}),
        ("2026-06-09T12:00", {"16": "vencido", "25": "por_vencer", "26": "en_espera"}),
        ("2026-06-12T12:00", {"25": "cumplido", "26": "en_curso", "20": "en_espera"}),
        ("2026-06-18T12:00", {"26": "cumplido", "20": "en_curso", "24": "cumplido"}),
    ],
)
def test_state_of_each_step_on_each_day(now, states):
    history = [e for e in E01 if e.name != "ev_comunicacion_1"]
    history.append(event("ev_comunicacion_1", "2026-04-29T10:25"))

    timeline = run(history, now, resultado="fundada")

    got = {code: status_of(timeline, f"bul-{code}").state.value for code in states}
    assert got == states


def test_the_future_has_not_happened():
    before = run(E01[:2], "2026-04-29T12:00", resultado="fundada")

    assert [s.state for s in run(E01, "2026-04-29T12:00", resultado="fundada")] == [
        s.state for s in before
    ]


def test_a_step_that_hangs_on_a_running_plazo_is_projected():
    status = status_of(run(E01, "2026-05-05"), "bul-13")

    assert (status.state, status.projected) == (State.EN_ESPERA, True)
    assert (status.start.isoformat(), status.due.on.isoformat()) == ("2026-05-08", "2026-06-01")
    assert status.reason == "Espera el término del plazo para aportar antecedentes."


def test_an_explicit_end_of_the_antecedentes_rules_over_the_derived_one():
    history = [*E01[:3], event("ev_venc_antecedentes", "2026-05-06")]

    assert due(run(history, "2026-05-20"), "bul-13") == "2026-05-28"


def test_done_late_is_told_apart_from_done_on_time():
    history = [*E01[:3], event("bul-13-informe-encargado", "2026-06-02")]

    status = status_of(run(history, "2026-06-20"), "bul-13")

    assert (status.state, status.is_done, status.is_late) == (State.CUMPLIDO_TARDE, True, False)


def test_the_last_instant_is_still_on_time():
    history = [E01[0], event("ev_activacion", "2026-04-30T10:20")]

    assert status_of(run(history, "2026-05-01"), "bul-04").state is State.CUMPLIDO


def test_what_is_done_on_the_day_it_starts_is_on_time_even_if_repeated():
    twice = events("ev_notificacion 2026-06-01", "ev_notificacion 2026-06-09")

    status = status_of(run([*E01[:4], *twice], "2026-06-20", resultado="fundada"), "bul-15")

    assert (status.state, status.done_at) == (State.CUMPLIDO, at("2026-06-01"))


def test_what_happens_at_this_very_instant_has_happened():
    timeline = evaluate(ACOSO, {}, E01[:1], SANTIAGO, E01[0].at)

    assert [e.name for e in timeline.history] == ["ev_denuncia"]
    assert status_of(timeline, "bul-04").state is State.EN_CURSO


def test_a_notice_after_the_appeal_does_not_open_it_again():
    same = event("ev_notificacion", "2026-06-10")
    later = event("ev_notificacion", "2026-06-12")

    with_same = run([*E01[:7], same], "2026-06-15", resultado="fundada")
    with_later = run([*E01[:7], later], "2026-06-15", resultado="fundada")

    assert due(with_same, "bul-25") == "2026-06-17"
    assert due(with_later, "bul-25") == "2026-06-10"


@pytest.mark.parametrize("name", ["ev_informe", "ev_fin_investigacion", "bul-13-informe-encargado"])
def test_the_report_may_be_written_under_any_of_its_names(name):
    timeline = run([*E01[:3], event(name, "2026-06-01")], "2026-06-02", resultado="fundada")

    assert status_of(timeline, "bul-13").state is State.CUMPLIDO
    assert (due(timeline, "bul-14"), due(timeline, "bul-15")) == ("2026-06-03", "2026-06-03")


def test_what_is_written_wins_over_what_a_step_stands_for():
    earlier = [*E01[:3], *events("ev_informe 2026-06-01", "ev_fin_investigacion 2026-05-29")]
    later = [*E01[:3], *events("ev_informe 2026-05-29", "ev_fin_investigacion 2026-06-01")]

    assert due(run(earlier, "2026-06-20", resultado="fundada"), "bul-15") == "2026-06-02"
    assert due(run(later, "2026-06-20", resultado="fundada"), "bul-15") == "2026-06-03"


def test_a_step_does_not_repeat_an_event_already_written_that_day():
    history = events("ev_cierre 2026-06-17T09:00", "bul-19-cierre 2026-06-17T10:00")

    found = occurrences(ACOSO, history, SANTIAGO.tz)
    alone = occurrences(ACOSO, history[1:], SANTIAGO.tz)

    assert [e.at for e in found["ev_cierre"]] == [at("2026-06-17T09:00")]
    assert [(e.at, e.derived) for e in alone["ev_cierre"]] == [(at("2026-06-17T10:00"), True)]


@pytest.mark.parametrize(
    ("resultado", "vence", "others"),
    [
        ("fundada", "2026-06-03", [(GENERAL, "2026-06-04")]),
        ("no_fundada", "2026-06-04", []),
        (None, "2026-06-03", [(GENERAL, "2026-06-04")]),  # no se sabe: manda el más corto
    ],
)
def test_notification_has_two_days_with_measures_and_three_without(resultado, vence, others):
    status = status_of(run(E01[:4], "2026-06-02", resultado=resultado), "bul-15")

    assert status.due.on.isoformat() == vence
    assert [(o.label, o.due.on.isoformat()) for o in status.alternatives] == others


def test_unqualified_days_show_both_readings():
    status = status_of(run(E01[:3], "2026-05-04"), "bul-21")

    assert status.due.on.isoformat() == "2026-05-15"  # corridos, A-20
    assert [(o.label, o.due.on.isoformat()) for o in status.alternatives] == [
        ("días hábiles", "2026-05-25")
    ]


def test_the_appeal_counts_from_the_notice_of_the_closing_when_not_upheld():
    first = run(E09[:5], "2026-07-27", resultado="no_fundada")
    closed = run(E09[:6], "2026-08-10", resultado="no_fundada")
    notified = run(E09, "2026-09-01", resultado="no_fundada")

    assert due(first, "bul-25") == "2026-07-31"
    assert due(closed, "bul-25") == "2026-08-14"
    assert due(notified, "bul-25") == "2026-08-14"
    assert due(notified, "bul-18") == "2026-08-07"  # siempre desde la primera


def test_the_clock_of_a_crime_starts_with_whoever_knows_first():
    history = events("ev_conocimiento 2026-11-20T18:10", "ev_denuncia 2026-11-21T09:00")

    timeline = run(history, "2026-11-21T09:30", constituye_delito="sí")

    assert status_of(timeline, "bul-06").due.at == at("2026-11-21T18:10")
    assert status_of(timeline, "bul-06").state is State.POR_VENCER


# -- conditions --------------------------------------------------------------------------------

PENAL = "Carabineros, PDI, Ministerio Público o tribunal con competencia penal"
FAMILIA = "Tribunal de Familia o red de protección"


@pytest.mark.parametrize(
    ("facts", "recipients"),
    [
        ({"agresor_edad": 14}, (PENAL,)),  # 14 cumplidos el día del hecho, A-36
        ({"agresor_edad": 15}, (PENAL,)),
        ({"agresor_edad": 13}, (FAMILIA,)),
        ({"agresor_edad": "12"}, (FAMILIA,)),
        ({}, (PENAL, FAMILIA)),  # no se sabe: a ambos
        ({"agresor_edad": "desconocida"}, (PENAL, FAMILIA)),
        ({"agresor_edad": 16, "vulneracion": True}, (PENAL, FAMILIA)),
    ],
)
def test_the_age_decides_who_receives_the_denuncia(facts, recipients):
    timeline = run(E01[:1], "2026-04-29T11:00", constituye_delito=True, **facts)

    assert status_of(timeline, "bul-06").recipients == recipients


@pytest.mark.parametrize(
    ("facts", "state", "reason"),
    [
        ({"constituye_delito": True}, "en_curso", ""),
        ({"vulneracion": "sí"}, "en_curso", ""),
        (
            {"constituye_delito": False, "vulneracion": "no"},
            "no_aplica",
            "No se aplica: los hechos no constituyen delito ni vulneración de derechos.",
        ),
        (
            {"constituye_delito": False},
            "en_espera",
            "Falta saber si hay vulneración de derechos.",
        ),
        (
            {},
            "en_espera",
            "Falta saber si los hechos constituyen delito; si hay vulneración de derechos.",
        ),
    ],
)
def test_a_missing_fact_is_unknown_and_not_false(facts, state, reason):
    status = status_of(run(E01[:1], "2026-04-29T11:00", **facts), "bul-06")

    assert (status.state.value, status.reason) == (state, reason)
    assert (status.due is None) == (state == "no_aplica")


@pytest.mark.parametrize(
    ("asistio", "primera", "segunda"),
    [
        ("1ª", "vencido", "no_aplica"),
        ("2ª", "no_aplica", "por_vencer"),
        ("nunca", "no_aplica", "por_vencer"),
        (None, "vencido", "en_espera"),
    ],
)
def test_the_second_summons_is_for_the_family_that_did_not_come(asistio, primera, segunda):
    timeline = run(E01[:2], "2026-05-06", asistio_apoderado=asistio)

    assert status_of(timeline, "bul-10").state.value == primera
    assert status_of(timeline, "bul-11").state.value == segunda


def test_antecedentes_count_from_the_date_of_the_second_summons():
    history = [*E01[:2], event("bul-11-entrevista-2", "2026-05-07")]

    timeline = run(history, "2026-05-08", asistio_apoderado="nunca")

    assert due(timeline, "bul-12") == "2026-05-14"


@pytest.mark.parametrize(
    ("resultado", "yes", "no"),
    [("fundada", ["16", "17"], ["18", "19"]), ("no_fundada", ["18"], ["14", "16", "17"])],
)
def test_each_result_opens_its_own_steps(resultado, yes, no):
    history = [e for e in E01[:6] if e.name != "bul-14-resolucion"]
    timeline = run(history, "2026-06-04", resultado=resultado)

    assert {status_of(timeline, f"bul-{c}").state.value for c in no} == {"no_aplica"}
    assert "no_aplica" not in {status_of(timeline, f"bul-{c}").state.value for c in yes}


def test_a_step_that_does_not_apply_is_done_only_if_written_by_its_own_id():
    closed = run(E01, "2026-06-20", resultado="fundada")
    archived = run([*E01, event("bul-19-cierre", "2026-06-18")], "2026-06-20", resultado="fundada")

    assert status_of(closed, "bul-19").state is State.NO_APLICA
    assert status_of(archived, "bul-19").state is State.CUMPLIDO


@pytest.mark.parametrize(
    ("condition", "facts", "answer"),
    [
        (Condition(), {}, True),
        (Condition(fact="a", equals=True), {"a": "Sí"}, True),
        (Condition(fact="a", equals=True), {"a": 1}, False),
        (Condition(fact="a", equals="verbal"), {"a": " VERBAL "}, True),
        (Condition(fact="a", at_least=14), {"a": "14"}, True),
        (Condition(fact="a", below=14), {"a": 14.0}, False),
        (Condition(fact="a", below=14), {"a": "doce"}, None),
        (Condition(fact="a", equals=1, missing=False), {}, False),
        (Condition(all_of=(Condition(fact="a", equals=1), Condition(fact="b", equals=1))),
         {"a": 2}, False),
        (Condition(any_of=(Condition(fact="a", equals=1), Condition(fact="b", equals=1))),
         {"a": 2}, None),
        (Condition(none_of=(Condition(fact="a", equals=1),)), {"a": 1}, False),
        (Condition(none_of=(Condition(fact="a", equals=1),)), {}, None),
    ],
)  # fmt: skip
def test_condition_has_three_answers(condition, facts, answer):
    assert holds(condition, facts) is answer


def test_missing_facts_are_named_once():
    condition = Condition(any_of=(Condition(fact="a", equals=1), Condition(fact="a", equals=2)))

    assert missing_facts(condition, {}) == ["a"]


# -- prórroga, pausas, rectificaciones -----------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "days", "vence", "extended"),
    [
        ("2026-05-28", None, "2026-06-15", True),  # 15 + 10 hábiles, contiguos
        ("2026-06-01T23:59:59", None, "2026-06-15", True),  # el último segundo todavía vale
        ("2026-06-02", None, "2026-06-01", False),  # ya venció
        ("2026-05-28", 5, "2026-06-08", True),
        ("2026-05-28", 30, "2026-06-15", True),  # nunca más de 10
    ],
)
def test_prorroga_is_worth_only_before_the_end(when, days, vence, extended):
    history = [*E01[:3], event("ev_prorroga", when, step="bul-13", days=days)]

    status = status_of(run(history, "2026-06-10"), "bul-13")

    assert (status.due.on.isoformat(), status.extended) == (vence, extended)


def test_prorroga_shows_its_other_reading_and_is_counted_day_by_day():
    history = [*E01[:3], event("ev_prorroga", "2026-05-28", step="bul-13-informe-encargado")]

    status = status_of(run(history, "2026-05-29"), "bul-13")

    assert [(o.label, o.due.on.isoformat()) for o in status.alternatives] == [
        ("prórroga en días corridos", "2026-06-11")
    ]
    assert max(line.n for line in status.working()) == 25


def test_prorroga_is_granted_once():
    twice = events("ev_prorroga 2026-05-27", "ev_prorroga 2026-05-28")

    assert due(run([*E01[:3], *twice], "2026-06-10"), "bul-13") == "2026-06-15"


def test_a_prorroga_in_another_unit_is_added_to_the_end():
    step = ACOSO.step("bul-13-informe-encargado")
    rule = replace(step.extension, unit=Unit.DIAS_CORRIDOS, reading=None)
    steps = [replace(s, extension=rule) if s is step else s for s in ACOSO.steps]
    history = [*E01[:3], event("ev_prorroga", "2026-05-28")]

    status = status_of(
        run(history, "2026-05-29", protocol=replace(ACOSO, steps=tuple(steps))), "bul-13"
    )

    assert (status.due.on.isoformat(), status.alternatives) == ("2026-06-11", ())


def test_a_late_prorroga_says_so():
    history = [*E01[:3], event("ev_prorroga", "2026-06-02", step="bul-13")]

    status = status_of(run(history, "2026-06-10"), "bul-13")

    assert status.state is State.VENCIDO
    assert status.reason == (
        "La prórroga del 02-06-2026 se decidió después del vencimiento: no vale."
    )


def test_a_pause_stops_the_clock_until_it_is_resumed():
    paused = [*E01[:3], event("ev_pausa", "2026-05-12", step="bul-13")]
    resumed = [*paused, event("ev_reanudacion", "2026-05-18", step="bul-13")]

    stopped = status_of(run(paused, "2026-05-14"), "bul-13")

    assert (stopped.state, stopped.due) == (State.EN_PAUSA, None)
    assert stopped.reason == "En pausa desde el 12-05-2026."
    assert due(run(resumed, "2026-05-20"), "bul-13") == "2026-06-05"  # 4 hábiles después


def test_a_pause_of_one_step_does_not_touch_the_others_nor_the_clock_hours():
    history = [*E01[:3], event("ev_pausa", "2026-04-29T10:21", step="")]

    timeline = run(history, "2026-05-04", constituye_delito=True)

    assert status_of(timeline, "bul-12").state is State.EN_PAUSA
    for code in ("bul-04", "bul-06"):  # 24 h: no se suspenden, A-02
        assert status_of(timeline, code).state is State.VENCIDO
    one = run([*E01[:3], event("ev_pausa", "2026-05-04", step="bul-21")], "2026-05-05")
    assert status_of(one, "bul-12").state is State.EN_CURSO


@pytest.mark.parametrize(
    ("paused", "state"),
    [("2026-05-07", "en_pausa"), ("2026-05-08", "vencido"), ("2026-05-11", "vencido")],
)
def test_a_pause_on_the_last_day_or_later_saves_nothing(paused, state):
    history = [*E01[:3], event("ev_pausa", paused, step="bul-12")]

    assert status_of(run(history, "2026-05-20"), "bul-12").state.value == state


def correction(corrects: str, made: str, corrected_at: str | None) -> Event:
    moment = at(corrected_at) if corrected_at else None
    return event("ev_rectificacion", made, corrects=corrects, corrected_at=moment)


def test_a_correction_replaces_the_date_from_the_moment_it_is_made():
    history = [*E01[:3], correction("ev_entrevista", "2026-05-05", "2026-05-04")]

    assert due(run(history, "2026-05-04"), "bul-12") == "2026-05-08"
    assert due(run(history, "2026-05-06"), "bul-12") == "2026-05-11"


def test_a_correction_can_annul_and_can_name_one_event_among_several():
    two = [event("ev_entrevista", "2026-05-04", key="a"), event("ev_entrevista", "2026-05-05")]

    by_key = run([*E01[:2], *two, correction("a", "2026-05-06", None)], "2026-05-07")
    by_name = run([*E01[:2], *two, correction("ev_entrevista", "2026-05-06", None)], "2026-05-07")

    assert status_of(by_key, "bul-12").start.isoformat() == "2026-05-05"
    assert status_of(by_name, "bul-12").start.isoformat() == "2026-05-04"
    assert run([correction("ev_cierre", "2026-05-06", None)], "2026-05-07").history == ()


# -- the rest of the shape -----------------------------------------------------------------------


def test_oficio_has_the_same_24_hours_to_write_and_to_send():
    history = events("ev_conocimiento 2026-11-20T18:10", "ofi-02-enviar 2026-11-21T18:11")

    timeline = run(history, "2026-11-21T18:30", protocol=OFICIO)

    assert [s.state.value for s in timeline] == ["vencido", "cumplido_tarde", "por_vencer"]
    assert {s.due.at for s in timeline.steps[:2]} == {at("2026-11-21T18:10")}


def test_nobody_is_late_when_the_time_of_a_party_ends():
    timeline = run(E01[:3], "2026-05-20", resultado="fundada")

    assert (status_of(timeline, "bul-12").state, status_of(timeline, "bul-12").is_late) == (
        State.VENCIDO,
        False,
    )
    assert status_of(timeline, "bul-07").is_late


def test_an_event_that_repeats_is_open_until_the_case_is_closed():
    history = [*E01[:3], event("bul-24-info-familia", "2026-05-04")]

    assert status_of(run(history, "2026-05-05"), "bul-24").state is State.EN_CURSO


def test_next_due_is_the_open_step_that_ends_first():
    assert run(E01[:1], "2026-04-29T11:00").next_due().step.id == "bul-03-constancia"
    assert run([], "2026-04-29T11:00").next_due() is None


def test_a_step_that_does_not_exist_is_an_error():
    with pytest.raises(ProtocolError, match="no tiene el paso «bul-99»"):
        run([], "2026-04-29")["bul-99"]
    with pytest.raises(ProtocolError, match="no tiene el paso «bul-99»"):
        ACOSO.step("bul-99")


def test_now_and_events_carry_their_zone():
    with pytest.raises(MomentError):
        evaluate(ACOSO, {}, [], SANTIAGO, at("2026-05-05").replace(tzinfo=None))
    with pytest.raises(MomentError):
        replace(E01[0], at=E01[0].at.replace(tzinfo=None))


def test_the_school_zone_decides_the_day_of_an_event():
    island = calendar_for("05201")
    late = [event("ev_denuncia", "2026-05-05T00:30")]  # en la isla todavía es el día 4

    assert due(run(late, "2026-05-05T08:00", calendar=island), "bul-07") == "2026-05-05"
    assert due(run(late, "2026-05-05T08:00"), "bul-07") == "2026-05-06"
