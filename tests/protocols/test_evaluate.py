"""The timeline of a case: solved scenarios and the state of each step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from protocols.catalog.calendar import calendar_for
from protocols.engine import State, evaluate
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
    assert [e.at for e in alone["ev_cierre"]] == [at("2026-06-17T10:00")]


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


ASKED = [*E01[:6], *events("ev_reconsideracion 2026-06-05", "ev_reconsideracion 2026-06-10")]


@pytest.mark.parametrize(
    ("answers", "state", "vence"),
    [
        # dos familias recurren: el plazo es de la solicitud más antigua sin resolver
        ([], "por_vencer", "2026-06-12"),
        (["2026-06-11"], "en_curso", "2026-06-17"),
        (["2026-06-11", "2026-06-12"], "cumplido", "2026-06-17"),
    ],
)
def test_each_reconsideracion_has_its_own_answer(answers, state, vence):
    history = [*ASKED, *(event("ev_res_reconsideracion", day) for day in answers)]

    timeline = run(history, "2026-06-12T12:00", resultado="fundada")

    assert status_of(timeline, "bul-26").state.value == state
    assert due(timeline, "bul-26") == vence
