"""What moves a running clock: prórrogas, pausas and rectificaciones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from protocols.engine import Event, State, Unit
from tests.protocols.scenarios import (
    ACOSO,
    E01,
    at,
    due,
    event,
    events,
    run,
    status_of,
)


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
    assert stopped.alternatives == ()  # no date is shown while no day is counted
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
