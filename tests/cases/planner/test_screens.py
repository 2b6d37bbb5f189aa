"""The planner, wide and on a phone."""

import pytest
from django.urls import reverse

from schools.models import Role
from schools.tenancy.context import school_context
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.fixtures import browser, friday, town  # noqa: F401 -- fixtures
from tests.ui.scenes import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASKED = "?cuando_ev_denuncia_0=2026-11-20&cuando_ev_denuncia_1=10:20"
ASKED += "&dato_resultado=fundada&chain=on"
PAGES = [
    ("planner", [], ""),
    ("planner-plan", ["acoso_escolar"], ""),
    ("planner-plan", ["acoso_escolar"], ASKED),
]


@pytest.mark.parametrize("page", PAGES, ids=["choose", "form", "plan"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_planner_fits_and_is_accessible(town: Town, live_server, browser, page, size):  # noqa: F811
    url, args, asked = page
    address = live_server.url + reverse(url, args=args) + asked
    with visit(browser, address, town.member(Role.ENCARGADA), size) as seen:
        seen.shot(f"{url}-{'plan' if asked else 'form'}-{size[0]}")

        assert seen.faults() == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_what_if_fits_and_is_accessible(town: Town, live_server, browser, size):  # noqa: F811
    case = town.cases[3]
    with school_context(town.school):
        tramite = case.tramites.order_by("pk").first()
    address = live_server.url + reverse("case-what-if", args=[case.pk, tramite.pk])
    address += "?hago=ev_notificacion&el_0=2026-11-20&el_1=12:00"
    with visit(browser, address, town.member(Role.ENCARGADA), size) as seen:
        seen.shot(f"what-if-{size[0]}")

        assert "De dónde sale" in seen.page.content()
        assert seen.faults() == []
