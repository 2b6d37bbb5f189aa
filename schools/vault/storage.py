"""The rows of the keys. Plain SQL on a given cursor, which in a migration is the owner's.

Row-level security must already show the school (`app.school_id`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.backends.utils import CursorWrapper as Cursor

from schools.vault.envelope import new_key, place, unwrap, wrap
from schools.vault.errors import KeyDestroyedError, KeyLostError
from schools.vault.masters import close_school_key, open_school_key
from schools.vault.subjects import Subject

FIND = """
    SELECT d.id, d.compartment, d.subject, d.wrapped, s.version, s.wrapped, s.master
    FROM schools_datakey d JOIN schools_schoolkey s
        ON s.id = d.school_key_id AND s.school_id = d.school_id
    WHERE d.school_id = %s AND {condition}
"""
BY_IDS = FIND.format(condition="d.id = ANY(%s)")
BY_SUBJECT = FIND.format(condition="d.compartment = %s AND d.subject = %s")
ADD = """
    INSERT INTO schools_datakey
        (school_id, compartment, subject, school_key_id, wrapped, created_at)
    VALUES (%s, %s, %s, %s, %s, now()) ON CONFLICT (school_id, compartment, subject) DO NOTHING
"""
SCHOOL_KEY = """
    SELECT id, version, wrapped, master FROM schools_schoolkey
    WHERE school_id = %s ORDER BY version DESC LIMIT 1
    FOR SHARE  -- nobody destroys it while a new key is being closed with it
"""
ADD_SCHOOL_KEY = """
    INSERT INTO schools_schoolkey (school_id, version, wrapped, master, created_at)
    VALUES (%s, %s, %s, %s, now()) ON CONFLICT (school_id, version) DO NOTHING
"""


@dataclass(frozen=True)
class Key:
    """A key ready to use. `cipher` is empty when it was destroyed."""

    id: int
    subject: Subject
    cipher: AESGCM | None = None

    def use(self) -> AESGCM:
        if self.cipher is None:
            raise KeyDestroyedError
        return self.cipher


def find_by_ids(cursor: Cursor, school_id: int, ids: Iterable[int]) -> list[Key]:
    """Return the keys of the school among `ids`, in one query."""
    cursor.execute(BY_IDS, [school_id, list(ids)])
    return _keys(cursor.fetchall(), school_id)


def find_or_make(cursor: Cursor, school_id: int, subject: Subject) -> Key:
    """Return the key of `subject`, made the first time. A destroyed key is never made again."""
    found = _find(cursor, school_id, subject)
    if found is None:
        school_key_id, school_key = newest_school_key(cursor, school_id)
        wrapped = wrap(new_key(), school_key, key_place(school_id, subject))
        cursor.execute(ADD, [school_id, *subject, school_key_id, wrapped])
        found = _find(cursor, school_id, subject)
    if found is None:  # somebody made it, in a transaction that this one cannot see yet
        raise KeyLostError
    return found


def newest_school_key(cursor: Cursor, school_id: int) -> tuple[int, bytes]:
    """Return the id of the school's key in use and the key, made the first time."""
    cursor.execute(SCHOOL_KEY, [school_id])
    row = cursor.fetchone()
    if row is None:
        add_school_key(cursor, school_id, 1)
        cursor.execute(SCHOOL_KEY, [school_id])
        row = cursor.fetchone()
    pk, version, wrapped, master = row
    given = {"master": master, "school_id": school_id, "version": version}
    return pk, open_school_key(wrapped, **given)


def add_school_key(cursor: Cursor, school_id: int, version: int) -> None:
    """Make a version of the school's key, closed with the master key in use."""
    wrapped, master = close_school_key(new_key(), school_id=school_id, version=version)
    cursor.execute(ADD_SCHOOL_KEY, [school_id, version, wrapped, master])


def key_place(school_id: int, subject: Subject) -> bytes:
    """Return what a data key is bound to: it does not open as the key of another case."""
    return place("data_key", school_id, *subject)


def _find(cursor: Cursor, school_id: int, subject: Subject) -> Key | None:
    cursor.execute(BY_SUBJECT, [school_id, *subject])
    return next(iter(_keys(cursor.fetchall(), school_id)), None)


def _keys(rows: list[tuple], school_id: int) -> list[Key]:
    opened: dict[tuple, bytes] = {}
    found = []
    for pk, compartment, subject_id, wrapped, *above in rows:
        subject = Subject(compartment, subject_id)
        if wrapped is None:
            found.append(Key(pk, subject))
            continue
        version, school_wrapped, master = above
        if (version, master) not in opened:
            given = {"master": master, "school_id": school_id, "version": version}
            opened[version, master] = open_school_key(school_wrapped, **given)
        try:
            key = unwrap(bytes(wrapped), opened[version, master], key_place(school_id, subject))
        except InvalidTag as error:
            raise KeyLostError from error
        found.append(Key(pk, subject, AESGCM(key)))
    return found
