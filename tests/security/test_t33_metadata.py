"""T33: what is handed over says nothing of who made it or where; the original stays, sealed."""

import io
import zipfile

import pikepdf
import pytest
from django.db import connection
from PIL import Image, PngImagePlugin

from schools.tenancy.context import school_context
from schools.uploads.kinds import read_upload
from schools.uploads.sandbox import clean_copy
from tests.cases.scenes import Scene
from tests.docx import W, body, docx
from tests.papers import PDF
from tests.security.handed import hand_in, keep, link_for, member, upload

CANARY = "Xilofono Quirquincho"
LATITUDE, DEVICE = (33.0, 26.0, 59.25), "CamaraQuirquincho"
CHANGES = (
    f'<w:p><w:ins w:id="1" w:author="{CANARY}" w:date="2026-05-01T10:00:00Z"><w:r w:rsidR="00A1">'
    "<w:t>queda</w:t></w:r></w:ins>"
    f'<w:del w:id="2" w:author="{CANARY}"><w:r><w:delText>Quirquincho borrado</w:delText></w:r>'
    '</w:del><w:commentRangeStart w:id="3"/></w:p>'
)


def photo() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = DEVICE, CANARY
    exif.get_ifd(0x8825).update({1: "S", 2: LATITUDE, 3: "W", 4: (70.0, 39.0, 0.5)})
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(
        out, "JPEG", exif=exif, comment=CANARY.encode(), xmp=f"<x>{CANARY}</x>".encode()
    )
    return out.getvalue()


def drawing() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", CANARY)
    words.add_itxt("XML:com.adobe.xmp", CANARY)
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "PNG", pnginfo=words)
    return out.getvalue()


def paper() -> bytes:
    with pikepdf.open(io.BytesIO(PDF)) as document:
        with document.open_metadata() as told:
            told["dc:creator"] = [CANARY]
        document.docinfo["/Author"] = CANARY
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=CANARY
        )
        document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(note)])
        out = io.BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def letter() -> bytes:
    core = f'<?xml version="1.0"?><a><creator>{CANARY}</creator></a>'
    comments = f'<?xml version="1.0"?><w:comments {W}><w:t>{CANARY}</w:t></w:comments>'
    parts = {"docProps/core.xml": core, "word/comments.xml": comments, "word/media/a.jpg": photo()}
    return docx(body(CHANGES), parts)


PAPERS = {"foto.jpg": photo, "dibujo.png": drawing, "acta.pdf": paper, "carta.docx": letter}


def words_in(content: bytes) -> bytes:
    """Return the bytes, unpacked where they are packed."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return b"".join(n.encode() + package.read(n) for n in package.namelist())
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as document:
            return content + "".join(repr(obj) for obj in document.objects).encode()
    return content


@pytest.mark.parametrize("name", PAPERS)
def test_t33_the_copy_names_nobody(name):
    original = PAPERS[name]()
    read, clean, mime = read_upload(upload(original, name))

    copy = words_in(clean_copy(read, mime, clean))

    assert b"Quirquincho" in words_in(original)
    assert b"Quirquincho" not in copy


def test_t33_a_photo_says_no_place_and_has_no_thumbnail():
    copy = Image.open(io.BytesIO(clean_copy(photo(), "image/jpeg", "foto.jpg")))

    assert dict(Image.open(io.BytesIO(photo())).getexif().get_ifd(0x8825))
    assert not dict(copy.getexif())
    assert not set(copy.info) & {"exif", "xmp", "comment", "photoshop", "icc_profile"}


def test_t33_a_letter_reads_as_with_every_change_accepted():
    mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    with zipfile.ZipFile(io.BytesIO(clean_copy(letter(), mime, "carta.docx"))) as package:
        text = package.read("word/document.xml").decode()
        date = {entry.date_time for entry in package.infolist()}

    assert "queda" in text
    assert not [word for word in ("borrado", "author", "rsid", "comment") if word in text]
    assert date == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.django_db
def test_t33_the_original_stays_as_it_came_and_sealed(school):
    scene, original = Scene.open(school), photo()

    review = keep(scene, original, "foto.jpg")

    with school_context(school):
        assert bytes(review.file.content) == original
        assert bytes(review.copy.content) != original
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT content, original_name FROM schools_storedfile WHERE id = ANY(%s)",
                [[review.file_id, review.copy_id]],
            )
            stored = b"".join(bytes(cell) for row in cursor.fetchall() for cell in row)
    assert b"JFIF" not in stored
    assert b"Quirquincho" not in stored
    assert b"foto" not in stored


@pytest.mark.django_db
def test_t33_what_is_downloaded_is_the_copy(school):
    scene = Scene.open(school)
    row = hand_in(scene, photo(), "foto.jpg")
    client = member(scene.encargada)

    content = client.get(link_for(client, row)).content

    assert content.startswith(b"\xff\xd8")
    assert b"Quirquincho" not in content
