"""Seal the columns of a table that already has rows, in batches; and open them again.

Runs in a migration, as the owner. Append-only tables are unlocked only while it lasts.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper as Cursor

from schools.vault.envelope import key_id_of, open_sealed, place, seal
from schools.vault.storage import Key, find_by_ids, find_or_make
from schools.vault.subjects import SCHOOL, Subject

BATCH = 500
TEXT, JSON, BYTES = "text", "jsonb", "bytea"


@dataclass(frozen=True)
class Column:
    """A column and what it was before: its type in SQL and the value that means «nothing»."""

    name: str
    was: str = TEXT
    empty: str = ""

    @property
    def kind(self) -> str:
        return self.was if self.was in {JSON, BYTES} else TEXT


@dataclass(frozen=True)
class Table:
    """Whose rows they are: `owner` is `sealed_owner` of the model; `subject`, SQL of the id."""

    name: str
    columns: tuple[Column, ...]
    owner: str = "case_id"
    compartment: str = "caso"
    subject: str = "t.case_id"

    def place_of(self, school_id: int, column: str, pk: int, owner: object) -> bytes:
        mine = (self.owner, owner) if self.owner else ("", "")
        return place(self.name, column, school_id, pk, *mine)


def seal_tables(*tables: Table) -> Callable:
    """Return the forward half of a migration."""
    return lambda _apps, editor: [_turn(editor, table, sealing=True) for table in tables]


def open_tables(*tables: Table) -> Callable:
    """Return the backward half: it works only where the keys are."""
    return lambda _apps, editor: [_turn(editor, table, sealing=False) for table in tables]


def _turn(editor: BaseDatabaseSchemaEditor, table: Table, *, sealing: bool) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no ALTER while checks are waiting
        cursor.execute(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER')
        for column in table.columns:
            kind = BYTES if sealing else column.was
            cursor.execute(f'ALTER TABLE "{table.name}" ADD COLUMN "{column.name}__new" {kind}')
        for school_id in _schools(cursor):
            convert = (
                _Sealer(cursor, table, school_id) if sealing else _Opener(cursor, table, school_id)
            )
            for rows in _batches(cursor, table, school_id, sealing=sealing):
                _write(cursor, table, [convert.row(row) for row in rows], sealing=sealing)
        for column in table.columns:
            _swap(cursor, table, column, sealing=sealing)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f'ALTER TABLE "{table.name}" ENABLE TRIGGER USER')


def _schools(cursor: Cursor) -> Iterator[int]:
    """Enter each school: row-level security binds the owner of the tables too."""
    cursor.execute("SELECT id FROM schools_school ORDER BY id")
    for (school_id,) in cursor.fetchall():
        cursor.execute("SELECT set_config('app.school_id', %s, true)", [str(school_id)])
        yield school_id
    cursor.execute("SELECT set_config('app.school_id', '', true)")


def _batches(
    cursor: Cursor, table: Table, school_id: int, *, sealing: bool
) -> Iterator[list[tuple]]:
    read = ", ".join(
        f't."{c.name}"' + ("::text" if sealing and c.kind == JSON else "") for c in table.columns
    )
    owner = f't."{table.owner}"' if table.owner else "NULL"
    query = (
        f'SELECT t.id, {owner}, {table.subject}, {read} FROM "{table.name}" t '  # noqa: S608
        f"WHERE t.school_id = %s AND t.id > %s ORDER BY t.id LIMIT {BATCH}"
    )
    last = 0
    while True:
        cursor.execute(query, [school_id, last])
        rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _write(cursor: Cursor, table: Table, rows: list[tuple], *, sealing: bool) -> None:
    marks = ", ".join(
        f'"{c.name}__new" = %s' + ("::jsonb" if not sealing and c.kind == JSON else "")
        for c in table.columns
    )
    cursor.executemany(f'UPDATE "{table.name}" SET {marks} WHERE id = %s', rows)  # noqa: S608


def _swap(cursor: Cursor, table: Table, column: Column, *, sealing: bool) -> None:
    alter = f'ALTER TABLE "{table.name}"'
    cursor.execute(f'{alter} DROP COLUMN "{column.name}"')
    cursor.execute(f'{alter} RENAME COLUMN "{column.name}__new" TO "{column.name}"')
    if not sealing:
        cursor.execute(f'{alter} ALTER COLUMN "{column.name}" SET NOT NULL')


class _Sealer:
    """Seals the rows of a table of one school. Keys of other cases are soon forgotten."""

    def __init__(self, cursor: Cursor, table: Table, school_id: int) -> None:
        self.cursor, self.table, self.school_id = cursor, table, school_id
        self._keys: dict[Subject, Key] = {}

    def row(self, row: tuple) -> tuple:
        pk, owner, subject_id, *values = row
        named = None if subject_id is None else Subject(self.table.compartment, subject_id)
        key = self._key(named or SCHOOL)
        columns = zip(self.table.columns, values, strict=True)
        return (*(self._sealed(key, c, value, pk, owner) for c, value in columns), pk)

    def _sealed(self, key: Key, column: Column, value: object, pk: int, owner: object) -> object:
        plain = bytes(value or b"") if column.kind == BYTES else (value or "").encode()
        if plain.decode(errors="replace") == column.empty:
            return None
        where = self.table.place_of(self.school_id, column.name, pk, owner)
        return seal(key.use(), key.id, plain, where)

    def _key(self, subject: Subject) -> Key:
        if subject not in self._keys:
            self._keys[subject] = find_or_make(self.cursor, self.school_id, subject)
        return self._keys[subject]


class _Opener(_Sealer):
    """Opens them again. A key that was destroyed, or is not here, stops the migration."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)
        self._by_id: dict[int, Key] = {}

    def row(self, row: tuple) -> tuple:
        pk, owner, _subject_id, *values = row
        columns = zip(self.table.columns, values, strict=True)
        return (*(self._opened(c, value, pk, owner) for c, value in columns), pk)

    def _opened(self, column: Column, value: object, pk: int, owner: object) -> object:
        if value is None:
            return b"" if column.kind == BYTES else column.empty
        stored = bytes(value)
        key_id = key_id_of(stored)
        if key_id not in self._by_id:
            found = find_by_ids(self.cursor, self.school_id, [key_id])
            self._by_id |= {key.id: key for key in found}
        where = self.table.place_of(self.school_id, column.name, pk, owner)
        plain = open_sealed(self._by_id[key_id].use(), stored, where)
        if column.kind == JSON:
            return json.dumps(json.loads(plain), ensure_ascii=False)
        return plain if column.kind == BYTES else plain.decode()
