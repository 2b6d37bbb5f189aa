"""Everything that the database holds of a school, as whoever stole a dump would search it."""

from functools import cache

from django.db import connection
from psycopg import sql


@cache
def tables() -> tuple[str, ...]:
    """Return every table, in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return tuple(table for (table,) in cursor.fetchall())


def rows() -> dict[str, int]:
    """Return how many rows each table has for the school in context. Queries: 1."""
    return dict(_of_each("SELECT {name}, (SELECT count(*) FROM {table})"))


def tables_that_say(*marks: str) -> set[str]:
    """Return the tables with a row where one of `marks` can be read as it is. Queries: 1."""
    found = _of_each(
        "SELECT {name} WHERE EXISTS (SELECT FROM {table} t WHERE t::text LIKE ANY({marks}))",
        marks=sql.Literal([f"%{mark}%" for mark in marks]),
    )
    return {table for (table,) in found}


def _of_each(select: str, **parts: sql.Composable) -> list[tuple]:
    each = [
        sql.SQL(select).format(name=sql.Literal(name), table=sql.Identifier(name), **parts)
        for name in tables()
    ]
    with connection.cursor() as cursor:
        whole = sql.SQL(" UNION ALL ").join(each).as_string(connection.connection)
        cursor.execute(whole.replace("%", "%%"), [])
        return cursor.fetchall()


def dump() -> str:
    """Return every column of every row that the school in context has, as text."""
    with connection.cursor() as cursor:
        found = []
        for table in tables():
            query = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))
            cursor.execute(query.as_string(connection.connection))
            found += [f"{table} {row}" for (row,) in cursor.fetchall()]
    return "\n".join(found)


def places_of(canary: str, text: str) -> list[str]:
    """Return the tables where `canary` can be read, in words or as bytes."""
    seen = (canary, canary.encode().hex(), canary.encode("unicode_escape").decode())
    return [row.split()[0] for row in text.split("\n") if any(one in row for one in seen)]
