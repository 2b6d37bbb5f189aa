"""The decision pages in a real browser: they fit, are accessible and complain of nothing."""

import pytest
from django.urls import reverse

from tests.cases.scenes import NOW, Scene
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN = ("case-informe", "case-resolucion", "case-resolucion-approve", "case-resolucion-return")
AFTER = (
    "case-resolucion",
    "case-notify",
    "case-implement",
    "case-close",
    "case-vigilancia",
    "case-reconsideraciones",
    "case-reconsiderar",
)


@pytest.fixture
def clock(settings, tmp_path):
    from datetime import UTC, datetime

    path = tmp_path / "clock"
    path.write_text(str((NOW - datetime.now(UTC)).total_seconds()))
    settings.CLOCK_FILE = str(path)


def judge(browser, live_server, scene, member, name, size, when):  # noqa: F811, PLR0917
    path = reverse(name, args=[scene.case.pk])
    with visit(browser, live_server.url + path, member, size) as seen:
        seen.shot(f"decision-{when}-{name}-{size[0]}")
        assert seen.faults() == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_pages_before_the_decision(school, clock, live_server, browser, size):  # noqa: F811
    scene = Scene.open(school).heard()
    judge(browser, live_server, scene, scene.encargada, "case-informe", size, "antes")
    scene.reported().drafted()
    for name in OPEN[1:]:
        judge(browser, live_server, scene, scene.directora, name, size, "antes")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_pages_after_the_decision(school, clock, live_server, browser, size):  # noqa: F811
    scene = Scene.open(school).heard().reported().drafted().resolved()
    for name in AFTER:
        judge(browser, live_server, scene, scene.directora, name, size, "despues")
