"""The pages of the trámites, and of cases under several protocols, in a real browser."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from cases.tramites.services import start_tramite
from schools.tenancy.context import school_context
from tests.cases.intake.scene import NOW
from tests.cases.openings import opened
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def clock(settings, tmp_path):
    """Wednesday 29 April 2026, 11:00, for whoever reads the clock."""
    path = tmp_path / "clock"
    path.write_text(str((NOW - datetime.now(UTC)).total_seconds()))
    settings.CLOCK_FILE = str(path)


@pytest.fixture
def case(school):
    """A case of acoso with two more trámites, one of them with its 24 hours running."""
    scene, case = opened(school, "A", "acoso_escolar")
    for key in ("oficio", "faltas_graves"):
        with school_context(school):
            start_tramite(
                case=case, protocol_key=key, at=NOW, actor=scene.encargada, now=NOW,
                reason="El mismo hecho también lo exige, según el reglamento.",
            )  # fmt: skip
    return scene, case


def check(open_page):
    assert open_page.faults() == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize(
    "name", ["case-tramites", "case-tramite-start", "case-facts", "case-detail"]
)
def test_page_fits_and_is_accessible(case, live_server, browser, name, size):  # noqa: F811
    scene, row = case
    path = reverse(name, args=[row.pk])

    with visit(browser, live_server.url + path, scene.encargada, size) as one:
        one.shot(f"{name}-{size[0]}")
        check(one)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_pages_of_starting_and_ending(case, school, live_server, browser, size):  # noqa: F811
    scene, row = case
    with school_context(school):
        oficio = row.tramites.get(protocol_key="oficio")
    close = live_server.url + reverse("case-tramite-close", args=[row.pk, oficio.pk])
    begin = live_server.url + reverse("case-tramite-start", args=[row.pk])

    with visit(browser, close, scene.encargada, size) as one:
        assert one.page.get_by_text("Hay deberes de 24 horas sin cumplir").is_visible()
        one.shot(f"case-tramite-close-{size[0]}")
        check(one)
    with visit(browser, begin, scene.encargada, size) as one:
        one.page.get_by_label("Maltrato", exact=False).first.check()
        one.page.get_by_label("Por qué se inicia").fill("Hubo además maltrato de un adulto.")
        one.page.get_by_role("button", name="Continuar").click()
        one.page.get_by_role("button", name="Iniciar el trámite").wait_for()
        one.shot(f"case-tramite-card-{size[0]}")
        check(one)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("key", ["vulneracion_derechos", "alcohol_drogas", "faltas_graves"])
def test_a_case_of_another_protocol(school, live_server, browser, key, size):  # noqa: F811
    scene, case = opened(school, "A", key)

    for name in ("case-detail", "case-deadlines"):
        address = live_server.url + reverse(name, args=[case.pk])
        with visit(browser, address, scene.encargada, size) as one:
            one.shot(f"{key}-{name}-{size[0]}")
            check(one)
