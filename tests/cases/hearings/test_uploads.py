"""What an upload is, by its content."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from convivencia.exceptions import DomainError
from schools.uploads import kinds
from schools.uploads.kinds import DOCX, read_upload


def packed(*names: str) -> SimpleUploadedFile:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), b"")
    return SimpleUploadedFile("carta.docx", kept.getvalue())


def test_a_document_is_known_by_what_it_lists():
    assert read_upload(packed("[Content_Types].xml", "word/document.xml"))[2] == DOCX


@pytest.mark.parametrize("names", [("a.txt",), ("word/document.xml", "word/vbaProject.bin")])
def test_a_zip_that_is_no_document_is_refused(names):
    with pytest.raises(DomainError):
        read_upload(packed(*names))


def test_a_zip_that_lists_too_much_is_refused_before_it_is_opened(monkeypatch):
    giant = packed("word/document.xml", *(f"{n:060}" for n in range(6_000)))
    monkeypatch.setattr(kinds.zipfile, "ZipFile", lambda _: pytest.fail("se abrió"))

    with pytest.raises(DomainError):
        read_upload(giant)


@pytest.mark.parametrize("end", [b"PK\x05\x06", b"", b"PK\x06\x07" + b"PK\x05\x06" + bytes(18)])
def test_a_broken_or_giant_index_is_refused(end):
    with pytest.raises(DomainError):
        read_upload(SimpleUploadedFile("carta.docx", b"PK\x03\x04" + end))
