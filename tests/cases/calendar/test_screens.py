"""The calendar, wide and on a phone."""

import pytest
from django.urls import reverse

from schools.models import Role
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.fixtures import browser, friday, town  # noqa: F401 -- fixtures
from tests.ui.scenes import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("url", ["calendar", "calendar-feriado", "calendar-recess"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_calendar_fits_and_is_accessible(town: Town, live_server, browser, url, size):  # noqa: F811
    with visit(browser, live_server.url + reverse(url), town.member(Role.DIRECTORA), size) as seen:
        seen.shot(f"{url}-{size[0]}")

        assert seen.faults() == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_preview_fits_and_is_accessible(town: Town, live_server, browser, size):  # noqa: F811
    address = live_server.url + reverse("calendar-feriado")
    with visit(browser, address, town.member(Role.DIRECTORA), size) as seen:
        seen.page.fill("[name=on]", "2026-11-26")
        seen.page.fill("[name=name]", "Feriado por el centenario de la ciudad y su gente")
        seen.page.fill("[name=law]", "Ley 21.999, Diario Oficial del 11 de noviembre de 2026")
        seen.page.click("text=Ver qué cambia")
        seen.page.wait_for_selector("text=Confirmar")
        seen.shot(f"calendar-preview-{size[0]}")

        assert seen.faults() == []
