"""The expediente is one document that can be listened to, from its index to its last paper."""

import io
import time
from datetime import UTC, datetime

import pikepdf
import pytest

from cases.pack.foliation import foliate
from cases.pack.pieces import Piece
from cases.pack.structure import STAMPED
from tests.cases.documents.samples import issued
from tests.cases.documents.ua import problems

DAY = datetime(2026, 7, 6, tzinfo=UTC)
CODES = ("D-12", "D-19", "D-40", "D-12", "D-77")  # one twice: its names must not meet


def pieces(*codes: str) -> list[Piece]:
    return [Piece(f"Pieza {code}", DAY, issued(code)) for code in codes]


def bound(*found: Piece) -> bytes:
    return foliate(found, lambda _entries, _total: issued("D-130")).content


def untagged(content: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(out)
    return out.getvalue()


def test_the_whole_can_be_listened_to():
    assert problems(bound(*pieces(*CODES))) == []


def test_each_paper_is_a_part_with_its_title_and_its_pages():
    with pikepdf.open(io.BytesIO(bound(*pieces(*CODES)))) as book:
        parts = list(book.Root.StructTreeRoot.K[0].K)
        titles = [str(part.T) for part in parts]
        pages = {page.obj.objgen: number for number, page in enumerate(book.pages)}
        first = [min(_pages_of(part, pages)) for part in parts]

    assert titles == ["Índice", *(f"Pieza {code}" for code in CODES)]
    assert first == sorted(first)
    assert len(set(first)) == len(first)


def _pages_of(element: pikepdf.Object, pages: dict) -> set[int]:
    found = {pages[element.Pg.objgen]} if "/Pg" in element else set()
    kids = element.get("/K")
    for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            found |= _pages_of(kid, pages)
    return found


def test_every_mark_of_a_page_is_found_from_the_page():
    """The parent tree leads from what is painted to what it is."""
    with pikepdf.open(io.BytesIO(bound(*pieces(*CODES)))) as book:
        pairs = list(book.Root.StructTreeRoot.ParentTree.Nums)
        tree = dict(zip(map(int, pairs[::2]), pairs[1::2], strict=True))
        keys = [int(page.obj.StructParents) for page in book.pages]

        assert len(set(keys)) == len(keys)
        for page, key in zip(book.pages, keys, strict=True):
            owners = [one for one in tree[key] if isinstance(one, pikepdf.Dictionary)]
            assert owners
            assert {one.Pg.objgen for one in owners if "/Pg" in one} <= {page.obj.objgen}


def test_a_paper_without_tags_leaves_the_whole_without_the_claim():
    bare = Piece("Escaneo", DAY, untagged(issued("D-41")))

    assert problems(bound(*pieces("D-12"), bare)) == ["does not say PDF/UA-1"]


def test_the_folio_is_an_ornament_in_a_font_of_its_own():
    with pikepdf.open(io.BytesIO(bound(*pieces("D-12")))) as book:
        page = book.pages[0].Contents
        streams = list(page) if isinstance(page, pikepdf.Array) else [page]
        last = streams[-1].read_bytes().decode()
        font = book.pages[0].Resources.Font.Foja

        assert "/Artifact BMC" in last
        assert "/FontFile2" in font.FontDescriptor
        assert len(list(font.Widths)) == font.LastChar - font.FirstChar + 1
        assert all(font.Widths[ord(letter) - font.FirstChar] for letter in STAMPED)


@pytest.mark.paper
def test_many_papers_are_bound_soon():
    started = time.monotonic()

    assert bound(*pieces(*("D-12", "D-19") * 40))
    assert time.monotonic() - started < 30
