"""Row-level security, tried with raw SQL as the login of the application."""

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction

from schools.tenancy.context import school_context
from schools.tenancy.security import SWEEP_COLUMNS, tenant_models
from tests.factories import (
    CursoFactory,
    EnrolmentFactory,
    MembershipFactory,
    StudentFactory,
    enrolled_student,
)


def rows(sql: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def run(sql: str, *params: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


@pytest.mark.parametrize("model", tenant_models(), ids=lambda m: m._meta.db_table)
def test_without_a_school_no_table_has_rows(db, school, model):
    MembershipFactory(school=school)
    enrolled_student(school)

    assert rows(f'SELECT count(*) FROM "{model._meta.db_table}"') == [(0,)]


def test_a_school_sees_its_own_rows_only(db, school, other_school):
    own, foreign = StudentFactory(school=school), StudentFactory(school=other_school)

    with school_context(school):
        assert rows("SELECT id FROM schools_student") == [(own.pk,)]
        assert rows("SELECT id FROM schools_student WHERE id = %s", foreign.pk) == []
        assert run("UPDATE schools_student SET paternal = 'x' WHERE id = %s", foreign.pk) == 0
        assert run("DELETE FROM schools_student WHERE id = %s", foreign.pk) == 0
    with school_context(other_school):
        assert rows("SELECT paternal FROM schools_student") == [(foreign.paternal,)]


@pytest.mark.parametrize("setting", ["", "0", "-1"])
def test_an_empty_or_unknown_school_sees_nothing(db, school, setting):
    StudentFactory(school=school)

    run("SELECT set_config('app.school_id', %s, true)", setting)

    assert rows("SELECT count(*) FROM schools_student") == [(0,)]


def test_a_row_for_another_school_is_refused(db, school, other_school):
    sql = (
        "INSERT INTO schools_curso (school_id, year, nivel, grade, letter) "
        "VALUES (%s, 2026, 'basica', 1, 'A')"
    )
    with school_context(school):
        assert run(sql, school.pk) == 1
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            run(sql, other_school.pk)


def test_a_row_cannot_be_handed_to_another_school(db, school, other_school):
    curso = CursoFactory(school=school)

    with pytest.raises(ProgrammingError, match="row-level security"), school_context(school):
        run("UPDATE schools_curso SET school_id = %s WHERE id = %s", other_school.pk, curso.pk)


def test_a_reference_to_another_school_is_refused(db, school, other_school):
    curso = CursoFactory(school=school)
    foreign = StudentFactory(school=other_school)

    with (  # noqa: PT012 -- the check is deferred to the second statement
        pytest.raises(IntegrityError, match="same_school"),
        transaction.atomic(),
        school_context(school),
    ):
        EnrolmentFactory._meta.model.objects.create(
            student_id=foreign.pk, curso=curso, starts_on="2026-03-04"
        )
        run("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_reference_to_another_school_says_what_one_to_nothing_says(db, school, other_school):
    curso = CursoFactory(school=school)
    foreign = StudentFactory(school=other_school)

    messages = set()
    for student_id in (foreign.pk, 2**40):
        with (  # noqa: PT012 -- the check is deferred to the second statement
            pytest.raises(IntegrityError) as caught,
            transaction.atomic(),
            school_context(school),
        ):
            EnrolmentFactory._meta.model.objects.create(
                student_id=student_id, curso=curso, starts_on="2026-03-04"
            )
            run("SET CONSTRAINTS ALL IMMEDIATE")
        messages.add(str(caught.value).replace(str(student_id), "N"))

    assert len(messages) == 1


def test_a_school_changes_only_its_own_row(db, school, other_school):
    with school_context(school):
        assert run("UPDATE schools_school SET phone = '1' WHERE id = %s", school.pk) == 1
        assert run("UPDATE schools_school SET phone = '1' WHERE id = %s", other_school.pk) == 0


def test_memberships_of_other_people_are_not_seen_before_a_school_is_chosen(db, school):
    one, two = MembershipFactory(school=school), MembershipFactory(school=school)

    run("SELECT set_config('app.user_id', %s, true)", str(one.user_id))

    assert rows("SELECT id FROM schools_membership") == [(one.pk,)]
    assert run("UPDATE schools_membership SET role = 'directora' WHERE id = %s", one.pk) == 0
    assert two.pk != one.pk


@pytest.fixture
def sweep(django_db_setup):
    params = connections["sweep"].get_connection_params()
    known = {
        key: params[key] for key in ("host", "port", "user", "password", "dbname") if key in params
    }
    with psycopg.connect(**known, autocommit=True) as found:
        yield found


@pytest.mark.parametrize("table", SWEEP_COLUMNS)
def test_the_sweep_sees_three_columns(sweep, table):
    columns = sweep.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
    ).fetchall()

    for (column,) in columns:
        if column in SWEEP_COLUMNS[table]:
            sweep.execute(f'SELECT "{column}" FROM "{table}"')
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                sweep.execute(f'SELECT "{column}" FROM "{table}"')


def test_the_sweep_sees_no_other_table_and_writes_none(sweep):
    tables = sweep.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()

    for (table,) in tables:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            sweep.execute(f'SELECT * FROM "{table}"')
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            sweep.execute(f'DELETE FROM "{table}"')
