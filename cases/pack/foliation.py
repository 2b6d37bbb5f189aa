"""Many papers as one expediente: index first, a bookmark per piece, a folio on every page."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cases.pack.pieces import Piece
from cases.pack.structure import Binder, stamp_font

MARGIN = 26.0  # points from the corner of the page
WIDTH = 118.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece and the pages it takes in the expediente."""

    number: int
    piece: Piece
    first: int
    last: int

    @property
    def fojas(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class Expediente:
    """The whole file, as one PDF and as its index."""

    content: bytes
    entries: tuple[Entry, ...]
    pages: int


def foliate(pieces: Iterable[Piece], draw_index: Callable[[list[Entry], int], bytes]) -> Expediente:
    """Return the expediente. `draw_index` gives the index page of the entries and the total.

    The index is drawn until its own length no longer moves what it says.
    """
    pieces = list(pieces)
    lengths = [_length(piece.content) for piece in pieces]
    ahead = 1
    for _ in range(5):
        entries = _entries(pieces, lengths, ahead)
        total = ahead + sum(lengths)
        index = draw_index(entries, total)
        if _length(index) == ahead:
            break
        ahead = _length(index)
    return Expediente(_bound(index, entries), tuple(entries), total)


def _entries(pieces: list[Piece], lengths: list[int], ahead: int) -> list[Entry]:
    found, page = [], ahead + 1
    for number, (piece, length) in enumerate(zip(pieces, lengths, strict=True), start=1):
        found.append(Entry(number, piece, page, page + length - 1))
        page += length
    return found


def _length(content: bytes) -> int:
    import pikepdf  # noqa: PLC0415 -- slow import

    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def _bound(index: bytes, entries: list[Entry]) -> bytes:
    import pikepdf  # noqa: PLC0415 -- slow import

    book = pikepdf.new()
    binder = Binder(book)
    for title, content in (
        ("Índice", index),
        *((entry.piece.title, entry.piece.content) for entry in entries),
    ):
        with pikepdf.open(io.BytesIO(content)) as part:
            before = len(book.pages)
            book.pages.extend(part.pages)
            binder.add(part, list(book.pages)[before:], title)
    marks = [("Índice", 0), *((f"{e.number}. {e.piece.title}", e.first - 1) for e in entries)]
    with book.open_outline() as outline:
        outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in marks)
    _stamp(book)
    binder.close("Expediente foliado")
    out = io.BytesIO()
    book.save(out, compress_streams=True, deterministic_id=True)
    return out.getvalue()


def _stamp(book) -> None:  # noqa: ANN001 -- a pikepdf.Pdf
    """Write «Foja n de N» in the upper corner of each page."""
    import pikepdf  # noqa: PLC0415 -- slow import

    name, font = pikepdf.Name, stamp_font(book)
    total = len(book.pages)
    for number, page in enumerate(book.pages, start=1):
        known = page.add_resource(font, name.Font, name("/Foja"))
        box = [float(side) for side in page.mediabox]
        x, y = box[2] - WIDTH, box[3] - MARGIN
        words = f"Foja {number} de {total}"
        text = f"BT {known} 9 Tf 0.65 0.11 0.17 rg {x:.1f} {y:.1f} Td ({words}) Tj ET"
        drawn = f"Q /Artifact BMC q {text} Q EMC"
        page.contents_add(b"q", prepend=True)
        page.contents_add(drawn.encode("ascii"))
