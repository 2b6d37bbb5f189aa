"""What happens at the very end of a plazo: a prórroga, a pause, an act in its last second."""

from __future__ import annotations

from dataclasses import replace

import pytest

from protocols.engine import State, Unit
from tests.protocols.scenarios import ACOSO, E01, event, run, status_of

HEARD = E01[:3]  # el informe («bul-13») vence el 1 de junio de 2026
LAST = "2026-06-01T23:59:59"


def report(*more, now: str = "2026-06-20", protocol=ACOSO):
    return status_of(run([*HEARD, *more], now, protocol), "bul-13")


@pytest.mark.parametrize(
    ("when", "arrives", "extended"),
    [
        ("2026-06-01T23:59:58", "2026-06-15", True),
        (LAST, "2026-06-15", True),  # el último segundo todavía es a tiempo
        ("2026-06-02T00:00:00", "2026-06-01", False),
    ],
)
def test_a_prorroga_is_in_time_until_the_last_second(when, arrives, extended):
    status = report(event("ev_prorroga", when, step="bul-13"))

    assert (status.due.on.isoformat(), status.extended) == (arrives, extended)


def test_of_several_late_prorrogas_the_first_is_named():
    late = [event("ev_prorroga", f"2026-06-0{n}", step="bul-13") for n in (2, 3, 4)]

    assert report(*late).reason.startswith("La prórroga del 02-06-2026 se decidió después")


@pytest.mark.parametrize(
    ("days", "arrives"),
    [
        (None, "2026-06-15"),  # sin decir cuántos: los diez que permite la norma
        (10, "2026-06-15"),
        (2, "2026-06-03"),
        (1, "2026-06-02"),
        (25, "2026-06-15"),  # nunca más de los que permite
        (-3, "2026-06-02"),  # ni menos de uno
    ],
)
def test_how_many_days_a_prorroga_gives(days, arrives):
    status = report(event("ev_prorroga", "2026-05-28", step="bul-13", days=days))

    assert status.due.on.isoformat() == arrives


QUALIFIED, PLAIN = Unit.DIAS_HABILES, Unit.DIAS_SIN_CALIFICAR
CORRIDOS = "prórroga en días corridos"


@pytest.mark.parametrize(
    ("unit", "reading", "arrives", "others"),
    [
        (PLAIN, Unit.DIAS_HABILES, "2026-06-15", [(CORRIDOS, "2026-06-11")]),
        (PLAIN, None, "2026-06-15", [(CORRIDOS, "2026-06-11")]),
        (PLAIN, Unit.DIAS_CORRIDOS, "2026-06-11", []),
        (QUALIFIED, None, "2026-06-15", []),  # la norma ya dice cuáles: no hay otra lectura
        (Unit.DIAS_CORRIDOS, None, "2026-06-11", []),
    ],
)
def test_ten_more_days_of_each_kind(unit, reading, arrives, others):
    step = ACOSO.step("bul-13-informe-encargado")
    rule = replace(step.extension, unit=unit, reading=reading)
    steps = [replace(s, extension=rule) if s is step else s for s in ACOSO.steps]

    status = report(
        event("ev_prorroga", "2026-05-28", step="bul-13"),
        protocol=replace(ACOSO, steps=tuple(steps)),
    )

    assert (status.due.on.isoformat(), status.extended) == (arrives, True)
    assert [(o.label, o.due.on.isoformat()) for o in status.alternatives] == others


def test_only_what_was_extended_is_said_to_be():
    everything = run([*HEARD, event("ev_prorroga", "2026-05-28", step="bul-13")], "2026-05-29")

    assert [s.step.id for s in everything if s.extended] == ["bul-13-informe-encargado"]


@pytest.mark.parametrize(
    ("since", "state"),
    [
        ("2026-05-29", State.EN_PAUSA),
        ("2026-06-01", State.VENCIDO),  # el día de la pausa cuenta, y era el último
        ("2026-06-02", State.VENCIDO),
    ],
)
def test_an_open_pause_stops_only_what_has_not_run_out(since, state):
    assert report(event("ev_pausa", since, step="bul-13")).state is state


@pytest.mark.parametrize("closed", [False, True])
def test_a_step_that_cannot_be_paused_runs_on(closed):
    steps = [replace(s, pausable=False) for s in ACOSO.steps]
    pause = [event("ev_pausa", "2026-05-20"), event("ev_reanudacion", "2026-05-27")]

    status = report(*pause[: 1 + closed], protocol=replace(ACOSO, steps=tuple(steps)))

    assert (status.due.on.isoformat(), status.state) == ("2026-06-01", State.VENCIDO)


@pytest.mark.parametrize(
    ("when", "state"),
    [
        (LAST, State.CUMPLIDO),
        ("2026-06-02T00:00:00", State.CUMPLIDO_TARDE),
    ],
)
def test_an_act_is_in_time_until_the_last_second(when, state):
    assert report(event("bul-13-informe-encargado", when)).state is state


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (LAST, State.POR_VENCER),
        ("2026-06-02T00:00:00", State.VENCIDO),
    ],
)
def test_a_plazo_runs_out_after_its_last_second(now, state):
    assert report(now=now).state is state
