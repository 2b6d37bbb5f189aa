"""T19: what a browser keeps says nothing of anybody: address, title, referrer, storage, Back."""

from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, Request

from tests.cases.families.visits import enter
from tests.cases.notifications.notices import SENT, Mailbox
from tests.security.canaries import Canaries, heard, let_loose
from tests.security.routes import ROUTES, Rule
from tests.security.world import World, build, routes
from tests.ui.browser import WIDE, Visit, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture

POINTS = {"href", "src", "action", "formaction", "hx-get", "hx-post", "data-url"}
TYPED = {"text", "search", "email", "tel", "number", None}
# Fields of forms that go in the address, and say nothing of anybody.
HARMLESS = {
    "codigo": "the code of a paper, printed on it",
    "antes": "a folio or an hour", "anio": "a year", "year": "a year",
    "dia": "a day", "desde": "a day",
    "hasta": "a day", "el": "a day", "texto": "the words of the reglamento", "pagina": "a number",
}  # fmt: skip

# Where one is, and no copy of the page: `historyCacheSize` is 0.
OWN_STORE = {"htmx-current-path-for-history"}


class Marks(HTMLParser):
    """The title of a page, where it points, and what it would put in an address."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.title, self.points, self.typed = "", [], set()
        self._in_title = self._in_get = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        found = dict(attrs)
        self.points += [found[name] or "" for name in POINTS & set(found)]
        if tag == "title":
            self._in_title = True
        if tag == "form":
            self._in_get = (found.get("method") or "get").lower() == "get"
        asks = tag == "textarea" or (tag == "input" and found.get("type") in TYPED)
        if asks and (self._in_get or "hx-get" in found):
            self.typed.add(found.get("name") or "")

    def handle_endtag(self, tag: str) -> None:
        self._in_title &= tag != "title"
        self._in_get &= tag != "form"

    def handle_data(self, data: str) -> None:
        self.title += data if self._in_title else ""


@pytest.fixture
def world(school) -> World:
    world = build(school)
    world.given["canaries"] = let_loose(world.scene)
    return world


def pages(world: World, client: Client, *, family: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the address and the text of every page that `client` may see."""
    for name, paths in routes().items():
        if (ROUTES.get(name) is Rule.TOKEN) is family and name != "family-exit":
            for path in (world.path(name, route) for route in sorted(paths)):
                answer = client.get(path)
                if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                    yield path, answer.content.decode()


def findings(shown: Iterator[tuple[str, str]], canaries: Canaries) -> tuple[list, int, bool]:
    """Return what is wrong, how many pages there were, and whether any names a canary at all."""
    wrong, count, sings = [], 0, False
    for path, text in shown:
        marks, count = Marks(text), count + 1
        sings = sings or bool(heard(canaries.names, text))
        wrong += [(path, "title", word) for word in heard(canaries.personal, marks.title)]
        wrong += [(path, at, word) for at in marks.points for word in heard(canaries.personal, at)]
        wrong += [(path, "typed", name) for name in marks.typed - set(HARMLESS)]
    return wrong, count, sings


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["encargada", "directora"])
def test_t19_no_address_or_title_says_anything_of_anybody(world, who):
    client = Client()
    client.force_login(getattr(world.scene, who).user)

    wrong, count, sings = findings(pages(world, client), world.given["canaries"])

    assert wrong == []
    assert count > 60
    assert sings


@pytest.mark.django_db
def test_t19_neither_does_the_window_of_a_family(world, monkeypatch):
    at_its_time(monkeypatch)
    client = Client()
    enter(client, Mailbox(world.scene, world.scene.mother.email))

    wrong, count, _ = findings(pages(world, client, family=True), world.given["canaries"])

    assert wrong == []
    assert count > 6


def at_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.families.views.now", lambda: SENT)
    monkeypatch.setattr("cases.families.access.now", lambda: SENT)


