"""A page in a real Chromium, signed in, that notes what goes wrong."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from schools.models import Membership
from tests.ui.fixtures import enter

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = Path(settings.BASE_DIR) / "tests" / "e2e" / "shots"
WIDE, PHONE = (1280, 900), (360, 740)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@dataclass
class Visit:
    """One open page and its complaints."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def shot(self, name: str) -> None:
        """Keep a picture of the whole page for somebody to look at, if `SHOTS` is set."""
        if not os.environ.get("SHOTS"):
            return
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    def faults(self) -> list[str]:
        """Return all that is wrong with the page: it spills, complains, is too small or unclear."""
        wide = [f"{self.overflow()} px wider than the window"] if self.overflow() > 0 else []
        small = [f"under 44 px: {html}" for html in self.small_targets()]
        return [*wide, *self.complaints, *small, *self.axe()]

    def overflow(self) -> int:
        """Return how many pixels the page is wider than the window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

    def axe(self) -> list[str]:
        """Return what axe finds: the rule and where."""
        if not AXE.exists():
            raise FileNotFoundError("falta axe-core: ejecute «make setup»")
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("rules => axe.run(document, rules)", RULES)
        return [f"{v['id']}: {n['html'][:160]}" for v in found["violations"] for n in v["nodes"]]

    def small_targets(self) -> list[str]:
        """Return the buttons, fields and tabs under 44 px high; links inside a text are exempt."""
        return self.page.evaluate(
            """() => [...document.querySelectorAll(
                'button, .btn, input:not([type=hidden]), select, summary, nav a, .choice')]
              .filter(e => e.offsetParent && !e.closest('.choice input, .skip-link'))
              .filter(e => !(e.matches('.choice input')) && e.getBoundingClientRect().height < 43.5)
              .map(e => e.outerHTML.slice(0, 120))"""
        )


@contextmanager
def visit(
    browser: Browser,
    address: str,
    member: Membership | None,
    size: tuple[int, int],
    **options: object,
) -> Iterator[Visit]:
    """Open `address` as `member` in a window of `size`."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="es-CL",
        timezone_id="America/Santiago", **options,
    )  # fmt: skip
    if member is not None:
        session = enter(Client(), member).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": urljoin(address, "/")}]
        )
    page = context.new_page()
    seen = Visit(page)
    page.on("console", lambda m: seen.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: seen.complaints.append(str(e)))
    page.goto(address)
    try:
        yield seen
    finally:
        context.close()
