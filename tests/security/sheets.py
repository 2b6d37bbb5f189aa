"""The forms of a page, read as a browser would, and filled in without asking what they mean."""

import re
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from lxml import html

from tests.factories import invented_run
from tests.papers import PDF
from tests.security.world import World, routes

TEXT = "Se deja constancia de lo conversado con la familia, en palabras sencillas."
OWN = ("account_", "mfa_", "membership-")  # the account of who asks: nothing of a school
CONFIRM = b'name="paso" value="confirmar"'
UNSENT = ("submit", "button", "image", "reset")
HIDES = re.compile(r'(csrfmiddlewaretoken|envio)" value="[^"]*"|FToken": "[^"]*"')


@dataclass
class Sheet:
    """One form that is sent by POST: where to, and what each field holds or offers."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    offers: dict[str, list[str]] = field(default_factory=dict)  # the values of a list to choose

    def filled(self, today: date, **given: object) -> dict[str, object]:
        """Return an answer to every question, the plainest there is, and `given`."""
        answers: dict[str, object] = {}
        asked = {n: kind for n, kind in self.kinds.items() if not n.endswith("-DELETE")}
        for name, kind in asked.items():
            value = self._answer(name, kind, today)
            if value is not None:
                answers[name] = value
        if "envio" in self.fields:
            answers["envio"] = uuid.uuid4().hex
        return answers | given

    def _answer(self, name: str, kind: str, today: date) -> object:
        kept = [value for value in self.fields[name] if value.strip()]
        if kept and kind != "checkbox":
            return kept if len(kept) > 1 else kept[0]
        offered = [value for value in self.offers.get(name, []) if value]
        if offered:
            return offered[0]
        plain = {
            "date": today.isoformat(),
            "time": "10:00",
            "checkbox": "on",
            "number": "1",
            "email": "persona@aromos.example",
            "tel": "+56 9 0000 0000",
            "textarea": TEXT,
            "file": SimpleUploadedFile("papel.pdf", PDF, "application/pdf"),
            "hidden": None,
        }
        if kind in plain:
            return plain[kind]
        return invented_run(900_500) if name.endswith("run") else "Texto de prueba"


@contextmanager
def undone() -> Iterator[None]:
    """Undo whatever the block wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def crawl(
    world: World, client: Client, without: Collection[str] = ()
) -> Iterator[tuple[str, Sheet]]:
    """Yield every form that `client` is shown at any address, with the name of the address."""
    seen, left_out = set(), set(without)
    for name, paths in sorted(routes().items()):
        for route in sorted(paths) if not name.startswith(OWN) and name not in left_out else ():
            for sheet in sheets(client, world.path(name, route)):
                key = (sheet.action, frozenset(sheet.fields))
                if key not in seen:
                    seen.add(key)
                    yield name, sheet


def send(client: Client, sheet: Sheet, answers: dict) -> HttpResponse:
    """Send the form, and confirm it if a card asks."""
    answer = client.post(sheet.action, rewound(answers))
    if answer.status_code == 200 and CONFIRM in answer.content:
        answer = client.post(sheet.action, rewound(answers | {"paso": "confirmar"}))
    return answer


def rewound(answers: dict) -> dict:
    """Return the answers with their files at the beginning."""
    for value in answers.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    return answers


def sheets(client: Client, path: str) -> list[Sheet]:
    """Return the forms of the page that are sent by POST; none if there is no page."""
    answer = client.get(path)
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code != 200 or "html" not in kind or not answer.content:
        return []
    page = html.fromstring(answer.content.decode())
    found = page.xpath("//main//form[translate(@method, 'POST', 'post') = 'post']")
    return [_sheet(form, path, page) for form in found]


def _sheet(form: html.HtmlElement, path: str, page: html.HtmlElement) -> Sheet:
    sheet = Sheet(form.get("action") or path)
    mark = form.get("id")
    outside = page.xpath("//*[@form=$mark]", mark=mark) if mark else []
    for tag in [*form.iter("input", "select", "textarea"), *outside]:
        name = tag.get("name")
        if name and name != "csrfmiddlewaretoken" and tag.get("type") not in UNSENT:
            _read(sheet, tag, name)
    return sheet


def _read(sheet: Sheet, tag: html.HtmlElement, name: str) -> None:
    kind = tag.get("type", "text") if tag.tag == "input" else tag.tag
    held = sheet.fields.setdefault(name, [])
    sheet.kinds[name] = kind
    if kind == "select":
        options = tag.xpath(".//option")
        sheet.offers.setdefault(name, []).extend(o.get("value", "") for o in options)
        held += [o.get("value", "") for o in options if o.get("selected") is not None]
    elif kind in ("radio", "checkbox"):
        sheet.offers.setdefault(name, []).append(tag.get("value", "on"))
        held += [tag.get("value", "on")] if tag.get("checked") is not None else []
    elif kind != "file":
        held.append(tag.text_content() if kind == "textarea" else tag.get("value", ""))


def plain(content: bytes, *words: str) -> str:
    """Return a page without what is new in each answer, and without `words`."""
    page = HIDES.sub("", content.decode())
    for word in words:
        page = page.replace(word, "…")
    return page
