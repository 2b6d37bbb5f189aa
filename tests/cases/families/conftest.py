"""The present of the family's pages, which a test moves; and a family that is already inside."""

from datetime import timedelta

import pytest

from tests.cases.notifications.notices import SENT, Mailbox, decided, notify
from tests.cases.scenes import Scene


@pytest.fixture
def clock(monkeypatch):
    """The views' present."""
    moment = {"now": SENT + timedelta(hours=1)}
    monkeypatch.setattr("cases.families.views.now", lambda: moment["now"])
    monkeypatch.setattr("cases.families.access.now", lambda: moment["now"])

    def move(**span: int):
        moment["now"] += timedelta(**span)
        return moment["now"]

    return move


@pytest.fixture
def scene(school, clock) -> Scene:
    return decided(school)


@pytest.fixture
def mailbox(scene) -> Mailbox:
    notify(scene, scene.afectado, scene.mother)
    return Mailbox(scene, scene.mother.email)
