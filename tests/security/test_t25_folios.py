"""T25: folios without holes and without twins, per school, kind and year, whoever asks at once.

The policy of gaps: there are none. A transaction that fails gives its number back, because the
row of the sequence is locked until it ends; an annulled document keeps the number it had.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection

from cases.documents.folios import next_folio
from cases.models import FolioSequence
from schools.tenancy.context import school_context
from tests.factories import SchoolFactory

AT_ONCE, FAILED = 50, 20


@pytest.mark.django_db
def test_t25_each_kind_year_and_school_counts_alone(school, other_school):
    with school_context(school):
        assert [next_folio(kind="documento", year=2026) for _ in range(3)] == [1, 2, 3]
        assert next_folio(kind="caso", year=2026) == 1
        assert next_folio(kind="documento", year=2027) == 1
    with school_context(other_school):
        assert next_folio(kind="documento", year=2026) == 1


@pytest.mark.django_db
def test_t25_a_transaction_that_fails_gives_its_number_back(school):
    with pytest.raises(ZeroDivisionError), school_context(school):
        next_folio(kind="documento", year=2026) / 0

    with school_context(school):
        assert next_folio(kind="documento", year=2026) == 1


def take(asked: tuple[int, int, bool]) -> tuple[int, int, int] | None:
    """Take a number, or fail after having taken it."""
    school_id, year, fails = asked
    taken = None
    try:
        with suppress(ZeroDivisionError), school_context(school_id):
            number = next_folio(kind="documento", year=year)
            taken = (school_id, year, number // (not fails))
    finally:
        connection.close()
    return taken


def test_t25_fifty_at_once_with_failures_among_them_are_consecutive(committed_db):
    schools = [SchoolFactory().pk, SchoolFactory().pk]
    kept = [(pk, year, False) for pk in schools for year in (2026, 2027) for _ in range(AT_ONCE)]
    lost = [(pk, year, True) for pk in schools for year in (2026, 2027) for _ in range(FAILED)]
    asked = [one for pair in zip(kept[: len(lost)], lost, strict=True) for one in pair]
    asked += kept[len(lost) :]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        numbers = [found for found in pool.map(take, asked) if found]

    expected = [(pk, y, n) for pk in schools for y in (2026, 2027) for n in range(1, AT_ONCE + 1)]
    assert sorted(numbers) == sorted(expected)
    for pk in schools:
        with school_context(pk):
            assert set(FolioSequence.objects.values_list("last", flat=True)) == {AT_ONCE}
