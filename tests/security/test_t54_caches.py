"""T54: no address gives its page under the name of a file; Back after leaving shows the sign-in."""

import pytest
from django.test import Client

from tests.cases.scenes import Scene
from tests.security.world import World, build, routes
from tests.ui.browser import WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture

DISGUISES = ("x.css", "/x.css", ";x.css", "%0Ax.css", "..%2Fx.js")
GONE = {301, 302, 400, 404, 405}  # 301: a library adds the last slash, and there is no page


@pytest.fixture
def world(school) -> World:
    return build(school)


@pytest.mark.django_db
def test_t54_no_page_answers_to_the_name_of_a_file(world):
    client, wrong = Client(), []
    client.force_login(world.scene.encargada.user)
    for name, paths in routes().items():
        for route in sorted(paths):
            before = world.path(name, route).rstrip("/")
            for disguise in (f"/{each}" if each[0].isalnum() else each for each in DISGUISES):
                answer = client.get(f"{before}{disguise}")
                kept = answer["Cache-Control"] != "no-store"
                if kept or answer.status_code not in GONE:
                    wrong.append((f"{before}{disguise}", answer.status_code))

    assert wrong == []
    assert client.get(f"/casos/{world.scene.case.pk}/x.css").status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_t54_back_after_leaving_shows_the_sign_in(live_server, school, browser):  # noqa: F811
    scene = Scene.open(school)
    address = f"{live_server.url}/casos/{scene.case.pk}/"
    with visit(browser, address, scene.encargada, WIDE) as seen:
        page = seen.page
        assert scene.case.folio in page.content()
        page.goto(f"{live_server.url}/cuenta/logout/")
        page.click("main form button[type=submit]")
        page.wait_for_url("**/cuenta/login/**")
        for _ in range(3):
            page.go_back(wait_until="load")
            assert scene.case.folio not in page.content()
        page.goto(address)
        assert "/cuenta/login/" in page.url
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
