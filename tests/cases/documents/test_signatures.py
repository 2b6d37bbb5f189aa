"""How people sign, and what a form refuses."""

import base64
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from cases.documents.reports import Person
from cases.documents.signatures import PREFIX, SignatureForm, parse_drawn, signature_forms
from tests.cases.documents.samples_people import at, png
from tests.papers import PDF

SIGNER = Person("Marcela Peñailillo Órdenes", "41.000.003-3", "Apoderada titular")
AT = at("2026-11-13T12:31")


def url(content: bytes) -> str:
    return PREFIX + base64.b64encode(content).decode()


def encoded(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", **options)
    return out.getvalue()


def form(files: dict | None = None, **data: object) -> SignatureForm:
    return SignatureForm(data, files or {}, signer=SIGNER)


def test_a_drawn_signature_is_only_its_pixels():
    extra = PngImagePlugin.PngInfo()
    extra.add_text("Comment", "<script>secreto</script>")
    image = Image.open(io.BytesIO(png()))

    clean = parse_drawn(url(encoded(image, pnginfo=extra) + b"<html>cola</html>"))

    assert b"secreto" not in clean
    assert b"cola" not in clean
    assert Image.open(io.BytesIO(clean)).width < image.width  # the blank around it is gone


def test_a_signature_on_white_is_made_transparent():
    image = Image.new("RGB", (400, 150), "white")
    image.paste((20, 30, 60), (100, 60, 300, 70))

    clean = Image.open(io.BytesIO(parse_drawn(url(encoded(image)))))

    assert clean.mode == "RGBA"
    assert clean.size == (200, 10)


@pytest.mark.parametrize(
    "posted",
    [
        "",
        "data:image/svg+xml;base64,PHN2Zy8+",
        PREFIX + "%%%",
        PREFIX + base64.b64encode(b"GIF89a").decode(),
        url(png()[:200]),
        url(encoded(Image.new("L", (5_000, 5_000)))),
        PREFIX + "A" * 500_000,
    ],
    ids=["empty", "svg", "no base64", "gif", "cut", "too large", "too heavy"],
)
def test_what_is_not_a_drawing_is_refused(posted):
    with pytest.raises(ValidationError, match=r"no se pudo leer|Falta dibujar"):
        parse_drawn(posted)


def test_a_blank_board_is_no_signature():
    with pytest.raises(ValidationError, match="Falta dibujar"):
        parse_drawn(url(encoded(Image.new("RGBA", (300, 100), (0, 0, 0, 0)))))


def test_drawn():
    filled = form(method="dibujada", drawn=url(png()))

    assert filled.is_valid(), filled.errors
    line = filled.line(AT)
    assert (line.name, line.run, line.method) == (SIGNER.name, "410000033", "dibujada")
    assert line.image.startswith(b"\x89PNG")


def test_declared_needs_its_box():
    assert "declared" in form(method="declarada").errors
    assert form(method="declarada", declared="on").is_valid()


@pytest.mark.parametrize("method", ["se_nego", "no_puede"])
def test_who_does_not_sign_needs_a_witness(method):
    assert "witness" in form(method=method).errors
    filled = form(method=method, witness="Rosa Urrutia", statement="quiere consultarlo")

    assert filled.is_valid()
    assert filled.line(AT).witness == "Rosa Urrutia"
    assert filled.line(AT).statement == "quiere consultarlo"


def test_paper_is_taken_by_what_it_holds():
    scan = SimpleUploadedFile("acta.txt", PDF)
    fake = SimpleUploadedFile("acta.pdf", b"<html>")

    good, bad = form({"scan": scan}, method="papel"), form({"scan": fake}, method="papel")

    assert good.is_valid()
    assert good.line(AT).scan_mime == "application/pdf"
    assert "scan" in bad.errors
    assert form(method="papel").is_valid()
    assert not SignatureForm({"method": "papel"}, signer=SIGNER, scan_required=True).is_valid()


def test_without_a_signer_the_form_asks_who():
    unknown = SignatureForm({"method": "declarada", "declared": "on"})
    typed = {
        "signer_name": "Rosa Urrutia",
        "signer_run": "41.000.003-3",
        "signer_title": "Testigo",
        "method": "declarada",
        "declared": "on",
    }

    assert {"signer_name", "signer_title"} <= set(unknown.errors)
    assert "signer_run" in SignatureForm({**typed, "signer_run": "1-1"}).errors


def test_one_form_per_person_in_order():
    forms = signature_forms([SIGNER, SIGNER])

    assert [f.prefix for f in forms] == ["firma-0", "firma-1"]
    html = str(forms[0]["method"])
    assert "firma-0-method" in html
