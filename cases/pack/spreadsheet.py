"""Cells that no spreadsheet will take for a formula, and the two ways to write a table of them."""

import csv
import io
import re
from collections.abc import Iterable

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no workbook may hold them
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

Rows = Iterable[Iterable[object]]


def safe(value: object) -> str:
    """Return the cell as text; what begins like a formula gets an apostrophe before it."""
    text = CONTROL.sub(" ", "" if value is None else str(value))
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def as_csv(rows: Rows) -> bytes:
    """Return a CSV that opens with its accents, semicolons as Chilean spreadsheets expect."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Rows, title: str) -> bytes:
    """Return a workbook of one sheet, every cell as text."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in rows:
        sheet.append([safe(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
