"""Change the keys above without touching what they protect. Each step stands on its own."""

from collections.abc import Iterator

from django.db import connection

from schools.tenancy.context import school_context
from schools.vault.envelope import unwrap, wrap
from schools.vault.masters import close_school_key, current, open_school_key
from schools.vault.ring import current_ring
from schools.vault.storage import add_school_key, key_place, newest_school_key
from schools.vault.subjects import Subject

BATCH = 200


def rewrap_school_keys(school_id: int) -> int:
    """Close every key of the school with the master key in use; return how many changed."""
    with school_context(school_id), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, version, wrapped, master FROM schools_schoolkey "
            "WHERE school_id = %s AND master <> %s AND wrapped IS NOT NULL FOR UPDATE",
            [school_id, current()],
        )
        rows = cursor.fetchall()
        for pk, version, wrapped, master in rows:
            key = open_school_key(wrapped, master=master, school_id=school_id, version=version)
            closed, name = close_school_key(key, school_id=school_id, version=version)
            cursor.execute(
                "UPDATE schools_schoolkey SET wrapped = %s, master = %s WHERE id = %s",
                [closed, name, pk],
            )
        return len(rows)


def renew_school_key(school_id: int) -> Iterator[int]:
    """Give the school a new key and move to it the keys of its cases; yield after each batch.

    Interrupted, it goes on from where it was: what has not moved still opens with the old key,
    which is destroyed only when nothing hangs from it.
    """
    with school_context(school_id), connection.cursor() as cursor:
        if not _is_moving(cursor, school_id):
            cursor.execute(
                "SELECT max(version) FROM schools_schoolkey WHERE school_id = %s", [school_id]
            )
            add_school_key(cursor, school_id, (cursor.fetchone()[0] or 0) + 1)
    while moved := _move_batch(school_id):
        yield moved
    with school_context(school_id), connection.cursor() as cursor:
        newest, _ = newest_school_key(cursor, school_id)
        cursor.execute(  # waits for who is closing a key with an old one; then looks again
            "SELECT id FROM schools_schoolkey WHERE school_id = %s AND id <> %s FOR UPDATE",
            [school_id, newest],
        )
        cursor.execute(
            "UPDATE schools_schoolkey SET wrapped = NULL WHERE school_id = %s AND id <> %s AND "
            "NOT EXISTS (SELECT FROM schools_datakey d WHERE d.school_key_id = "
            "schools_schoolkey.id AND d.wrapped IS NOT NULL)",
            [school_id, newest],
        )


def _is_moving(cursor, school_id: int) -> bool:  # noqa: ANN001
    """Say if a renewal was left half way: an old key that still closes something."""
    cursor.execute(
        "SELECT count(*) FROM schools_schoolkey WHERE school_id = %s AND wrapped IS NOT NULL",
        [school_id],
    )
    return cursor.fetchone()[0] > 1


def _move_batch(school_id: int) -> int:
    with school_context(school_id), connection.cursor() as cursor:
        newest, new_key = newest_school_key(cursor, school_id)
        cursor.execute(
            "SELECT d.id, d.compartment, d.subject, d.wrapped, s.version, s.wrapped, s.master "
            "FROM schools_datakey d JOIN schools_schoolkey s ON s.id = d.school_key_id "
            "WHERE d.school_id = %s AND d.school_key_id <> %s AND d.wrapped IS NOT NULL "
            "ORDER BY d.id LIMIT %s FOR UPDATE OF d",
            [school_id, newest, BATCH],
        )
        rows = cursor.fetchall()
        for pk, compartment, subject, wrapped, version, above, master in rows:
            where = key_place(school_id, Subject(compartment, subject))
            old = open_school_key(above, master=master, school_id=school_id, version=version)
            cursor.execute(
                "UPDATE schools_datakey SET wrapped = %s, school_key_id = %s WHERE id = %s",
                [wrap(unwrap(bytes(wrapped), old, where), new_key, where), newest, pk],
            )
        current_ring().forget()
        return len(rows)
