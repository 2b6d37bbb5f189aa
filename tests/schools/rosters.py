"""Rosters as the SIGE gives them, and as people leave them."""

import io
import zipfile
from datetime import UTC, datetime

import openpyxl

from schools.identifiers import check_digit
from schools.models import Apoderado, Curso, Enrolment, Guardianship, Student

HEADER = (
    "Desc Grado",
    "Letra Curso",
    "Run",
    "Dígito Ver.",
    "Genero",
    "Nombres",
    "Apellido Paterno",
    "Apellido Materno",
    "Fecha Nacimiento",
)
APODERADO = (
    "Run Apoderado",
    "Dv Apoderado",
    "Nombres Apoderado",
    "Apellidos Apoderado",
    "Parentesco",
    "Correo Apoderado",
    "Telefono Apoderado",
)


AT = datetime(2026, 3, 10, 15, tzinfo=UTC)
LATER = datetime(2026, 3, 11, 15, tzinfo=UTC)
FULL = (*HEADER, *APODERADO)
PEOPLE = (Apoderado, Curso, Enrolment, Guardianship, Student)


def student_row(n: int, *, grade: str = "6° básico", letter: str = "A", **changes: object) -> list:
    """Return the cells of the n-th invented student."""
    body = 44_000_000 + n
    cells = {
        "Desc Grado": grade,
        "Letra Curso": letter,
        "Run": body,
        "Dígito Ver.": check_digit(body),
        "Genero": "F" if n % 2 else "M",
        "Nombres": f"Alumna {_letters(n)}",
        "Apellido Paterno": "Quilodrán",
        "Apellido Materno": "Ñanco",
        "Fecha Nacimiento": f"{n % 28 + 1:02d}-03-2014",
    }
    cells |= changes
    return [cells.get(name, "") for name in HEADER]


def apoderado_cells(n: int, **changes: object) -> list:
    """Return the cells of the n-th invented apoderado."""
    body = 45_000_000 + n
    cells = {
        "Run Apoderado": body,
        "Dv Apoderado": check_digit(body),
        "Nombres Apoderado": f"Madre {_letters(n)}",
        "Apellidos Apoderado": "Ñanco Peñi",
        "Parentesco": "Madre",
        "Correo Apoderado": f"familia{n}@correo.example",
        "Telefono Apoderado": "+56 9 0000 0000",
    }
    cells |= changes
    return [cells[name] for name in APODERADO]


def _letters(n: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(n)).capitalize()


def xlsx(rows: list[list], header: tuple = HEADER, above: tuple = ()) -> bytes:
    """Return a workbook with the rows under the header, and other rows above it."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Nómina")
    for row in (*above, header, *rows):
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv_text(rows: list[list], header: tuple = HEADER, delimiter: str = ";") -> str:
    """Return the rows as the text of a CSV."""
    return (
        "\r\n".join(delimiter.join(str(cell) for cell in row) for row in (header, *rows)) + "\r\n"
    )


def bomb() -> bytes:
    """Return a workbook of a few kilobytes that is a hundred megabytes when opened."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)
    return stream.getvalue()


def tampered(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook with one of its parts changed."""
    source, stream = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.infolist():
            body = source.read(part)
            archive.writestr(
                part.filename, body.replace(old, new) if part.filename == name else body
            )
    return stream.getvalue()


def everything() -> dict:
    """Return every row of people in the school, to compare before and after."""
    return {model: sorted(model.objects.values_list(), key=str) for model in PEOPLE}


def full_row(n: int, **changes: object) -> list:
    student = {k: v for k, v in changes.items() if k not in APODERADO}
    apoderado = {k: v for k, v in changes.items() if k in APODERADO}
    return [*student_row(n, **student), *apoderado_cells(n, **apoderado)]
