"""Numbers without holes and without twins, also when everybody asks at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from cases.documents.folios import next_folio
from cases.models import FolioSequence
from schools.tenancy.context import school_context
from tests.factories import SchoolFactory


@pytest.mark.django_db
def test_each_kind_year_and_school_counts_alone(school, other_school):
    with school_context(school):
        assert [next_folio(kind="documento", year=2026) for _ in range(3)] == [1, 2, 3]
        assert next_folio(kind="caso", year=2026) == 1
        assert next_folio(kind="documento", year=2027) == 1
    with school_context(other_school):
        assert next_folio(kind="documento", year=2026) == 1


@pytest.mark.django_db
def test_a_transaction_that_fails_gives_its_number_back(school):
    with pytest.raises(ZeroDivisionError), school_context(school):
        next_folio(kind="documento", year=2026) / 0

    with school_context(school):
        assert next_folio(kind="documento", year=2026) == 1


def test_twenty_at_once_are_consecutive(committed_db):
    school = SchoolFactory()

    def take(_: int) -> int:
        try:
            with school_context(school.pk):
                return next_folio(kind="documento", year=2026)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(take, range(20)))

    assert sorted(numbers) == list(range(1, 21))
    with school_context(school):
        assert FolioSequence.objects.get(kind="documento", year=2026).last == 20
