"""T07: what the login of the application tries and may not, and what the backups may."""

import os
import subprocess

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections, transaction
from django.db.utils import DatabaseError

from convivencia.embedded.postgres import binaries
from schools.tenancy.context import school_context
from schools.tenancy.security import backup_login
from tests.factories import StudentFactory

REFUSED = [
    "TRUNCATE schools_student",
    "ALTER TABLE schools_student DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE schools_student NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE schools_auditentry DISABLE TRIGGER ALL",
    "ALTER POLICY own_school ON schools_student USING (true)",
    "DROP POLICY own_school ON schools_student",
    "CREATE POLICY open ON schools_student USING (true)",
    "DROP TABLE schools_student",
    "CREATE TABLE mine (id int)",
    "CREATE TEMPORARY TABLE schools_student (id int)",
    "CREATE SCHEMA mine",
    "CREATE VIEW mine AS SELECT * FROM schools_student",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    "CREATE EXTENSION dblink",
    "CREATE RULE mine AS ON SELECT TO schools_student DO INSTEAD SELECT 1",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "CREATE ROLE other LOGIN",
    "SET SESSION AUTHORIZATION postgres",
    "SET ROLE postgres",
    "SET ROLE pg_read_all_data",
    "SET session_replication_role = replica",
    "COPY schools_student TO PROGRAM 'cat'",
    "COPY schools_student TO '/tmp/students'",
    "COPY schools_student FROM PROGRAM 'id'",
    "COPY schools_student FROM '/etc/passwd'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_read_binary_file('PG_VERSION')",
    "SELECT pg_ls_dir('.')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT * FROM pg_authid",
    "SELECT * FROM pg_shadow",
    "SELECT * FROM pg_statistic",
    "SELECT * FROM aside.secrets",
    "UPDATE schools_auditentry SET detail = ''",
    "DELETE FROM schools_auditentry",
    "UPDATE schools_storedfile SET sha256 = ''",
    "DELETE FROM cases_actuacion",
    "DELETE FROM schools_school",
    "UPDATE schools_sostenedor SET name = ''",
    "DELETE FROM django_migrations",
]


@pytest.fixture
def other_schema(owner_connection):
    owner_connection.execute("CREATE SCHEMA aside CREATE TABLE secrets (id int)")
    yield
    owner_connection.execute("DROP SCHEMA aside CASCADE")


def run(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize("sql", REFUSED)
def test_t07_the_application_may_not(db, school, other_schema, sql):
    StudentFactory(school=school)

    with school_context(school), pytest.raises(DatabaseError), transaction.atomic():
        run(sql)


def test_t07_the_application_takes_no_other_role(db, owner_connection):
    (owner,) = owner_connection.execute("SELECT current_user").fetchone()

    for role in (owner, connections["sweep"].settings_dict["USER"], backup_login()):
        with pytest.raises(DatabaseError), transaction.atomic():
            run(f'SET ROLE "{role}"')


def test_t07_turning_row_security_off_reads_nothing(db, school):
    StudentFactory(school=school)

    with school_context(school), transaction.atomic():
        run("SET LOCAL row_security = off")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            run("SELECT count(*) FROM schools_student")


def test_t07_the_planner_tells_nothing_of_other_schools(db, school, other_school):
    """Statistics of columns hold values of every school: nobody but the owner reads them."""
    StudentFactory(school=other_school, paternal="Quintupán")

    with school_context(school):
        assert run("SELECT * FROM pg_stats WHERE tablename = 'schools_student'") == []


def dump(url: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [binaries() / "pg_dump", "--data-only", "--table=schools_student", url],
        capture_output=True, text=True, check=False, env={**os.environ, "PGCONNECT_TIMEOUT": "5"},
    )  # fmt: skip


@pytest.fixture
def two_students(committed_db, school, other_school):
    own = StudentFactory(school=school, paternal="Antilef")
    return own, StudentFactory(school=other_school, paternal="Curamil")


def test_t07_a_dump_as_the_backups_holds_every_school(two_students, backup_url):
    done = dump(backup_url)

    assert done.returncode == 0, done.stderr
    assert "Antilef" in done.stdout
    assert "Curamil" in done.stdout


@pytest.mark.parametrize("login", ["DATABASE_APP_URL", "DATABASE_URL"])
def test_t07_a_dump_as_another_login_is_refused_not_partial(two_students, login):
    done = dump(os.environ[login])

    assert done.returncode != 0
    assert "row-level security" in done.stderr
    assert "Antilef" not in done.stdout


def test_t07_the_whole_database_can_be_dumped_as_the_backups(two_students, backup_url):
    done = subprocess.run(
        [binaries() / "pg_dump", "--format=custom", "--no-sync", "--file=/dev/null", backup_url],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO django_session VALUES ('x', 'x', now())",
        "UPDATE schools_student SET paternal = 'x'",
        "DELETE FROM schools_student",
        "TRUNCATE schools_student",
        "SELECT nextval('schools_student_id_seq')",
        "CREATE TABLE mine (id int)",
    ],
)
@pytest.mark.parametrize("read_only", ["on", "off"])
def test_t07_the_backups_write_nothing(two_students, backup_url, sql, read_only):
    with psycopg.connect(backup_url, autocommit=True) as backups:
        backups.execute(f"SET default_transaction_read_only = {read_only}")

        with pytest.raises(psycopg.errors.DatabaseError):
            backups.execute(sql)
