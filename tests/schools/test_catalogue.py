"""No table, key, view or function of the database may let one school see another."""

import pytest

from schools.tenancy.models import TenantForeignKey, TenantOneToOneField
from schools.tenancy.security import tenant_models
from tests.schools.catalogue import GLOBAL_TABLES, findings

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


def test_nothing_lets_one_school_see_another(owner_connection):
    assert findings(owner_connection) == []


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_object_is_found(owner_connection, name):
    sql, expected = WRONG[name]

    with owner_connection.transaction(force_rollback=True):
        owner_connection.execute(sql)

        assert expected in findings(owner_connection)


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
