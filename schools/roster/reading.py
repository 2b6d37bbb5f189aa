"""From the bytes of a file to rows of text: XLSX, or CSV in any of its dialects.

Nothing is trusted: not the name, not the declared sizes, not the dimensions of the sheet.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

import openpyxl

from convivencia.exceptions import DomainError
from schools.roster.columns import missing_columns, read_header

MAX_BYTES = 10 * 1024 * 1024
MAX_UNZIPPED = 64 * 1024 * 1024
MAX_PARTS = 500
CHUNK, OVERLAP = 1024 * 1024, 64
MAX_ROWS = 20_000
MAX_COLUMNS = 80
HEADER_WITHIN = 40  # titles that some exports write above the table
LOOKS_LIKE_HEADER = 2  # columns of ours in one row
MAX_WHOLE = 1e15  # above it a float no longer holds every whole number
FORMULA = "\x00formula"  # no text of a file can be this: NUL is refused

NOT_A_TABLE = {
    b"%PDF": "El archivo es un PDF, no una planilla.",
    b"\xd0\xcf\x11\xe0": (
        "Es un Excel antiguo (.xls) o tiene contraseña. Guárdelo como .xlsx, sin contraseña."
    ),
    b"\xff\xd8\xff": "El archivo es una imagen, no una planilla.",
    b"\x89PNG": "El archivo es una imagen, no una planilla.",
    b"{\\rtf": "El archivo es un documento de texto, no una planilla.",
}
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Table:
    """The header found, and the rows under it with their number in the file."""

    header: dict[str, int]
    rows: Iterable[Row]

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        for count, (number, cells) in enumerate(self.rows):
            if count == MAX_ROWS:
                raise unreadable(f"El archivo tiene más de {MAX_ROWS} filas. Divídalo en partes.")
            yield (
                number,
                {
                    key: cells[index] if index < len(cells) else ""
                    for key, index in self.header.items()
                },
            )


def unreadable(text: str) -> DomainError:
    """Return the error of a file that cannot be read, for the field of the form."""
    return DomainError(text, code="file")


def open_table(content: bytes) -> Table:
    """Return the table of a roster file; DomainError says in Spanish what is wrong with it."""
    if not content.strip():
        raise unreadable("El archivo está vacío.")
    for mark, text in NOT_A_TABLE.items():
        if content.startswith(mark):
            raise unreadable(text)
    if content.startswith(b"PK"):
        return _open_xlsx(content)
    return _open_csv(content)


def _open_xlsx(content: bytes) -> Table:
    _check_zip(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheets = book.worksheets
    except Exception as error:  # the library raises a dozen kinds, each for a damaged file
        raise unreadable("No se pudo abrir la planilla: el archivo está dañado.") from error
    best: dict[str, int] = {}
    for sheet in sheets:
        sheet.reset_dimensions()  # exports often declare a single cell
        table, best = _find_table(_xlsx_rows(sheet), best)
        if table is not None:
            return table
    raise _no_header(best)


def _check_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise unreadable("El archivo no es una planilla de Excel (.xlsx).")
            if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNZIPPED:
                raise unreadable("La planilla es demasiado grande al abrirla. Deje sólo la nómina.")
            for part in parts:
                with archive.open(part) as stream:
                    if _has_instructions(stream):
                        raise unreadable("La planilla contiene instrucciones que no se aceptan.")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise unreadable("No se pudo abrir la planilla: el archivo está dañado.") from error


def _has_instructions(part: IO[bytes]) -> bool:
    """True if the part declares entities anywhere: what stands before may be a long comment."""
    before = b""
    while piece := part.read(CHUNK):
        text = (before + piece).replace(b"\x00", b"").upper()  # UTF-16 writes a NUL beside each
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            return True
        before = piece[-OVERLAP:]
    return False


def _xlsx_rows(sheet: object) -> Iterator[Row]:
    try:
        for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
            cells = [FORMULA if c.data_type == "f" else cell_text(c.value) for c in row]
            if any(cells):
                yield number, cells
            elif number > 2 * MAX_ROWS:
                return
    except DomainError:
        raise
    except Exception as error:  # damaged inside: zlib, XML, numbers that are none
        raise unreadable("No se pudo leer la planilla: el archivo está dañado.") from error


def cell_text(value: object) -> str:
    """Return a cell as a person would type it: 12345678.0 is 12345678, a date is AAAA-MM-DD."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < MAX_WHOLE:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).replace("\x00", "").split())


def _open_csv(content: bytes) -> Table:
    text = _decode(content)
    if text.lstrip()[:15].lower().startswith(("<html", "<!doctype", "<table", "<?xml")):
        raise unreadable(
            "Es una página web con nombre de planilla. Ábrala en Excel y guárdela como .xlsx."
        )
    best: dict[str, int] = {}
    for delimiter in sorted(";,\t", key=text[:5000].count, reverse=True):
        table, best = _find_table(_csv_rows(text, delimiter), best)
        if table is not None:
            return table
    raise _no_header(best)


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise unreadable("No se pudo leer el texto del archivo.")
    if "\x00" in text:
        raise unreadable("El archivo no es una planilla: suba un .xlsx o un .csv.")
    return text


def _csv_rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            cleaned = [cell_text(cell) for cell in cells[:MAX_COLUMNS]]
            if any(cleaned):
                yield reader.line_num, cleaned
    except csv.Error as error:
        raise unreadable(f"No se pudo leer la línea {reader.line_num} del archivo.") from error


def _find_table(rows: Iterator[Row], best: dict[str, int]) -> tuple[Table | None, dict[str, int]]:
    """Return the table whose header is near the top; else the row that looked most like one."""
    for _ in range(HEADER_WITHIN):
        row = next(rows, None)
        if row is None:
            break
        header = read_header(row[1])
        if not missing_columns(header):
            return Table(header, rows), header
        best = max(best, header, key=len)
    return None, best


def _no_header(best: dict[str, int]) -> DomainError:
    missing = missing_columns(best)
    if len(best) < LOOKS_LIKE_HEADER:  # nothing that looks like a header
        text = "No se encontró la fila de títulos. Debe tener al menos: "
    else:
        text = "Faltan columnas: "
    return unreadable(text + ", ".join(missing) + ".")
