"""One case full of canaries, and everything that leaves the page it is read on: none sings there.

Mail and the browser have tests of their own: test_t17_mail.py and test_t19_traces.py.
"""

import io
import logging
import re
from dataclasses import fields, is_dataclass, replace

import pikepdf
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cases.documents.kinds import KINDS
from cases.documents.render import render
from cases.documents.reports import Issue, Letterhead, Person
from cases.models import OutboxMessage
from convivencia.logs import ReservedFormatter
from schools.files import read_file
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.documents.samples import SAMPLES
from tests.cases.scenes import Scene
from tests.factories import MembershipFactory, SchoolFactory
from tests.security.canaries import NAMES, RELATO, Canaries, heard, let_loose
from tests.security.world import World, build, routes

ABROAD = "de otro establecimiento"
NOBODY = (None, ABROAD, Role.DOCENTE, Role.SOSTENEDOR, Role.RRHH, Role.FISCALIZADOR)
# These keep the people of the school, and know nothing of what happened to them.
KEEPERS = (Role.ADMINISTRADORA, Role.ENFERMERIA)
REFUSED = {400, 403, 404, 405, 429}


@pytest.fixture
def world(school) -> World:
    world = build(school)
    world.given["canaries"] = let_loose(world.scene)
    return world


def client_of(world: World, who: str | None) -> Client:
    client = Client(raise_request_exception=False)
    if who == ABROAD:
        client.force_login(MembershipFactory(school=SchoolFactory(), role=Role.DIRECTORA).user)
    elif who:
        client.force_login(MembershipFactory(school=world.scene.school, role=who).user)
    return client


def answers(world: World, client: Client):
    """Yield the address and the answer of everything that can be asked for."""
    for name, paths in routes().items():
        for path in (world.path(name, route) for route in sorted(paths)):
            if "/familia/" not in path:  # the link in itself is the right to look
                yield path, client.get(path)


def whole(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{body.decode('utf-8', 'ignore')}\n{answer.headers}"


@pytest.mark.django_db
def test_who_has_no_business_hears_nothing_at_any_address(world):
    """Pages, exports, papers, fragments and refusals, all alike."""
    canaries: Canaries = world.given["canaries"]
    sang = []
    for who in (*NOBODY, *KEEPERS):
        words = canaries.facts if who in KEEPERS else canaries.personal
        for path, answer in answers(world, client_of(world, who)):
            found = heard(words, whole(answer))
            sang += [(who, path, answer.status_code, found)] if found else []

    assert sang == []


@pytest.mark.django_db
def test_the_control_whoever_has_it_reads_it(world):
    client = Client()
    client.force_login(world.scene.encargada.user)
    canaries = world.given["canaries"]
    text = "".join(whole(answer) for _, answer in answers(world, client))

    assert set(heard(canaries.names, text)) >= set(NAMES[:4])
    assert heard(canaries.facts, text) == list(canaries.facts)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["encargada", "directora"])
def test_nothing_read_leaves_a_word_in_the_log_or_the_outbox(world, who):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(ReservedFormatter("{levelname} {name}: {message}", style="{"))
    root, client = logging.getLogger(), Client(raise_request_exception=False)
    client.force_login(getattr(world.scene, who).user)
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        for _ in answers(world, client):
            pass
        client.get(reverse("case-list"), {"q": RELATO})
        client.post(reverse("case-urgent"), {"folio": "x", "reason": RELATO})
    finally:
        root.removeHandler(handler)
        root.setLevel(before)

    personal = world.given["canaries"].personal
    assert heard(personal, stream.getvalue()) == []
    with school_context(world.scene.school):
        mails = [f"{m.subject}\n{m.body}" for m in OutboxMessage.objects.all()]
    assert heard(personal, "\n".join(mails)) == []


