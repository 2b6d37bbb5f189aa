"""The people of the walk, and how each moves through the pages."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page

from schools.models import Apoderado, Membership, Role, School, Student
from schools.tenancy.context import school_context
from tests.e2e.bed import ZONE, Site
from tests.factories import (
    PASSWORD,
    ApoderadoFactory,
    CursoFactory,
    GuardianshipFactory,
    MembershipFactory,
    UserFactory,
    enrolled_student,
)
from tests.sign_in import code_for, enrol_once

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


@dataclass
class Cast:
    """One school with everybody that E01 needs."""

    school: School
    encargada: Membership
    directora: Membership
    profesor: Membership
    girl: Student
    boy: Student
    mother: Apoderado
    father: Apoderado


def make_cast(school: School) -> Cast:
    """Write the people of E01: 6° básico, a boy of 12, a family for each."""
    from protocols.services import adopt_modelo

    curso = CursoFactory(school=school, grade=6, letter="A")
    girl = enrolled_student(
        school, curso, first_names="Trinidad", paternal="Rebolledo", maternal="Manquel",
        birth_date=date(2014, 5, 20),
    )  # fmt: skip
    boy = enrolled_student(
        school, curso, first_names="Baltasar", paternal="Sanhueza", maternal="Cariqueo",
        birth_date=date(2014, 2, 10),
    )  # fmt: skip
    mother = ApoderadoFactory(school=school, first_names="Rosalía", last_names="Manquel Ñancupil")
    father = ApoderadoFactory(school=school, first_names="Octavio", last_names="Sanhueza Quiroga")
    GuardianshipFactory(school=school, student=girl, apoderado=mother)
    GuardianshipFactory(school=school, student=boy, apoderado=father, relation="padre")
    with school_context(school):
        adopt_modelo(
            "A",
            title="Reglamento interno 2026",
            in_force_from=date(2026, 1, 1),
            at=datetime(2026, 1, 2, 9, tzinfo=ZONE),
        )
    return Cast(
        school,
        _member(school, Role.ENCARGADA, "Eloísa", "Painemal Órdenes"),
        _member(school, Role.DIRECTORA, "Domitila", "Urrutia Zúñiga"),
        _member(school, Role.PROFESOR_JEFE, "Prudencio", "Jara Melín", curso=curso),
        girl,
        boy,
        mother,
        father,
    )


def _member(school: School, role: str, first: str, last: str, **more: object) -> Membership:
    user = UserFactory(first_names=first, last_names=last)
    return MembershipFactory(school=school, role=role, user=user, **more)


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser: Browser, site: Site, size: dict) -> None:
        self.site = site
        self.context: BrowserContext = browser.new_context(
            viewport=size, locale="es-CL", timezone_id="America/Santiago"
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)

    def _hear(self, message: object) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def go(self, path: str) -> None:
        self.page.goto(self.site.url + path if path.startswith("/") else path)
        assert "Server Error" not in self.page.content()

    def see(self, *texts: str) -> None:
        """Assert that each text is on the page."""
        body = self.words()
        for text in texts:
            assert text in body, f"falta «{text}» en {self.page.url}:\n{body[:3000]}"

    def words(self) -> str:
        return re.sub(r"\s+", " ", self.page.locator("body").inner_text())

    def press(self, name: str) -> None:
        """Press a button or a link by its name, and wait for what it leads to."""
        for role in ("button", "link"):
            found = self.page.get_by_role(role, name=re.compile(rf"^\W*{re.escape(name)}$"))
            if found.count():
                break
        found.first.click()
        self.page.wait_for_load_state()
        self.refuse_errors()

    def refuse_errors(self) -> None:
        summary = self.page.locator(".error-summary")
        assert summary.count() == 0, f"{self.page.url}: {summary.first.inner_text()}"

    def fill(self, **fields: str) -> None:
        """Fill inputs by name; `__` stands for a hyphen."""
        for name, value in fields.items():
            box = self.box(name.replace("__", "-"))
            try:
                box.fill(value)
            except Error as error:
                shown = f"falta «{name}» en {self.page.url}:\n{self.words()[:3000]}"
                raise AssertionError(shown) from error

    def box(self, name: str) -> Locator:
        return self.page.locator(f'[name="{name}"]:visible').first

    def moment(self, name: str, text: str) -> None:
        """Fill a day and an hour: `moment("at", "2026-04-29 12:00")`."""
        day, hour = text.split(" ")
        self.box(f"{name}_0").fill(day)
        self.box(f"{name}_1").fill(hour)

    def choose(self, name: str, value: str) -> None:
        """Pick a radio or an option by value."""
        first = self.page.locator(f'[name="{name}"]').first
        if first.evaluate("e => e.tagName") == "SELECT":
            first.select_option(value)
        else:
            self.page.locator(f'[name="{name}"][value="{value}"]').check()

    def tick(self, name: str) -> None:
        self.page.locator(f'[name="{name}"]').check()

    def pdf(self, path: str) -> bytes:
        """Download with this person's session."""
        response = self.context.request.get(self.site.url + path if path.startswith("/") else path)
        assert response.status == 200, f"{path}: {response.status}"
        return response.body()


class Staff(Person):
    """A member of the school, at a desk."""

    def __init__(self, browser: Browser, site: Site, member: Membership) -> None:
        super().__init__(browser, site, WIDE)
        self.member = member
        enrol_once(member.user)
        self.go("/")
        self.fill(login=member.user.email, password=PASSWORD)
        self.page.locator('[name="password"]').press("Enter")
        self.page.wait_for_url("**/authenticate/")
        self.fill(code=code_for(member.user))
        self.page.locator('[name="code"]').press("Enter")
        self.page.wait_for_url(f"{site.url}/")


class Family(Person):
    """An apoderado with a telephone, the link of a letter, their RUN and the code that comes."""

    def __init__(self, browser: Browser, site: Site, apoderado: Apoderado) -> None:
        super().__init__(browser, site, PHONE)
        self.apoderado = apoderado

    def open_link(self) -> str:
        """Open the newest link, prove who they are, and stand before the window."""
        email = self.apoderado.email
        link = self.site.letter_with(email, r"https?://\S+/familia/\S+").group(0)
        known = len(self.site.letters(email))
        self.go(link)
        if self.page.locator('[name="run"]').count():
            self.fill(run=self.apoderado.shown_run)
            self.press("Enviarme un código")
            code = self.site.letter_with(email, r"\b(\d{6})\b", after=known).group(1)
            self.fill(code=code)
            self.press("Entrar")
        return link
