"""T19 in a real browser: after looking for somebody, no address of its history says whom."""

import pytest

from schools.tenancy.context import school_context
from tests.cases.scenes import Scene
from tests.ui.browser import WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_t19_looking_for_somebody_leaves_no_name_in_the_history(live_server, school, browser):  # noqa: F811
    scene = Scene.open(school)
    with school_context(school):
        name = scene.afectado.student.paternal
    with visit(browser, f"{live_server.url}/", scene.encargada, WIDE) as seen:
        page, addresses = seen.page, []
        page.on("framenavigated", lambda frame: addresses.append(frame.url))
        page.fill("#busqueda", name)
        page.press("#busqueda", "Enter")
        page.wait_for_url("**/casos/?busqueda=*")
        assert scene.case.folio in page.inner_text("#casos")
        page.select_option("[name=estado]", "cerrado")
        page.wait_for_url("**/casos/?*estado=cerrado*")
        page.wait_for_selector("#casos >> text=Ningún caso coincide")
        page.goto(f"{live_server.url}/estudiantes/")
        page.fill("#q", name)
        page.click("form.filters button")
        page.wait_for_url("**/estudiantes/?busqueda=*")
        assert name in page.inner_text("main")
        page.go_back()
        page.reload()

        assert len(addresses) >= 5
        assert [url for url in addresses if name.casefold() in url.casefold()] == []
        kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
        assert name.casefold() not in kept.casefold()
        assert kept.count(":") == 1  # htmx notes the last address, which names nobody