@pytest.mark.django_db
def test_no_refusal_repeats_what_was_asked_or_what_is_there(world):
    """The page of an error is the same bytes whoever asks and whatever they typed."""
    client, stranger = client_of(world, Role.ENCARGADA), client_of(world, Role.DOCENTE)
    shown = {}
    for path in (f"/estudiantes/{RELATO}/", "/nada/", f"/casos/{world.scene.case.pk}/"):
        answer = (client if path != f"/casos/{world.scene.case.pk}/" else stranger).get(path)
        assert answer.status_code in REFUSED
        shown[answer.status_code, answer.content] = path
        assert heard(world.given["canaries"].personal, whole(answer)) == []

    assert len(shown) == 1


@pytest.mark.django_db
def test_no_search_shows_the_words_around_what_was_found(world):
    """A narrative is not searched at all; a name finds people only for who may see them."""
    canaries: Canaries = world.given["canaries"]
    asked = {
        "zarigüeya": canaries.personal,
        RELATO: canaries.personal,
        "Quirquincho": canaries.facts,
    }
    for who in (ABROAD, Role.DOCENTE, Role.ADMINISTRADORA, Role.ENCARGADA):
        client = client_of(world, who)
        for text, words in asked.items():
            for name in ("case-list", "student-list"):
                page = whole(client.get(reverse(name), {"q": text}))
                assert set(heard(words, page)) <= set(heard(words, text)), (who, name, text)
        page = whole(client.get(reverse("student-list"), {"q": "Quirq"}))
        may_find = who in {Role.ADMINISTRADORA, Role.ENCARGADA}
        assert bool(heard(canaries.names, page)) is may_find, who


def poisoned(value: object) -> object:
    """Return a report that says the canaries wherever it has a name or a sentence."""
    if isinstance(value, Letterhead | Issue):
        return value
    if isinstance(value, Person):
        return replace(value, name=" ".join(NAMES[:3]))
    if is_dataclass(value):
        kept = {"protocol", "reglamento", "article"}
        return replace(value, **{
            f.name: poisoned(getattr(value, f.name))
            for f in fields(value) if f.init and f.name not in kept
        })  # fmt: skip
    if isinstance(value, tuple):
        return tuple(poisoned(one) for one in value)
    return f"{RELATO} {NAMES[1]}" if isinstance(value, str) and " " in value else value


def about(pdf: bytes) -> str:
    """Return what a file says of itself without being read: properties, names, attachments."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        said = [str(value) for value in file.docinfo.values()]
        if "/Metadata" in file.Root:
            said.append(file.Root.Metadata.read_bytes().decode())
        said += [str(name) for name in file.attachments]
        said += [str(item.title) for item in file.open_outline().root]
    return "\n".join(said)


@pytest.mark.paper
@pytest.mark.parametrize("code", SAMPLES)
def test_no_paper_says_in_its_properties_whom_it_is_about(code):
    report = poisoned(SAMPLES[code])
    html, pdf = render(report, KINDS[code])

    assert heard((*NAMES, "zarigüeya"), html)  # the control: the paper itself does say it
    assert heard((*NAMES, "zarigüeya", "41000001", "41000002"), about(pdf)) == []


@pytest.mark.paper
@pytest.mark.django_db
def test_nor_do_the_papers_that_a_case_issues(school):
    scene = Scene.open(school)
    canaries = let_loose(scene)
    scene.heard().reported().drafted().resolved()
    client = Client()
    client.force_login(scene.directora.user)
    with school_context(school):
        found = [(row.pk, *read_file(row.file_id)) for row in scene.case.documents.all()]

    assert len(found) > 1
    for pk, stored, pdf in found:
        assert heard(canaries.personal, f"{about(pdf)}\n{stored.original_name}") == []
        answer = client.get(reverse("document-download", args=[pk]))
        assert heard(canaries.personal, str(answer.headers)) == []


def test_there_is_no_calendar_to_subscribe_to():
    """Deadlines in a feed would be read outside: whoever adds one adds it to these tests."""
    files = [
        p
        for app in ("cases", "schools", "protocols")
        for p in (settings.BASE_DIR / app).rglob("*.py")
    ]
    feeds = [p.name for p in files if re.search(r"icalendar|text/calendar", p.read_text())]

    assert feeds == []
    assert [path for declared in routes().values() for path in declared if ".ics" in path] == []
