"""A procedure of expulsion as it moves through the browser walk, and the people who move it."""

import re
from pathlib import Path

from cases.models import Case, Expulsion
from schools.tenancy.context import school_context
from tests.e2e.bed import Site, wait_for
from tests.e2e.cast import PHONE, WIDE, Staff
from tests.e2e.expulsion_cast import MOTHER, Cast
from tests.e2e.walk import SHOTS
from tests.ui.browser import Visit

FAMILY = {"adult": MOTHER}
NOTICE = FAMILY | {"medium": "personal", "evidence": "Copia firmada por ambos."}


class ExpulsionWalk:
    """The procedure, by its pages: what the site says and what each person types."""

    def __init__(self, site: Site, browser: object, cast: Cast) -> None:
        self.site, self.cast, self.browser = site, cast, browser
        self.encargada = Staff(browser, site, cast.encargada)
        self.directora = Staff(browser, site, cast.directora)
        self.commission: list[Staff] = []
        self.path = self.base = ""
        self.zip = Path()

    @property
    def people(self) -> list[Staff]:
        return [self.encargada, self.directora, *self.commission]

    def opened(self) -> None:
        """Note where the case and its procedure live."""
        with school_context(self.cast.school):
            self.path = f"/casos/{Case.objects.get().pk}/"
            row = Expulsion.objects.first()
        self.base = f"{self.path}expulsion/{row.pk}/" if row else ""

    def it_is(self, when: str) -> None:
        self.site.it_is(when)

    def comes(self, person: Staff, *texts: str) -> None:
        """Open the procedure and read what the page says comes next, and by when."""
        person.go(self.base)
        panel = person.page.locator(".next")
        said = re.sub(r"\s+", " ", panel.inner_text())
        assert [text for text in texts if text not in said] == [], said

    def does(self, person: Staff, kind: str, when: str = "", **fields: str) -> None:
        """Register an act from the page of the procedure, as it links to it."""
        person.go(self.base)
        link = person.page.locator(f'a[href="{self.base}{kind}/"]')
        assert link.count(), f"nada lleva a {kind}:\n{person.words()[:2500]}"
        fold = person.page.locator(f'details:not([open]):has(a[href="{self.base}{kind}/"])')
        if not link.first.is_visible():
            fold.first.locator("summary").click()
        link.first.click()
        person.page.wait_for_load_state()
        self.types(person, when, fields)
        person.page.locator("main form button[type=submit].btn-primary").click()
        person.page.wait_for_load_state()
        person.refuse_errors()
        assert person.page.url.endswith(self.base), person.page.url

    def types(self, person: Staff, when: str, fields: dict[str, str]) -> None:
        for name, value in fields.items():
            box = person.page.locator(f'main [name="{name}"]').first
            kind = box.evaluate("e => e.tagName + ' ' + e.type")
            if kind.startswith("SELECT") or "radio" in kind:
                person.choose(name, value)
            else:
                box.fill(value)
        if when:
            person.moment("at", when)

    def told(self, kind: str, when: str) -> None:
        """Register a notice to both at that hour."""
        day, hour = when.split(" ")
        moments = {f"{who}_at_{n}": part for who in ("student", "adult")
                   for n, part in enumerate((day, hour))}  # fmt: skip
        self.does(self.directora, kind, **(moments | NOTICE))

    def expect_dates(self, **dates: tuple[str, str]) -> None:
        """Assert each date of the law as the page prints it: title → (state, sentences)."""
        page = self.directora.page
        self.directora.go(self.base)
        for title, (state, wanted) in dates.items():
            line = page.locator(".rows li", has_text=title.replace("_", " ")).first
            said = re.sub(r"\s+", " ", line.inner_text())
            assert state in said, f"{state!r} no está en {said!r}"
            assert wanted in said, f"{wanted!r} no está en {said!r}"

    def faults(self, person: Staff, name: str) -> None:
        """Refuse a page that spills, is hard to touch or to read, at both widths; picture it."""
        for size in (PHONE, WIDE):
            person.page.set_viewport_size(size)
            seen = Visit(person.page)
            person.page.screenshot(
                path=shots() / f"expediente-{name}-{size['width']}.png", full_page=True
            )
            found = seen.faults()
            assert found == [], (name, size, found)

    def show(self, name: str) -> None:
        """Leave a picture of what each person sees, for whoever reads a failure."""
        for n, person in enumerate(self.people):
            person.page.screenshot(path=shots() / f"falla-{name}-{n}.png", full_page=True)

    def download(self, folder: Path) -> Path:
        """Wait for the pack to be made, and take it as the browser gives it."""
        page = self.directora.page
        button = page.get_by_role("link", name="Descargar")

        def ready() -> bool:
            page.reload()
            return button.count() > 0

        wait_for(ready, "el informe reunido")
        with page.expect_download() as started:
            button.first.click()
        path = folder / started.value.suggested_filename
        started.value.save_as(path)
        return path


def shots() -> Path:
    SHOTS.mkdir(parents=True, exist_ok=True)
    return SHOTS
