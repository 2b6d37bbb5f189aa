"""The ZIP of an expulsion, read as the authority would: hashes, folios, index, and who is named."""

import csv
import hashlib
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path

import pikepdf

from tests.e2e.bed import lines_of, words_of

BOOK, INDEX, MANIFEST = "3_expediente_foliado.pdf", "indice.csv", "manifiesto.json"


class Pack:
    """An opened ZIP. Each `check_` fails with what is wrong and where."""

    def __init__(self, path: Path) -> None:
        self.bundle = zipfile.ZipFile(path)
        self.files = {name: self.bundle.read(name) for name in self.bundle.namelist()}
        self.manifest = json.loads(self.files[MANIFEST])
        table = io.StringIO(self.files[INDEX].decode("utf-8-sig"))
        self.rows = list(csv.DictReader(table, delimiter=";"))
        with pikepdf.open(io.BytesIO(self.files[BOOK])) as book:
            self.total = len(book.pages)
            self.marks = list(_marks(book))
        self.pages = [words_of(self.files[BOOK], page) for page in range(1, self.total + 1)]

    def words(self, name: str) -> str:
        return words_of(self.files[name])

    def check_hashes(self) -> None:
        """Every file is the one that the manifest and the index vouch for, and none is missing."""
        told = {one["nombre"]: one["sha256"] for one in self.manifest["archivos"]}
        found = {name: _sha(body) for name, body in self.files.items() if name != MANIFEST}
        assert told == found
        assert [one["bytes"] for one in self.manifest["archivos"]] == [
            len(self.files[one["nombre"]]) for one in self.manifest["archivos"]
        ]
        for row in self.rows:
            assert row["SHA-256"] == found[row["Archivo"]], row["Archivo"]
        listed = {row["Archivo"] for row in self.rows}
        assert listed == {name for name in found if name.startswith("piezas/")}

    def check_folios(self) -> None:
        """Each page is stamped once, from 1 to N, and each piece begins where the last ended."""
        stamps = [re.findall(r"Foja (\d+) de (\d+)", text) for text in self.pages]
        assert stamps == [[(str(n), str(self.total))] for n in range(1, self.total + 1)]
        edges = [(int(row["Foja inicial"]), int(row["Foja final"])) for row in self.rows]
        ends = [last for _, last in edges]
        assert [first for first, _ in edges[1:]] == [last + 1 for last in ends[:-1]]
        assert ends[-1] == self.total == self.manifest["fojas"]

    def check_index(self) -> None:
        """The index, the bookmarks and the pages agree on where each document is."""
        assert self.marks[0] == ("Índice", 1)
        wanted = [(f"{r['N°']}. {r['Pieza']}", int(r["Foja inicial"])) for r in self.rows]
        assert self.marks[1:] == wanted
        printed = [(r["N°"], r["Pieza"], _fojas(r), r["SHA-256"]) for r in self.rows]
        assert list(_printed(self.files[BOOK], int(self.rows[0]["Foja inicial"]) - 1)) == printed
        for row in self.rows:
            self._check_place(row, int(row["Foja inicial"]), int(row["Foja final"]))

    def _check_place(self, row: dict, start: int, end: int) -> None:
        """The title stands on the first page, and the pages are those of the piece, in order."""
        title, _, folio = row["Pieza"].partition(" N° ")
        assert title in self.pages[start - 1], f"«{title}» no está en la foja {start}"
        assert folio in self.pages[start - 1], f"«{folio}» no está en la foja {start}"
        own = self.files[row["Archivo"]]
        with pikepdf.open(io.BytesIO(own)) as piece:
            assert len(piece.pages) == end - start + 1, row["Archivo"]
        for number in range(start, end + 1):
            stamped = re.sub(r"Foja \d+ de \d+ ?", "", self.pages[number - 1]).strip()
            assert stamped == words_of(own, number - start + 1), f"foja {number}"

    def check_nobody(self, words: Iterable[str]) -> None:
        """None of the words is in a name, a page, a bookmark, a hidden text or a table."""
        wanted = {word: _bare(word) for word in words}
        for name, body in self.files.items():
            text = _bare(name + _all_text(name, body))
            assert [word for word, bare in wanted.items() if bare in text] == [], name


def _marks(book: pikepdf.Pdf) -> Iterator[tuple[str, int]]:
    with book.open_outline() as outline:
        for item in outline.root:
            yield str(item.title), pikepdf.Page(item.destination[0]).index + 1


def _fojas(row: dict) -> str:
    first, last = row["Foja inicial"], row["Foja final"]
    return first if first == last else f"{first}–{last}"


def _printed(book: bytes, until: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield each line of the printed index: number, title, fojas and hash."""
    lines = lines_of(book, until)
    for n, line in enumerate(lines):
        found = re.match(r"\s*(\d+)\s{2,}(\S.*?)\s{2,}\S.*? horas\s+([\d–]+)$", line)
        if found is None:
            continue
        more = " ".join(takewhile(lambda one: one.strip(), lines[n + 1 :]))
        title, _, sha = f"{found[2]} {more}".partition("SHA-256")
        yield found[1], " ".join(title.split()), found[3], "".join(sha.split())


def _sha(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _all_text(name: str, body: bytes) -> str:
    if not name.endswith(".pdf"):
        return body.decode("utf-8-sig")
    with pikepdf.open(io.BytesIO(body)) as pdf:
        hidden = " ".join(_strings(pdf.objects, depth=8))
        meta = pdf.Root.get("/Metadata")
        meta = meta.read_bytes().decode() if meta is not None else ""
    return f"{words_of(body)} {hidden} {meta}"


def _strings(things: Iterable[object], depth: int) -> Iterator[str]:
    """Yield every string of the objects of a PDF: titles, alternative texts, metadata."""
    for one in things:
        if isinstance(one, pikepdf.String):
            yield str(one)
        elif depth and isinstance(one, pikepdf.Array):
            yield from _strings(list(one), depth - 1)
        elif depth and isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            inside = [value for value in dict(one.items()).values() if not _indirect(value)]
            yield from _strings(inside, depth - 1)


def _indirect(value: object) -> bool:
    return getattr(value, "is_indirect", False)


def _bare(text: str) -> str:
    """Return the letters and figures alone: no hyphen, point, space or accent hides a word."""
    plain = unicodedata.normalize("NFD", text.lower())
    return "".join(char for char in plain if char.isalnum())
