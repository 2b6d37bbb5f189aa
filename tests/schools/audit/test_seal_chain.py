"""The seal of a day in the database: one, of the head of the chain, and which are copied."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from schools.audit import seals
from schools.audit.seals import Seal, seal_chain, seals_since
from schools.audit.services import record
from schools.models.audit import AuditAct, AuditLink, AuditSeal
from schools.tenancy.context import school_context
from tests.factories import SchoolFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 6, 3, 16, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def school():
    """A school with two entries in its trail."""
    school = SchoolFactory()
    with school_context(school):
        record(AuditAct.VER, object_type="caso", object_id=1)
        record(AuditAct.VER, object_type="caso", object_id=2)
    return school


def sealed(school: object, now: datetime) -> tuple[AuditSeal | None, bool]:
    with school_context(school):
        return seal_chain(school=school, now=now)


def test_where_nothing_was_recorded_there_is_nothing_to_seal():
    assert sealed(SchoolFactory(), NOON) == (None, False)


def test_the_day_is_sealed_once_with_the_head_of_the_chain(school):
    seal, is_new = sealed(school, NOON)

    with school_context(school):
        head = AuditLink.objects.get(seq=2)
    assert (seal.day, seal.at, seal.seq, seal.hash) == (date(2026, 6, 3), NOON, 2, head.hash)
    assert is_new is True
    assert sealed(school, NOON + timedelta(hours=2)) == (seal, False)
    assert sealed(school, NOON + DAY)[1] is True


def test_the_day_is_the_one_of_the_school(school):
    assert sealed(school, datetime(2026, 6, 4, 3, tzinfo=UTC))[0].day == date(2026, 6, 3)


def test_two_that_seal_at_once_make_one(school, monkeypatch):
    """The second looked before the first had written: it is told the seal of the first."""
    first, _ = sealed(school, NOON)
    rows = AuditSeal.objects

    class Late(SimpleNamespace):
        def __call__(self, **values: object) -> AuditSeal:
            return AuditSeal(**values)

    unaware = SimpleNamespace(
        filter=lambda **_: rows.none(), bulk_create=rows.bulk_create, get=rows.get
    )
    monkeypatch.setattr(seals, "AuditSeal", Late(objects=unaware))

    assert sealed(school, NOON + timedelta(seconds=1)) == (first, False)


def test_what_is_copied_is_of_thirty_days_in_their_order(school):
    today = date(2026, 7, 1)
    days = [today, today - 29 * DAY, today - 30 * DAY]
    with school_context(school):
        for seq, day in enumerate(days, start=1):
            AuditSeal.objects.create(day=day, at=NOON, seq=seq, hash=f"{seq:064}")

        assert seals_since(today) == [
            Seal(today - 29 * DAY, 2, f"{2:064}"), Seal(today, 1, f"{1:064}")
        ]  # fmt: skip
