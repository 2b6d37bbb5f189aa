"""What is hashed of an entry, letter by letter: whoever verifies elsewhere must write the same."""

import hashlib
from datetime import datetime, timedelta, timezone

from schools.audit.chain import GENESIS, hash_of, text_of
from schools.models import AuditEntry

WRITTEN = (
    '["' + "0" * 64 + '", 3, 1, 9, "2026-06-03T15:04:05.000006Z", 2, "Ñandú", "ver", "caso", '
    'null, 7, "dice \\"sí\\""]'
)


def entry() -> AuditEntry:
    here = timezone(timedelta(hours=-4))
    return AuditEntry(
        pk=9, school_id=3, at=datetime(2026, 6, 3, 11, 4, 5, 6, tzinfo=here), user_id=2,
        who="Ñandú", act="ver", object_type="caso", object_id=None, case_id=7, detail='dice "sí"',
    )  # fmt: skip


def test_an_entry_is_written_as_the_database_writes_it():
    assert text_of(entry(), seq=1, previous=GENESIS) == WRITTEN


def test_its_hash_is_of_that_text():
    expected = hashlib.sha256(WRITTEN.encode()).hexdigest()

    assert hash_of(entry(), seq=1, previous=GENESIS) == expected
