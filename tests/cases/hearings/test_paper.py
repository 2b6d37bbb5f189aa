"""The papers themselves, read back."""

import subprocess

import pytest

from cases.models import Document
from schools.files import read_file

pytestmark = [pytest.mark.django_db, pytest.mark.paper]


def text_of(document: Document) -> str:
    """Return the words of the PDF, in one line."""
    _, content = read_file(document.file_id)
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    )
    return " ".join(done.stdout.decode().split())


def test_the_acta_says_what_was_said_and_until_when(inquiry):
    inquiry.activate().cite()
    row = inquiry.hear(
        inquiry.afectado,
        agreements=(
            {"what": "Entregar los pantallazos", "who": "Apoderada", "due_on": "2026-05-08"},
        ),
    )

    text = text_of(row.document)

    assert "Me esperan en el baño." in text
    assert "Marta Rebolledo" in text
    assert "Entregar los pantallazos" in text
    assert "ocho de mayo de 2026" in text or "8 de mayo de 2026" in text
    assert inquiry.denunciado.name not in text
    assert row.document.level == "N3"


def test_a_citation_never_names_the_other_family(inquiry):
    inquiry.activate().cite()

    for person, other in (
        (inquiry.afectado, inquiry.denunciado),
        (inquiry.denunciado, inquiry.afectado),
    ):
        text = text_of(Document.objects.get(code="D-11", addressee=person))
        assert person.student.legal_name in text
        assert other.student.paternal not in text
        assert "30 de abril de 2026" in text or "treinta de abril" in text


def test_each_citation_goes_with_its_sheet_in_plain_words(inquiry):
    inquiry.activate().cite()

    for person, other in (
        (inquiry.afectado, inquiry.denunciado),
        (inquiry.denunciado, inquiry.afectado),
    ):
        paper = Document.objects.get(code="D-11", addressee=person)
        sheet = Document.objects.get(explains=paper)
        text = text_of(sheet)
        assert (sheet.code, sheet.addressee_id) == ("D-11s", person.pk)
        assert "Nadie ha sido declarado responsable" in text
        assert "treinta de abril de 2026" in text
        assert person.student.legal_name in text
        assert other.student.paternal not in text
