"""A reglamento that rules, and a draft of the next."""

import pytest

from protocols.reglamento import drafts
from protocols.selectors import reglamento_in_force
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene, at
from tests.protocols.reglamento.drafts import TODAY


@pytest.fixture
def first_of_june(monkeypatch):
    instant = at("2026-06-01 10:00")
    for module in (
        "protocols.reglamento.views.now",
        "protocols.reglamento.drafting.now",
        "convivencia.clock.now",
    ):
        monkeypatch.setattr(module, lambda: instant)


@pytest.fixture
def scene(school):
    return Scene.open(school)


@pytest.fixture
def draft(scene):
    with school_context(scene.school):
        current = reglamento_in_force(TODAY)
        return drafts.draft_from_version(current, title="Reglamento", actor=scene.encargada)
