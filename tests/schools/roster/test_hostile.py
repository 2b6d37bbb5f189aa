"""Spreadsheets made to do harm are refused before the library opens them."""

import io
import time
import zipfile

import openpyxl
import pytest

from convivencia.exceptions import DomainError
from schools.roster.reading import MAX_UNZIPPED, open_table

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ja"}">' for n in range(9))
DOCTYPE = f"<!DOCTYPE x [{LAUGHS}]>"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SHEET = "xl/worksheets/sheet1.xml"


def workbook(**changes: bytes) -> bytes:
    """Return a small book, with some of its parts replaced."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["RUN", "Nombres", "Apellido Paterno", "Desc Grado", "Letra Curso"])
    book.save(out)
    made = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, changes.pop(part, old.read(part)))
        for part, content in changes.items():
            new.writestr(part, content)
    return made.getvalue()


def refusal(content: bytes) -> str:
    started = time.process_time()
    with pytest.raises(DomainError) as caught:
        list(open_table(content))
    assert time.process_time() - started < 2
    return caught.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("comment", [0, 2_048, 1_048_570, 3_000_000])
def test_a_sheet_with_a_doctype_is_refused_wherever_it_is(encoding, comment):
    text = f"{HEAD}<!--{'x' * comment}-->{DOCTYPE}<worksheet>&l8;</worksheet>"

    assert "instrucciones" in refusal(workbook(**{SHEET: text.encode(encoding)}))


def test_shared_words_with_a_doctype_are_refused_too():
    text = f"{HEAD}{DOCTYPE}<sst>&l8;</sst>"

    assert "instrucciones" in refusal(workbook(**{"xl/sharedStrings.xml": text.encode()}))


def test_a_book_that_grows_when_opened_is_refused_unopened():
    assert "demasiado grande" in refusal(workbook(**{SHEET: b" " * (MAX_UNZIPPED + 1)}))


def test_a_book_of_many_parts_is_refused():
    many = {f"xl/media/{n}.bin": b"x" for n in range(600)}

    assert "demasiado grande" in refusal(workbook(**many))


def test_an_honest_book_is_read():
    table = open_table(workbook())

    assert "run" in table.header
