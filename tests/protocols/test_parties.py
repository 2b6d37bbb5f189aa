"""A step that several must be heard in is complete only when each of them was."""

from __future__ import annotations

import pytest

from protocols.catalog import protocol_from_data
from protocols.engine import index
from protocols.engine.timeline import State
from tests.protocols.scenarios import event, run

HEARD = {
    "key": "prueba",
    "modelo": "A",
    "version": "1",
    "title": "Prueba",
    "source": "1",
    "in_force_from": "2026-01-01",
    "facts": {"uno_solo": "si sólo viene uno"},
    "steps": [
        {
            "id": "pru-01-oir",
            "title": "Oír a ambos",
            "stage": "Investigación",
            "responsible": "Encargado",
            "counts_from": "ev_comunicacion_1",
            "plazo": "1 dias_habiles",
            "done_by": ["ev_entrevista"],
            "parties": ["victima", "agresor"],
            "parties_when": {"none_of": [{"fact": "uno_solo", "equals": True}]},
            "source": "1",
        },
        {
            "id": "pru-02-libre",
            "title": "Anotar",
            "stage": "Seguimiento",
            "responsible": "Encargado",
            "counts_from": {"events": [], "text": "—"},
            "plazo": "sin_plazo",
            "source": "1",
        },
    ],
}
CALLED = event("ev_comunicacion_1", "2026-05-04T10:00")
SHE = event("ev_entrevista", "2026-05-05T09:00", party="victima")
HE = event("ev_entrevista", "2026-05-05T11:00", party="agresor")
BOTH = event("ev_entrevista", "2026-05-05T12:00")


@pytest.mark.parametrize(
    ("heard", "facts", "done"),
    [
        ([], {}, None),
        ([SHE], {}, None),
        ([SHE, SHE], {}, None),
        ([SHE, HE], {}, HE.at),
        ([BOTH], {}, BOTH.at),
        ([SHE], {"uno_solo": True}, SHE.at),
        ([SHE], {"uno_solo": False}, None),
    ],
)
def test_it_is_done_when_the_last_one_was_heard(heard, facts, done):
    protocol = protocol_from_data(HEARD)

    status = run([CALLED, *heard], "2026-05-06", protocol, **facts)["pru-01-oir"]

    assert status.done_at == done
    assert status.is_done is (done is not None)


def test_a_step_that_waits_for_nothing_may_always_be_done():
    protocol = protocol_from_data(HEARD)
    waiting = run([CALLED], "2026-05-06", protocol)["pru-02-libre"]
    done = run([event("pru-02-libre", "2026-05-05")], "2026-05-06", protocol)["pru-02-libre"]

    assert (waiting.state, waiting.due) == (State.EN_CURSO, None)
    assert done.state is State.CUMPLIDO


def test_the_index_of_protocols_does_not_grow_for_ever(monkeypatch):
    monkeypatch.setattr(index, "MOST", 2)
    monkeypatch.setattr(index, "_KNOWN", {})
    protocols = [protocol_from_data(HEARD) for _ in range(5)]

    for protocol in protocols:
        assert index.index_of(protocol).steps["pru-01-oir"] is protocol.steps[0]

    assert len(index._KNOWN) <= 2
