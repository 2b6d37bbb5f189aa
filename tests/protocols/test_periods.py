"""A minimum that was completed: nobody is late for going beyond it."""

import pytest

from protocols.engine import State
from tests.protocols.scenarios import E01, event, run, status_of


@pytest.mark.parametrize("archived_on", ["2026-12-17", "2026-12-18", "2027-03-02"])
def test_a_watch_that_ends_after_its_minimum_is_not_late(archived_on):
    history = [*E01, event("bul-20-vigilancia", archived_on)]

    status = status_of(run(history, "2027-06-01", resultado="fundada"), "bul-20")

    assert status.state is State.CUMPLIDO
