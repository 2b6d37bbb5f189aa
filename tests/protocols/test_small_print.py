"""What only a wrong sign in the code would change, one line each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from protocols.catalog import protocol_from_data
from protocols.engine import Unit, compute, parse_moment
from protocols.engine.errors import CalendarRangeError, ProtocolError
from protocols.engine.problems import problems
from protocols.engine.render import timeline_data
from protocols.engine.scenario import read_events
from tests.protocols.scenarios import ACOSO, SANTIAGO, event, run, status_of

TZ = SANTIAGO.tz


def step(number: str, after: str, **more: object) -> dict:
    """Return a step that waits for an event."""
    return {
        "id": f"pru-{number}", "title": f"Paso {number}", "stage": "Investigación",
        "responsible": "Encargada", "counts_from": after, "plazo": "5 dias_habiles", "source": "1",
    } | more  # fmt: skip


def protocol(*steps: dict):
    """Return a protocol of a few steps."""
    return protocol_from_data(
        {
            "key": "prueba", "modelo": "A", "version": "1", "title": "Prueba", "source": "1",
            "in_force_from": "2026-01-01", "steps": list(steps),
        }
    )  # fmt: skip


def test_the_last_instant_of_a_day_is_still_only_a_day():
    assert parse_moment("2026-05-08", TZ, end=True).date_only
    assert not parse_moment("2026-05-08T10:00", TZ, end=True).date_only


def test_two_loops_are_two_problems():
    lost = protocol(
        step("01-a", "pru-02-b"), step("02-b", "pru-01-a"),
        step("03-c", "pru-04-d"), step("04-d", "pru-03-c"),
    )  # fmt: skip

    found = [text for text in problems(lost) if "en círculo" in text]

    assert len(found) == 2
    assert "pru-01-a" in found[0]
    assert "pru-03-c" in found[1]


def test_what_happened_before_the_start_does_not_fulfil_what_started_later():
    one = protocol(step("01-a", "ev_denuncia", done_by="ev_informe"))
    history = [
        event("ev_informe", "2026-05-04T09:00"),
        event("ev_denuncia", "2026-05-06T10:00"),
        event("ev_informe", "2026-05-08T09:00"),
    ]

    assert status_of(run(history, "2026-05-11", one), "pru-01").done_at == history[2].at


def test_what_was_done_earlier_the_same_day_fulfils_it():
    one = protocol(step("01-a", "ev_denuncia", done_by="ev_informe"))
    history = [
        event("ev_informe", "2026-05-04T09:00"),
        event("ev_informe", "2026-05-06T09:00"),
        event("ev_denuncia", "2026-05-06T10:00"),
    ]

    assert status_of(run(history, "2026-05-11", one), "pru-01").done_at == history[1].at


def test_an_act_that_nobody_knows_is_refused_whatever_its_words():
    with pytest.raises(ProtocolError, match="«invento» no existe"):
        read_events([{"evento": "invento", "en": "2026-05-04"}], ACOSO, TZ)


def test_hours_start_at_an_hour_and_days_on_a_day():
    hours = protocol(
        step("01-a", "ev_denuncia", plazo="24 horas_corridas"), step("02-b", "ev_denuncia")
    )
    timeline = run([event("ev_denuncia", "2026-05-06T10:20")], "2026-05-06T11:00", hours)

    first, second = timeline_data(timeline, TZ)["pasos"]

    assert first["inicia"].startswith("2026-05-06T10:20")
    assert second["inicia"] == "2026-05-06"


def test_what_has_not_started_says_no_start():
    timeline = run([], "2026-05-06", protocol(step("01-a", "ev_denuncia")))

    assert timeline_data(timeline, TZ)["pasos"][0]["inicia"] is None


def test_a_step_is_completed_by_its_own_id_too():
    (one,) = protocol(step("01-a", "ev_denuncia", done_by="ev_informe")).steps

    assert one.completing_events == ("pru-01-a", "ev_informe")


@pytest.mark.parametrize(
    "start", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC)]
)
def test_the_ends_of_the_calendar_of_the_machine_are_refused(start):
    with pytest.raises(CalendarRangeError):
        compute(start, 5, Unit.DIAS_HABILES, SANTIAGO)
