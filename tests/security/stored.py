"""Everything that the database holds of a school, as whoever stole a dump would search it."""

from django.db import connection
from psycopg import sql


def dump() -> str:
    """Return every column of every row that the school in context has, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [table for (table,) in cursor.fetchall()]
        found = []
        for table in tables:
            query = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))
            cursor.execute(query.as_string(connection.connection))
            found += [f"{table} {row}" for (row,) in cursor.fetchall()]
    return "\n".join(found)


def places_of(canary: str, text: str) -> list[str]:
    """Return the tables where `canary` can be read, in words or as bytes."""
    seen = (canary, canary.encode().hex(), canary.encode("unicode_escape").decode())
    return [row.split()[0] for row in text.split("\n") if any(one in row for one in seen)]
