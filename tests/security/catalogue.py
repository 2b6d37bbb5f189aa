"""What the database itself says about tenancy, and what is allowed to differ, with the reason."""

from collections.abc import Iterable

from psycopg import Connection

# Tables without a school, and why.
GLOBAL_TABLES = {
    "schools_school": "the tenant itself: its name is public, its row is changed only from inside",
    "schools_sostenedor": "holds several schools; the app only reads it",
    "schools_user": "a person may be a member of several schools",
    "schools_user_groups": "Django's, unused",
    "schools_user_user_permissions": "Django's, unused",
    "auth_group": "Django's, unused",
    "auth_group_permissions": "Django's, unused",
    "auth_permission": "names of permissions",
    "django_content_type": "names of models",
    "django_migrations": "what was migrated",
    "django_session": "before a school is known; holds no content",
    "account_emailaddress": "of the person, before a school is known",
    "account_emailconfirmation": "of the person, before a school is known",
    "mfa_authenticator": "of the person, before a school is known",
    "schools_externalidentity": "of the person, before a school is known",
    "schools_passwordhelp": "an address that was typed, before anybody is known; gone once sent",
    "schools_opensession": "of the person, before a school is known",
    "schools_failedattempts": "digests and counts, before anybody is known",
    "shared_cache": "counts of requests by address; holds no content",
    "guardian_groupobjectpermission": "unused: grants are tables of the school",
    "guardian_userobjectpermission": "unused: grants are tables of the school",
}
# A unique index of a tenant table without the school is allowed only on what tells nothing.
UNIQUE_WITHOUT_SCHOOL = {
    "primary key": "an internal number: a clash cannot be provoked, the sequence gives it",
    "one to one": "the reference beside it already ties both rows to the same school",
    "secret": "the digest of a random secret, looked up before a school is known",
}
SECRETS: dict[str, str] = {}  # index name → what it is the digest of
# function → why it runs as its owner
SECURITY_DEFINERS: dict[str, str] = {
    "schools_audit_link(bigint,bigint)": "adds to the chain, which no login may write",
}

RELATIONS = """
SELECT c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
       coalesce(c.reloptions, '{}') @> ARRAY['security_invoker=true'],
       EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'school_id')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
ORDER BY c.relname
"""
POLICIES = """
SELECT polname, polcmd, polpermissive, pg_get_expr(polqual, polrelid),
       pg_get_expr(polwithcheck, polrelid), polroles = '{0}'
FROM pg_policy WHERE polrelid = %s
"""
UNIQUES = """
SELECT i.relname, x.indisprimary,
       ARRAY(SELECT a.attname::text FROM unnest(x.indkey) k
             JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k)
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
WHERE x.indisunique AND x.indrelid = %s
"""
FOREIGN_KEYS = """
SELECT k.conname, r.relname, array_agg(own.attname::text), array_agg(other.attname::text),
       k.convalidated
FROM pg_constraint k
JOIN pg_class r ON r.oid = k.confrelid
CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS pair(own_key, other_key)
JOIN pg_attribute own ON own.attrelid = k.conrelid AND own.attnum = pair.own_key
JOIN pg_attribute other ON other.attrelid = k.confrelid AND other.attnum = pair.other_key
WHERE k.contype = 'f' AND k.conrelid = %s
GROUP BY k.oid, k.conname, r.relname, k.convalidated
"""
DEFINERS = """
SELECT p.oid::regprocedure::text,
       coalesce(p.proconfig::text, '') LIKE '%search\\_path=%'
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
"""


def findings(connection: Connection) -> list[str]:
    """Return everything in the database that could let one school see another."""
    relations = connection.execute(RELATIONS).fetchall()
    tenant = {name for _, name, kind, *_, has_school in relations if kind in "rp" and has_school}
    found = []
    for name, has_path in connection.execute(DEFINERS):
        if name not in SECURITY_DEFINERS:
            found.append(f"function {name}: SECURITY DEFINER")
        elif not has_path:
            found.append(f"function {name}: SECURITY DEFINER without a search_path of its own")
    for oid, name, kind, *flags in relations:
        if kind in "vmf":
            found += [] if kind == "v" and flags[2] else [f"{name}: seen with its owner's eyes"]
        elif name in tenant:
            found += _table(connection, oid, name, enabled=flags[0], forced=flags[1])
            found += _uniques(connection, oid, name, tenant)
            found += _references(connection, oid, name, tenant)
        elif name not in GLOBAL_TABLES:
            found.append(f"{name}: neither of a school nor on the list of global tables")
    return found


def _table(
    connection: Connection, oid: int, name: str, *, enabled: bool, forced: bool
) -> Iterable[str]:
    if not enabled or not forced:
        yield f"{name}: row-level security is not {'forced' if enabled else 'enabled'}"
    policies = connection.execute(POLICIES, [oid]).fetchall()
    own = [p for p in policies if p[0] == "own_school"]
    if not own:
        yield f"{name}: no policy own_school"
    for policy, command, _, using, check, _ in own:
        if command != "*" or not _is_own(using) or not _is_own(check):
            yield f"{name}: {policy} does not hold reads and writes to the school"
    for policy, command, permissive, using, _, everyone in policies:
        if policy == "own_school" or not permissive:
            continue
        if command != "r" or (everyone and "app.user_id" not in (using or "")):
            yield f"{name}: {policy} opens the table beyond the school"


def _is_own(expression: str | None) -> bool:
    text = expression or ""
    return text.startswith("(school_id = ") and "app.school_id" in text and " OR " not in text


def _uniques(connection: Connection, oid: int, name: str, tenant: set[str]) -> Iterable[str]:
    keys = connection.execute(FOREIGN_KEYS, [oid]).fetchall()
    bound = {c for _, target, own, _, _ in keys if target in tenant for c in own} - {"school_id"}
    for index, is_primary, columns in connection.execute(UNIQUES, [oid]):
        allowed = is_primary or index in SECRETS or (len(columns) == 1 and columns[0] in bound)
        if "school_id" not in columns and not allowed:
            yield f"{name}: {index} is unique across schools ({', '.join(columns)})"


def _references(connection: Connection, oid: int, name: str, tenant: set[str]) -> Iterable[str]:
    for key, target, own, other, validated in connection.execute(FOREIGN_KEYS, [oid]):
        if target not in tenant:
            continue
        pairs = set(zip(own, other, strict=True))
        if ("school_id", "school_id") not in pairs or not validated:
            yield f"{name}: {key} does not hold {target} to the same school"
