"""The keys that one context has opened: kept while it lasts, never longer.

`school_context` opens a ring and drops it. Nothing here travels: not to tasks, not to logs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

from schools.vault.errors import KeyLostError
from schools.vault.storage import Key, find_by_ids, find_or_make
from schools.vault.subjects import Subject


class Ring:
    """The keys of one school. What is read asks for all the keys seen so far at once."""

    def __init__(self, school_id: int) -> None:
        self.school_id = school_id
        self._by_id: dict[int, Key] = {}
        self._by_subject: dict[Subject, tuple[tuple, Key]] = {}
        self._wanted: set[int] = set()

    def __repr__(self) -> str:
        return f"<llavero del establecimiento {self.school_id}>"

    def expect(self, key_id: int) -> None:
        """Note that a row just read was sealed with this key: a list costs one query in all."""
        if key_id not in self._by_id:
            self._wanted.add(key_id)

    def to_open(self, key_id: int) -> Key:
        """Return the key that sealed something; KeyLostError if the school has no such key."""
        if key_id not in self._by_id:
            wanted = self._wanted | {key_id}
            with connection.cursor() as cursor:
                found = find_by_ids(cursor, self.school_id, wanted)
            self._by_id |= {key.id: key for key in found}
            self._wanted.clear()
        if key_id not in self._by_id:
            raise KeyLostError
        return self._by_id[key_id]

    def to_seal(self, subject: Subject) -> Key:
        """Return the key of `subject`, made the first time.

        It is remembered only inside the savepoint where it was found: if that one is undone, the
        key may be undone with it, and what it sealed would be lost.
        """
        inside, key = self._by_subject.get(subject, ((), None))
        now = tuple(connection.savepoint_ids)
        if key is None or now[: len(inside)] != inside:
            with connection.cursor() as cursor:
                key = find_or_make(cursor, self.school_id, subject)
            self._by_subject[subject] = (now, key)
            self._by_id[key.id] = key
        return key

    def forget(self) -> None:
        """Drop every key: they changed underneath."""
        self._by_id.clear()
        self._by_subject.clear()


_ring: ContextVar[Ring | None] = ContextVar("ring", default=None)


def current_ring() -> Ring | None:
    return _ring.get()


@contextmanager
def open_ring(school_id: int) -> Iterator[Ring]:
    """Open a ring for `school_id`; inside one of the same school, it is that one."""
    outer = _ring.get()
    if outer is not None and outer.school_id == school_id:
        yield outer
        return
    token = _ring.set(Ring(school_id))
    try:
        yield _ring.get()
    finally:
        _ring.reset(token)
