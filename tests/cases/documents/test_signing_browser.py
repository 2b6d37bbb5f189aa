"""Each way to sign, walked as each signer: declared, drawn, and two papers signed by hand."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from cases.models import Document, OutboxMessage, Signature
from schools.files import read_file
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import text_of
from tests.cases.documents.test_views import issue
from tests.cases.scenes import Scene
from tests.papers import PDF
from tests.ui.browser import PHONE, SHOTS, WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
MOTHER, WITNESS = "Rosalba Bahamonde", "Gumersindo Painevil"


@pytest.fixture
def scene(school):
    return Scene.open(school)


@SIZES
def test_each_signs_in_turn_and_a_certificate_gathers_them(
    scene,
    live_server,
    browser,  # noqa: F811 -- the fixture
    size,
):
    paper = issue(scene)
    url = live_server.url + reverse("document-signatures", args=[scene.case.pk, paper.pk])
    with visit(browser, url, scene.encargada, size) as seen:
        ask_four(seen, scene)
        others_turn(seen, scene, size)
    with visit(browser, live_server.url + reverse("today"), scene.directora, size) as seen:
        declare(seen, paper, size)
    with visit(browser, url, scene.encargada, size) as seen:
        draw(seen, size)
        hand_in(seen, size)
        assert "reúne estas firmas" in seen.page.inner_text("main")
        seen.shot(f"firmar-lista-{size[0]}")
        assert seen.faults() == []
    look_at_the_certificate(scene, paper)
    read_the_mail(scene)


def ask_four(seen, scene) -> None:
    for member in (scene.directora, scene.encargada):
        seen.page.select_option("[name=member]", str(member.pk))
        add(seen)
    for name, title in ((MOTHER, "Apoderada"), (WITNESS, "Testigo"), (MOTHER, "Apoderada")):
        seen.page.fill("[name=name]", name)
        seen.page.fill("[name=title]", title)
        add(seen)
    assert f"{MOTHER} ya está en la lista" in seen.page.inner_text("main")


def add(seen) -> None:
    seen.page.click("text=Agregar a la lista")
    seen.page.wait_for_load_state("networkidle")


def others_turn(seen, scene, size) -> None:
    """Nobody signs on screen for the directora: her ways are not even offered."""
    start(seen)
    ways = seen.page.eval_on_selector_all("[name=method]", "all => all.map(one => one.value)")
    assert ways == ["papel", "se_nego", "no_puede"]
    assert "desde su propia cuenta" in seen.page.inner_text("main")
    seen.shot(f"firmar-ajena-{size[0]}")
    assert seen.faults() == []


def declare(seen, paper, size) -> None:
    """From «Hoy», with the statement; without it, it is asked beside."""
    seen.shot(f"firmar-hoy-{size[0]}")
    seen.page.locator(".row-item", has_text=f"Firmar {paper.title}").locator("a.btn").click()
    seen.page.wait_for_load_state("networkidle")
    choose(seen, "declarada")
    send(seen)
    assert seen.page.locator("[name=declared][aria-invalid=true]").is_visible()
    seen.shot(f"firmar-declarada-falta-{size[0]}")
    assert seen.faults() == []
    seen.page.check("[name=declared]")
    send(seen)
    assert "La firma quedó registrada" in seen.page.inner_text("body")


def draw(seen, size) -> None:
    start(seen)
    choose(seen, "dibujada")
    send(seen)
    assert "Falta dibujar la firma" in seen.page.inner_text("main")
    seen.page.locator("canvas").scroll_into_view_if_needed()
    box = seen.page.locator("canvas").bounding_box()
    seen.page.mouse.move(box["x"] + 30, box["y"] + 90)
    seen.page.mouse.down()
    for step in range(12):
        seen.page.mouse.move(box["x"] + 30 + step * 18, box["y"] + 90 + (-1) ** step * 30, steps=4)
    seen.page.mouse.up()
    seen.shot(f"firmar-dibujada-{size[0]}")
    assert seen.faults() == []
    send(seen)
    assert "La firma quedó registrada" in seen.page.inner_text("body")


def hand_in(seen, size) -> None:
    """A scan in PDF and a photo in JPEG stay with their original; what is neither does not."""
    photo = io.BytesIO()
    Image.new("RGB", (900, 1200), (250, 250, 245)).save(photo, "JPEG")
    good = {"firmada.pdf": ("application/pdf", PDF), "foto.jpg": ("image/jpeg", photo.getvalue())}
    for name, (mime, content) in good.items():
        start(seen)
        choose(seen, "papel")
        upload(seen, "nota.pdf", "application/pdf", b"solo texto, no es un PDF")
        assert seen.page.locator("[name=scan][aria-invalid=true]").is_visible()
        seen.shot(f"firmar-papel-error-{size[0]}")
        assert seen.faults() == []
        upload(seen, name, mime, content)
        assert "La firma quedó registrada" in seen.page.inner_text("body")


def upload(seen, name: str, mime: str, content: bytes) -> None:
    seen.page.set_input_files(
        "[name=scan]", files=[{"name": name, "mimeType": mime, "buffer": content}]
    )
    send(seen)


def start(seen) -> None:
    seen.page.click("main a.btn:has-text('Firmar')")
    seen.page.wait_for_load_state("networkidle")


def choose(seen, method: str) -> None:
    seen.page.check(f"[name=method][value={method}]")


def send(seen) -> None:
    seen.page.click("main button.btn-primary:has-text('Registrar')")
    seen.page.wait_for_load_state("networkidle")


def look_at_the_certificate(scene, paper) -> None:
    with school_context(scene.school):
        rows = Signature.objects.filter(document=paper).order_by("pk")
        added = [(row.method, bool(row.image_id)) for row in rows][-4:]
        pdf = read_file(Document.objects.get(code="D-131").file_id)[1]
        assert read_file(paper.file_id)[1]  # as it was issued
    assert added == [("declarada", False), ("dibujada", True), ("papel", True), ("papel", True)]
    text = text_of(pdf)
    assert text.index("Firmó con declaración") < text.index("Firmó en pantalla")
    assert text.count("se conserva el original") == 2
    assert paper.sha256 in text.replace(" ", "")
    if SHOTS.exists():
        (SHOTS / "constancia-de-firmas.pdf").write_bytes(pdf)


def read_the_mail(scene) -> None:
    """It says a folio and an address: no name, no kind of paper, no word of the case."""
    with school_context(scene.school):
        mails = [f"{m.subject}\n{m.body}" for m in OutboxMessage.objects.filter(kind="firma")]
        people = [p.name for p in scene.case.participants.all()]
    assert len(mails) == 2  # the directora and the encargada, each at her turn
    words = [word for name in [*people, MOTHER, WITNESS] for word in name.split()]
    words += [scene.directora.user.last_names, scene.encargada.user.last_names, "acoso", "Cargo"]
    for mail in mails:
        assert [word for word in words if word.lower() in mail.lower()] == []
