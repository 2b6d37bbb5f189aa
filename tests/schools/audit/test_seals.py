"""The copies of the seals outside the database, and how a chain is judged against them."""

from datetime import date
from types import SimpleNamespace

import pytest

from schools.audit import verify
from schools.audit.seals import Seal, file_of, read_out, write_out
from schools.audit.verify import Verification

ONE = Seal(date(2026, 6, 3), 4, "aa")
TWO = Seal(date(2026, 6, 4), 9, "bb")


def test_each_seal_is_written_once_after_the_others(tmp_path):
    folder = tmp_path / "sellos" / "fuera"

    assert write_out(folder, "10001-1", [ONE]) == 1
    assert write_out(folder, "10001-1", [ONE, TWO]) == 1
    assert write_out(folder, "10001-1", [ONE, TWO]) == 0
    assert file_of(folder, "10001-1").read_text() == (
        "10001-1 2026-06-03 4 aa\n10001-1 2026-06-04 9 bb\n"
    )
    assert read_out(folder, "10001-1") == [ONE, TWO]
    assert file_of(folder, "10001-1").stat().st_mode & 0o777 == 0o640


def test_lines_of_another_school_or_cut_short_are_not_read(tmp_path):
    write_out(tmp_path, "10001-1", [ONE])
    path = file_of(tmp_path, "10001-1")
    path.write_text(path.read_text() + "10002-2 2026-06-04 9 bb\n10001-1 2026-06-04 9\n\n")

    assert read_out(tmp_path, "10001-1") == [ONE]
    assert read_out(tmp_path, "10002-2") is None


def test_the_name_of_the_file_leaves_its_folder_by_no_means(tmp_path):
    assert file_of(tmp_path, "../10-1/x").name == "sellos-10-1x.txt"
    assert file_of(tmp_path, "../10-1/x").parent == tmp_path


def judged(monkeypatch, links: list[tuple], seals: list[Seal]) -> list[tuple]:
    """Return the faults of a chain given as (seq, previous, hash, whether its entry is there)."""
    rows = [
        (SimpleNamespace(seq=seq, previous=previous, hash=own), own if there else None)
        for seq, previous, own, there in links
    ]
    monkeypatch.setattr(verify, "_rows", lambda: iter(rows))
    monkeypatch.setattr(verify, "_outside", lambda: iter(()))
    monkeypatch.setattr(verify, "hash_of", lambda entry, **_: entry)
    return [(fault.seq, fault.reason.split(":")[0]) for fault in Verification(seals).faults()]


START = verify.GENESIS
WHOLE = [(1, START, "a", True), (2, "a", "b", True), (3, "b", "c", True)]
MISSING = [WHOLE[0], (5, "d", "e", True)]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        (WHOLE, []),
        (WHOLE[1:], [(1, "falta este registro")]),
        ([WHOLE[0], WHOLE[2]], [(2, "falta este registro")]),
        (MISSING, [(2, "faltan los registros 2 a 4")]),
        ([WHOLE[0], (2, "x", "b", True)], [(2, "no sigue al anterior")]),
        ([WHOLE[0], (2, "a", "b", False)], [(2, "su contenido no está")]),
    ],
)
def test_what_is_wrong_with_a_chain_is_told_where_it_is(monkeypatch, links, expected):
    found = judged(monkeypatch, links, [])

    assert found[: len(expected)] == expected
    assert bool(found) is bool(expected)


def test_an_entry_that_says_something_else_is_told(monkeypatch):
    rows = [(SimpleNamespace(seq=1, previous=START, hash="a"), "otra")]
    monkeypatch.setattr(verify, "_rows", lambda: iter(rows))
    monkeypatch.setattr(verify, "_outside", lambda: iter(()))
    monkeypatch.setattr(verify, "hash_of", lambda entry, **_: entry)

    (fault,) = Verification([]).faults()

    assert fault.reason.startswith("no dice lo que se registró")


def test_a_seal_proves_what_was_written_again_and_what_was_cut(monkeypatch):
    good, other, later = Seal(ONE.day, 2, "b"), Seal(ONE.day, 2, "z"), Seal(TWO.day, 7, "g")

    assert judged(monkeypatch, WHOLE, [good, good]) == []
    assert judged(monkeypatch, WHOLE, [other, good]) == [(2, "no es el que se selló el 03-06-2026")]
    assert judged(monkeypatch, WHOLE, [later]) == [(4, "falta el final")]
    assert judged(monkeypatch, WHOLE, [Seal(ONE.day, 3, "c")]) == []


def test_a_seal_of_what_was_deleted_says_nothing_of_the_end(monkeypatch):
    found = judged(monkeypatch, [WHOLE[0], WHOLE[2]], [Seal(ONE.day, 2, "b")])

    assert found == [(2, "falta este registro")]


def test_the_first_day_that_sealed_what_is_cut_is_told(monkeypatch):
    seals = [Seal(ONE.day, 7, "g"), Seal(TWO.day, 7, "g")]
    monkeypatch.setattr(verify, "_rows", lambda: iter(()))
    monkeypatch.setattr(verify, "_outside", lambda: iter(()))

    (fault,) = Verification(seals).faults()

    assert (fault.seq, "el 03-06-2026 se selló" in fault.reason) == (1, True)


def test_progress_is_told_every_twenty_five_pages(monkeypatch):
    monkeypatch.setattr(verify, "PAGE", 2)
    told: list[int] = []
    chain = [SimpleNamespace(seq=seq, previous="h", hash="h") for seq in range(1, 121)]
    chain[0].previous = START
    monkeypatch.setattr(verify, "_rows", lambda: ((link, "h") for link in chain))
    monkeypatch.setattr(verify, "_outside", lambda: iter(()))
    monkeypatch.setattr(verify, "hash_of", lambda entry, **_: entry)

    assert list(Verification([], progress=told.append).faults()) == []
    assert told == [50, 100]
