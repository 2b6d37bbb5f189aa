"""Row-level security, composite keys and grants, derived from the models after each migration.

Everything here is idempotent, and written from what the models declare: a new tenant table cannot
be forgotten. The catalogue test (`tests/security/test_t06_catalogue.py`) reads the database itself.
"""

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.db import connections, models, transaction

from convivencia.settings.databases import backup_name, derived_password, role_name
from schools.tenancy.models import TenantModel

CURRENT_SCHOOL = "NULLIF(current_setting('app.school_id', true), '')::bigint"
CURRENT_USER = "NULLIF(current_setting('app.user_id', true), '')::bigint"

# What the sweep may see of every school: where to look, never what is there.
SWEEP_COLUMNS = {
    "cases_vencimiento": ("id", "school_id", "next_reminder_at"),
    "cases_outboxmessage": ("id", "school_id", "next_attempt_at"),
}
# Tables where history is never lost: the app role may add and read, nothing else.
APPEND_ONLY = (
    "cases_actuacion",
    "cases_calendarchange",
    "cases_disposal",
    "cases_notificacionevento",
    "schools_auditentry",
    "schools_auditseal",
    "schools_storedfile",
)
READ_ONLY = (
    "schools_auditlink",
    "schools_sostenedor",
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
    "schools_user_groups",
    "schools_user_user_permissions",
    "guardian_userobjectpermission",
    "guardian_groupobjectpermission",
    "django_migrations",
)


def tenant_models() -> list[type[models.Model]]:
    """Return every concrete model whose rows belong to a school."""
    found = (m for m in apps.get_models() if issubclass(m, TenantModel))
    return [m for m in found if m._meta.managed and not m._meta.proxy]


def secure_database(*, using: str, app_config=None, **_: object) -> None:  # noqa: ANN001
    """Bring policies, keys and grants up to date; runs after the migrations of the last app."""
    if app_config is not None and app_config is not list(apps.get_app_configs())[-1]:
        return
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        present = set(connections[using].introspection.table_names(cursor))
        tables = [m for m in tenant_models() if m._meta.db_table in present]
        for statement in _statements(tables):
            cursor.execute(statement)
        if "schools_school" in present:
            _roles(cursor)
            for statement in _grants(present, backup=_exists(cursor, backup_login())):
                cursor.execute(statement)
            close_database(cursor)


def _statements(tables: Iterable[type[models.Model]]) -> Iterable[str]:
    tables = list(tables)
    yield from _school_policy()
    for model in tables:
        yield from _row_security(model)
    for model in tables:
        yield from _references(model)
    yield from _own_memberships()


def _row_security(model: type[models.Model]) -> Iterable[str]:
    table = model._meta.db_table
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
    yield _once_policy(
        table,
        "own_school",
        f"USING (school_id = {CURRENT_SCHOOL}) WITH CHECK (school_id = {CURRENT_SCHOOL})",
    )
    key = model._meta.pk.column
    yield _once(f"{table}_school_key", table, f'UNIQUE (school_id, "{key}")')


def _references(model: type[models.Model]) -> Iterable[str]:
    table = model._meta.db_table
    for field in model._meta.local_fields:
        target = field.related_model if field.is_relation else None
        if target is None or not issubclass(target, TenantModel):
            continue
        name = f"{table}_{field.column}_same_school"[:63]
        yield _once(
            name,
            table,
            f'FOREIGN KEY (school_id, "{field.column}") REFERENCES "{target._meta.db_table}" '
            f'(school_id, "{target._meta.pk.column}") DEFERRABLE INITIALLY DEFERRED',
        )


def _once(name: str, table: str, definition: str) -> str:
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{name}' AND "
        f"conrelid = '\"{table}\"'::regclass) THEN "
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}; END IF; END $$'
    )


def _once_policy(table: str, name: str, definition: str) -> str:
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_policy WHERE polname = '{name}' AND "
        f"polrelid = '\"{table}\"'::regclass) THEN "
        f'CREATE POLICY "{name}" ON "{table}" {definition}; END IF; END $$'
    )


def _school_policy() -> Iterable[str]:
    """A school's name is public (a QR shows it); only the school itself changes its row."""
    yield 'ALTER TABLE "schools_school" ENABLE ROW LEVEL SECURITY'
    yield _once_policy("schools_school", "anyone_reads", "FOR SELECT USING (true)")
    own = f"id = {CURRENT_SCHOOL}"
    yield _once_policy("schools_school", "own_row", f"FOR UPDATE USING ({own}) WITH CHECK ({own})")


def _own_memberships() -> Iterable[str]:
    """At sign-in, before a school is chosen, a person sees their own memberships."""
    yield _once_policy(
        "schools_membership", "own_user", f"FOR SELECT USING (user_id = {CURRENT_USER})"
    )


def _roles(cursor) -> None:  # noqa: ANN001
    """Create the logins of the app and the sweep where the owner may do so."""
    cursor.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
    if not cursor.fetchone()[0]:
        return
    for role in ("app", "sweep"):
        login = _login(role)
        password = derived_password(settings.SECRET_KEY, login)
        if not _exists(cursor, login):
            cursor.execute(
                f'CREATE ROLE "{login}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS '
                f"PASSWORD '{password}'"
            )


def _exists(cursor, login: str) -> bool:  # noqa: ANN001
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [login])
    return cursor.fetchone() is not None


def backup_login() -> str:
    """Return the login of the backups, which a superuser makes once (`docs/operations.md`)."""
    return settings.BACKUP_LOGIN or backup_name(settings.DATABASES["owner"]["USER"])


def close_database(cursor) -> None:  # noqa: ANN001
    """Leave nobody but the owner the right to make tables of their own, temporary ones included.

    A temporary table hides the real one of that name from whoever is handed its connection next.
    """
    cursor.execute("SELECT quote_ident(current_database())")
    (database,) = cursor.fetchone()
    cursor.execute(f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC")
    cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def _login(role: str) -> str:
    alias = {"app": "default", "sweep": "sweep"}[role]
    known = settings.DATABASES.get(alias, {}).get("USER")
    return known or role_name(settings.DATABASES["owner"]["NAME"], role)


def _grants(present: set[str], *, backup: bool) -> Iterable[str]:
    app, sweep = _login("app"), _login("sweep")
    yield f'GRANT USAGE ON SCHEMA public TO "{app}", "{sweep}"'
    yield f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{app}"'
    yield f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{app}"'
    for table in present.intersection(APPEND_ONLY):
        yield f'REVOKE UPDATE, DELETE ON "{table}" FROM "{app}"'
    for table in present.intersection(READ_ONLY):
        yield f'REVOKE INSERT, UPDATE, DELETE ON "{table}" FROM "{app}"'
    yield f'REVOKE INSERT, DELETE ON "schools_school" FROM "{app}"'
    if backup:
        yield f'GRANT USAGE ON SCHEMA public TO "{backup_login()}"'
        yield f'GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{backup_login()}"'
        yield f'GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO "{backup_login()}"'
    for table, columns in SWEEP_COLUMNS.items():
        if table in present:
            yield f'GRANT SELECT ({", ".join(columns)}) ON "{table}" TO "{sweep}"'
            yield _once_policy(table, "sweep_finds_work", f'FOR SELECT TO "{sweep}" USING (true)')
