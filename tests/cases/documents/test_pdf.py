"""The PDF as a thing: tagged, in Spanish, with its own fonts, and no person in its metadata."""

from dataclasses import replace

import pytest

from cases.documents.kinds import KINDS
from cases.documents.render import render, render_html
from cases.documents.services import preview
from tests.cases.documents.pdf import fonts_of, open_pdf, pages_of, text_of
from tests.cases.documents.samples import SAMPLES, entrevista, issued

LETTER, OFICIO = (612, 792), (612.28, 935.43)  # points; 216 × 330 mm


@pytest.mark.parametrize("code", KINDS)
def test_pdf_is_tagged_and_says_its_language(code):
    with open_pdf(issued(code)) as pdf:
        root = pdf.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "es-CL"
        assert "/StructTreeRoot" in root
        assert bool(root.ViewerPreferences.DisplayDocTitle)


@pytest.mark.parametrize("code", KINDS)
def test_every_font_is_embedded_and_ours(code):
    fonts = fonts_of(issued(code))

    assert fonts
    assert all(f.keys() & {"/FontFile2", "/FontFile3"} for f in fonts)
    assert {str(f["/FontName"]).split("+")[1].split("-")[0] for f in fonts} <= {"Texto", "Rotulo"}


@pytest.mark.parametrize("code", KINDS)
def test_metadata_names_no_person(code):
    with open_pdf(issued(code)) as pdf:
        info = " ".join(str(value) for value in pdf.docinfo.values())
        xmp = bytes(pdf.Root.Metadata.read_bytes()).decode()

    assert f"{KINDS[code].title} N°\N{NO-BREAK SPACE}2026-118" in info
    for secret in ("Antonia", "Manquel", "Marcela", "41.000", "sobrenombre"):
        assert secret not in info + xmp


@pytest.mark.parametrize(("code", "size"), [("D-12", LETTER), ("D-40", OFICIO)])
def test_paper_has_its_size(code, size):
    with open_pdf(issued(code)) as pdf:
        box = [float(x) for x in pdf.pages[0].MediaBox]

    assert box[2:] == pytest.approx(size, abs=1)


def test_a_name_outside_the_embedded_letters_is_printed_too():
    report = replace(SAMPLES["D-12"], place="Sala Πλάτων, Łódź")

    assert "Sala Πλάτων, Łódź" in text_of(render(report, KINDS["D-12"])[1])


def test_draft_is_watermarked_on_each_page_and_has_no_number():
    pages = pages_of(preview("D-12", entrevista(times=30)))

    assert len(pages) > 1
    assert all("BORRADOR" in page for page in pages)
    assert "2026-118" not in " ".join(pages)
    assert "Sin número ni código" in pages[0]


def test_issued_document_has_no_watermark():
    assert "BORRADOR" not in text_of(issued("D-12"))


def test_hours_are_those_of_the_school():
    head = replace(SAMPLES["D-12"].letterhead, time_zone="Pacific/Easter")
    html = render_html(replace(SAMPLES["D-12"], letterhead=head), KINDS["D-12"])

    assert "de 09:45 a 10:30 horas" in html.replace("\N{NO-BREAK SPACE}", " ")


def test_logo_is_printed_only_if_it_is_a_picture():
    head = replace(
        SAMPLES["D-12"].letterhead, logo=b"<svg><image href='file:///etc/passwd'/></svg>"
    )
    _, pdf = render(replace(SAMPLES["D-16"], letterhead=head), KINDS["D-16"])

    assert "Colegio Los Aromos" in text_of(pdf)
