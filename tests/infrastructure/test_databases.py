"""What the suite's own databases promise."""

import os

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from convivencia.settings.databases import connections as derive
from schools.models import Curso, School
from tests.factories import CursoFactory


def test_tests_run_as_a_login_that_security_binds(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles "
            "WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_the_owner_is_not_a_superuser(owner_connection):
    found = owner_connection.execute(
        "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )

    assert found.fetchone() == (False, False)


def test_application_cannot_create_a_school(school):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        School.objects.create(sostenedor=school.sostenedor, rbd="1-9", name="Otra")


def test_rows_of_another_school_do_not_exist(school, other_school, in_school):
    curso = CursoFactory(school=other_school)

    with in_school(school):
        assert not Curso.objects.filter(pk=curso.pk).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM schools_curso")
            assert cursor.fetchone() == (0,)
    with in_school(other_school):
        assert Curso.objects.filter(pk=curso.pk).exists()


@pytest.mark.parametrize("turn", [1, 2])
def test_db_is_rolled_back(school, in_school, turn):
    with in_school(school):
        assert Curso.objects.count() == 0
    CursoFactory(school=school)


@pytest.mark.parametrize("turn", [1, 2])
def test_committed_db_commits_and_then_empties(committed_db, owner_connection, turn):
    def rows():  # the owner is bound by row security too: it sees the school in context
        return owner_connection.execute("SELECT count(*) FROM schools_curso").fetchone()[0]

    assert School.objects.count() == 0
    curso = CursoFactory()
    owner_connection.execute(
        "SELECT set_config('app.school_id', %s, false)", [str(curso.school_id)]
    )

    assert rows() == 1


def test_sweep_sees_three_columns_and_nothing_else(committed_db):
    with connections["sweep"].cursor() as cursor:
        cursor.execute("SELECT id, school_id, next_reminder_at FROM cases_vencimiento")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute("SELECT * FROM cases_vencimiento")


def test_commands_that_a_test_starts_use_its_database(db):
    urls = derive(dict(os.environ), "x")

    assert urls["default"]["NAME"] == connection.settings_dict["NAME"]
    assert urls["default"]["USER"] == connection.settings_dict["USER"]
