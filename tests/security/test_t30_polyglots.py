"""T30: a file that is two things is refused, or redrawn as one; and no browser ever runs it."""

import io
import zipfile

import pikepdf
import pytest

from convivencia.exceptions import DomainError
from schools.uploads.kinds import read_upload
from schools.uploads.sandbox import clean_copy
from tests.cases.scenes import Scene
from tests.docx import body, docx
from tests.papers import JPEG, PDF, PNG
from tests.security.handed import hand_in, link_for, member, upload

HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
ID3 = b"ID3\x03\x00\x00\x00\x00\x00\x00"
ACTS = ("/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/EmbeddedFile", "/XFA", "alert")


def handed_in(content: bytes, name: str) -> bytes:
    read, clean, mime = read_upload(upload(content, name))
    return clean_copy(read, mime, clean)


def jar() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("Evil.class", b"\xca\xfe\xba\xbe")
    return out.getvalue()


def acting_pdf() -> bytes:
    with pikepdf.new() as document:
        page = document.add_blank_page()
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
        document.Root.OpenAction = script
        document.Root.Names = pikepdf.Dictionary(
            JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["x", script]))
        )
        document.attachments["evil.html"] = HTML
        page.obj.AA = pikepdf.Dictionary(O=launch)
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=launch
        )
        page.obj.Annots = pikepdf.Array([document.make_indirect(link)])
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


REFUSED = {
    "html.pdf": HTML,
    "svg.png": SVG,
    "dibujo.svg": SVG,
    "gifar.gif": b"GIF89a" + jar(),
    "suelto.jar": jar(),
    "delante.pdf": HTML + PDF,
    "programa.exe": b"MZ" + b"\0" * 200,
    "hoja.docx": jar(),
    "vacio.pdf": b"",
    "texto.txt": b"hola",
    "hoja.xlsx": b"PK\x03\x04" + b"\0" * 40,
    "macro.docx": docx(parts={"word/vbaProject.bin": b"\0" * 20}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_t30_what_is_not_of_the_list_is_refused_whatever_its_name(name):
    with pytest.raises(DomainError):
        handed_in(REFUSED[name], name)


@pytest.mark.parametrize(("content", "name"), [(PNG, "a.png"), (JPEG, "a.jpg")])
@pytest.mark.parametrize("tail", [HTML, jar(), SVG])
def test_t30_what_rides_behind_a_picture_stays_behind(content, name, tail):
    copy = handed_in(content + tail, name)

    assert tail not in copy
    assert b"script" not in copy
    assert b"PK\x03\x04" not in copy


def test_t30_a_pdf_that_acts_comes_out_still():
    copy = handed_in(acting_pdf(), "acta.pdf")

    with pikepdf.open(io.BytesIO(copy)) as document:
        text = "".join(repr(obj) for obj in document.objects)
        assert len(document.pages) == 1
    assert [word for word in ACTS if word in text] == []


def test_t30_what_rides_behind_a_pdf_stays_behind():
    copy = handed_in(PDF + jar() + HTML, "acta.pdf")

    assert b"script" not in copy
    assert b"Evil.class" not in copy


def test_t30_a_letter_keeps_nothing_that_runs_or_calls_outside():
    link = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
        '2006/relationships"><Relationship Id="r9" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/attachedTemplate" Target="http://127.0.0.1/x.dotm" '
        'TargetMode="External"/></Relationships>'
    )
    field = '<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe "/k"</w:instrText></w:r></w:p>'
    copy = handed_in(
        docx(body(field), {"word/_rels/document.xml.rels": link, "word/a.html": HTML}),
        "carta.docx",
    )

    with zipfile.ZipFile(io.BytesIO(copy)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert not [name for name in parts if name.endswith(".html")]
    assert not [name for name, data in parts.items() if b"127.0.0.1" in data or b"script" in data]
    assert b"DDEAUTO" not in parts["word/document.xml"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "name"),
    [(PNG + HTML, "foto.png.html"), (ID3 + HTML * 20, "voz.html"), (PDF + HTML, "acta.svg")],
)
def test_t30_a_browser_is_told_to_save_it_and_to_guess_nothing(school, content, name):
    scene = Scene.open(school)
    row = hand_in(scene, content, name)
    client = member(scene.encargada)

    answer = client.get(link_for(client, row))

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] in {"image/png", "audio/mpeg", "application/pdf"}
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert not answer.headers["Content-Disposition"].rstrip('"').endswith((".html", ".svg"))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