class Kept:
    """What the browser asked for, with which referrer, and what its history shows."""

    def __init__(self, page: Page) -> None:
        self.asked, self.referrers, self.shown = [], set(), []
        page.context.on("request", self.note)
        page.on("load", lambda one: self.shown.append(f"{one.url} {one.title()}"))

    def note(self, request: Request) -> None:
        self.asked.append(request.url)
        self.referrers.add((request.url, request.headers.get("referer", "")))

    @property
    def text(self) -> str:
        return "\n".join([*self.asked, *self.shown, *(r for _, r in self.referrers)])


@contextmanager
def watched(browser, address: str, member: object) -> Iterator[tuple[Visit, Kept]]:  # noqa: F811
    with visit(browser, address, member, WIDE) as seen:
        yield seen, Kept(seen.page)


def stored(page: Page) -> dict[str, str]:
    """Return what the site left in the browser: two stores, and how much of three others."""
    return page.evaluate(
        """async () => Object.fromEntries([
            ...Object.entries(localStorage), ...Object.entries(sessionStorage),
            ...(await caches.keys()).map(k => [`cache ${k}`, ""]),
            ...(await indexedDB.databases()).map(d => [`base ${d.name}`, ""]),
            ...(await navigator.serviceWorker.getRegistrations()).map(r => [r.scope, ""]),
        ])"""
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_t19_a_day_of_work_leaves_no_trace(world, live_server, browser):  # noqa: F811
    scene, canaries = world.scene, world.given["canaries"]
    student = scene.afectado.student_id
    with watched(browser, live_server.url + "/", scene.encargada) as (seen, kept):
        page = seen.page
        page.fill("#busqueda", "Quirquincho")
        page.press("#busqueda", "Enter")
        page.wait_for_load_state("networkidle")
        page.goto(f"{live_server.url}/estudiantes/")
        page.fill("main input[name=q]", "Xilócara")
        page.press("main input[name=q]", "Enter")
        page.wait_for_load_state("networkidle")
        assert "Xilócara" in page.content()
        page.click(f"main a[href='/estudiantes/{student}/']")
        page.goto(f"{live_server.url}/casos/{scene.case.pk}/personas/")
        page.click(f"a[href^='/casos/{scene.case.pk}/documentos']")
        page.wait_for_load_state("networkidle")

        assert heard(canaries.personal, kept.text) == []
        assert {referrer for _, referrer in kept.referrers} <= {"", f"{live_server.url}/"}
        assert set(stored(page)) <= OWN_STORE
        assert heard(canaries.personal, str(stored(page))) == []
        assert page.evaluate("document.cookie") == ""
        back_shows_the_way_in(page, live_server.url, canaries)


def back_shows_the_way_in(page: Page, site: str, canaries: Canaries) -> None:
    page.goto(f"{site}/cuenta/logout/")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/cuenta/login/**")
    for _ in range(4):
        page.go_back(wait_until="load")
        assert heard(canaries.personal, page.content()) == []
        assert "/cuenta/login/" in page.url
    assert stored(page) == {}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_t19_the_quick_exit_tells_nobody_where_one_was(
    world,
    live_server,
    browser,  # noqa: F811
    monkeypatch,
):
    at_its_time(monkeypatch)
    mailbox = Mailbox(world.scene, world.scene.mother.email)
    door = live_server.url + mailbox.link()
    with watched(browser, door, None) as (seen, kept):
        page = seen.page
        page.context.route("https://es.wikipedia.org/**", lambda r: r.fulfill(body="neutral"))
        page.fill("[name=run]", world.scene.mother.run)
        page.press("[name=run]", "Enter")
        page.wait_for_url("**/codigo/")
        page.fill("[name=code]", mailbox.code())
        page.press("[name=code]", "Enter")
        page.wait_for_url(door)
        assert page.locator("[data-quick-exit]").is_visible()
        page.click("[data-quick-exit]")
        page.wait_for_url("https://es.wikipedia.org/**")

        away = {r for url, r in kept.referrers if "wikipedia" in url}
        assert away == {""}
        assert heard(world.given["canaries"].personal, kept.text) == []
        assert not [c for c in page.context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME]
        page.goto(door)
        assert page.locator("[name=run]").is_visible()
