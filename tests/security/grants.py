"""Who may do what in the database, as the database itself says it."""

from collections.abc import Iterable

from psycopg import Connection

from schools.tenancy.security import APPEND_ONLY, SWEEP_COLUMNS

APP_MAY = {"SELECT", "INSERT", "UPDATE", "DELETE"}
ROLES = """
SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
       EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid),
       EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid)
FROM pg_roles r WHERE rolname = ANY(%s)
"""
PRIVILEGES = """
SELECT c.relname, coalesce(r.rolname, 'PUBLIC'), a.privilege_type
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname = 'public' AND a.grantee <> c.relowner
"""
COLUMNS = """
SELECT c.relname, t.attname, coalesce(r.rolname, 'PUBLIC'), a.privilege_type
FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL aclexplode(t.attacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
WHERE n.nspname = 'public'
"""
PLACES = """
SELECT 'schema ' || n.nspname, a.privilege_type FROM pg_namespace n
CROSS JOIN LATERAL aclexplode(n.nspacl) a
WHERE a.grantee = 0 AND a.privilege_type = 'CREATE'
UNION ALL
SELECT 'database', a.privilege_type FROM pg_database d
CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
WHERE d.datname = current_database() AND a.grantee = 0 AND a.privilege_type <> 'CONNECT'
"""


def role_findings(connection: Connection, *, app: str, sweep: str, backup: str) -> Iterable[str]:
    """Return what the four logins may and should not."""
    yield from _attributes(connection, [app, sweep, backup], backup)
    for table, role, act in connection.execute(PRIVILEGES):
        allowed = {app: APP_MAY - _never(table), backup: {"SELECT"}}.get(role, set())
        if act not in allowed:
            yield f"{table}: {role} may {act}"
    for table, column, role, act in connection.execute(COLUMNS):
        known = role == sweep and act == "SELECT" and column in SWEEP_COLUMNS.get(table, ())
        if not known:
            yield f"{table}.{column}: {role} may {act}"
    for place, act in connection.execute(PLACES):
        yield f"{place}: PUBLIC may {act}"


def _never(table: str) -> set[str]:
    return {"UPDATE", "DELETE"} if table in APPEND_ONLY else set()


def _attributes(connection: Connection, logins: list[str], backup: str) -> Iterable[str]:
    words = ("superuser", "bypasses", "creates databases", "creates roles", "replicates")
    words += ("is a member of another role", "owns a table")
    found = {row[0]: row[1:] for row in connection.execute(ROLES, [logins])}
    for login in logins:
        if login not in found:
            yield f"role {login}: absent"
            continue
        for word, has in zip(words, found[login], strict=True):
            if has != (word == "bypasses" and login == backup):
                yield f"role {login}: {word}"
