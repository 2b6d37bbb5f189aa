"""T06: no table, key, view, function or grant may let one school see another."""

import pytest
from django.db import connections

from schools.tenancy.models import TenantForeignKey, TenantOneToOneField
from schools.tenancy.security import backup_login, tenant_models
from tests.security import catalogue
from tests.security.catalogue import GLOBAL_TABLES, findings
from tests.security.grants import role_findings

WRONG = {
    "table without policy": (
        "CREATE TABLE loose (id bigint PRIMARY KEY, school_id bigint NOT NULL)",
        "loose: row-level security is not enabled",
    ),
    "security not forced on its owner": (
        (
            "CREATE TABLE loose (id bigint PRIMARY KEY, school_id bigint NOT NULL);"
            "ALTER TABLE loose ENABLE ROW LEVEL SECURITY"
        ),
        "loose: row-level security is not forced",
    ),
    "policy that forgets writes": (
        (
            "CREATE TABLE loose (id bigint PRIMARY KEY, school_id bigint NOT NULL);"
            "CREATE POLICY own_school ON loose USING "
            "(school_id = NULLIF(current_setting('app.school_id', true), '')::bigint)"
        ),
        "loose: own_school does not hold reads and writes to the school",
    ),
    "policy with a way around": (
        (
            "ALTER POLICY own_school ON schools_curso USING "
            "(school_id = NULLIF(current_setting('app.school_id', true), '')::bigint "
            "OR letter = 'A')"
        ),
        "schools_curso: own_school does not hold reads and writes to the school",
    ),
    "second policy that opens the table": (
        "CREATE POLICY everyone ON schools_student USING (true)",
        "schools_student: everyone opens the table beyond the school",
    ),
    "unique across schools": (
        "CREATE UNIQUE INDEX one_run ON schools_student (run)",
        "schools_student: one_run is unique across schools (run)",
    ),
    "reference without the school": (
        (
            "ALTER TABLE schools_enrolment ADD CONSTRAINT plain FOREIGN KEY (curso_id) "
            "REFERENCES schools_curso (id)"
        ),
        "schools_enrolment: plain does not hold schools_curso to the same school",
    ),
    "view of its owner": (
        "CREATE VIEW everybody AS SELECT * FROM schools_student",
        "everybody: seen with its owner's eyes",
    ),
    "materialized view": (
        "CREATE MATERIALIZED VIEW everybody AS SELECT 1 AS n",
        "everybody: seen with its owner's eyes",
    ),
    "function of its owner": (
        (
            "CREATE FUNCTION peek() RETURNS bigint SECURITY DEFINER LANGUAGE sql "
            "AS 'SELECT count(*) FROM schools_student'"
        ),
        "function peek(): SECURITY DEFINER",
    ),
    "table of nobody": (
        "CREATE TABLE loose (id bigint PRIMARY KEY)",
        "loose: neither of a school nor on the list of global tables",
    ),
}

WRONG_GRANTS = {
    "emptying": (
        "GRANT TRUNCATE ON schools_student TO {app}",
        "schools_student: {app} may TRUNCATE",
    ),
    "a trigger": (
        "GRANT TRIGGER ON schools_student TO {app}",
        "schools_student: {app} may TRIGGER",
    ),
    "everybody": (
        "GRANT SELECT ON schools_student TO PUBLIC",
        "schools_student: PUBLIC may SELECT",
    ),
    "rewriting history": (
        "GRANT UPDATE ON schools_auditentry TO {app}",
        "schools_auditentry: {app} may UPDATE",
    ),
    "one column of history": (
        "GRANT UPDATE (detail) ON schools_auditentry TO {app}",
        "schools_auditentry.detail: {app} may UPDATE",
    ),
    "a table of the sweep": (
        "GRANT SELECT ON schools_student TO {sweep}",
        "schools_student: {sweep} may SELECT",
    ),
    "a backup that writes": (
        "GRANT INSERT ON schools_student TO {backup}",
        "schools_student: {backup} may INSERT",
    ),
    "tables of their own": (
        "GRANT CREATE ON SCHEMA public TO PUBLIC",
        "schema public: PUBLIC may CREATE",
    ),
    "the sweep inside the app": (
        "GRANT {sweep} TO {app}",
        "role {app}: is a member of another role",
    ),
    "a table of the app": ("ALTER TABLE schools_curso OWNER TO {app}", "role {app}: owns a table"),
}


def test_nothing_lets_one_school_see_another(owner_connection):
    assert findings(owner_connection) == []


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_object_is_found(owner_connection, name):
    sql, expected = WRONG[name]

    with owner_connection.transaction(force_rollback=True):
        owner_connection.execute(sql)

        assert expected in findings(owner_connection)


@pytest.fixture
def logins(django_db_setup):
    users = {name: connections[name].settings_dict["USER"] for name in ("default", "sweep")}
    return {"app": users["default"], "sweep": users["sweep"], "backup": backup_login()}


def test_each_login_may_what_it_must_and_no_more(owner_connection, logins):
    assert list(role_findings(owner_connection, **logins)) == []


@pytest.mark.parametrize("name", WRONG_GRANTS)
def test_a_wrong_grant_is_found(superuser, logins, name):
    sql, expected = WRONG_GRANTS[name]

    with superuser.transaction(force_rollback=True):
        superuser.execute(sql.format(**logins))

        assert expected.format(**logins) in list(role_findings(superuser, **logins))


@pytest.mark.parametrize("login", ["app", "sweep"])
def test_a_login_that_bypasses_is_found(superuser, logins, login):
    with superuser.transaction(force_rollback=True):
        superuser.execute(f"ALTER ROLE {logins[login]} BYPASSRLS")

        assert list(role_findings(superuser, **logins)) == [f"role {logins[login]}: bypasses"]


def test_a_listed_function_needs_a_search_path_of_its_own(owner_connection, monkeypatch):
    monkeypatch.setitem(catalogue.SECURITY_DEFINERS, "peek()", "a test")
    sql, _ = WRONG["function of its owner"]

    with owner_connection.transaction(force_rollback=True):
        owner_connection.execute(sql)

        expected = ["function peek(): SECURITY DEFINER without a search_path of its own"]
        assert findings(owner_connection) == expected


def test_the_list_of_functions_names_only_functions_that_exist(owner_connection):
    found = owner_connection.execute("SELECT oid::regprocedure::text FROM pg_proc WHERE prosecdef")

    assert set(catalogue.SECURITY_DEFINERS) - {name for (name,) in found} == set()


def test_a_view_with_the_eyes_of_who_looks_is_fine(owner_connection):
    with owner_connection.transaction(force_rollback=True):
        owner_connection.execute(
            "CREATE VIEW own WITH (security_invoker = true) AS SELECT * FROM schools_student"
        )

        assert findings(owner_connection) == []


def test_the_list_of_global_tables_names_only_tables_that_exist(owner_connection):
    tables = owner_connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")

    assert set(GLOBAL_TABLES) - {name for (name,) in tables} == set()


def test_every_reference_between_tables_of_a_school_is_declared_as_such():
    plain = [
        f"{model.__name__}.{field.name}"
        for model in tenant_models()
        for field in model._meta.local_fields
        if field.is_relation
        and field.related_model in tenant_models()
        and not isinstance(field, TenantForeignKey | TenantOneToOneField)
    ]

    assert plain == []
