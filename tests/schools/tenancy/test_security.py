"""What is told to the database after each migration, statement by statement."""

from contextlib import contextmanager, nullcontext
from types import SimpleNamespace

import pytest
from django.apps import apps

from schools.models import Enrolment, School, Student, User
from schools.tenancy import security
from schools.tenancy.models import TenantModel


class Cursor:
    """A database that answers what the test says, and keeps what it was told."""

    def __init__(self, *, present: set[str] = frozenset(), may_create=True, logins=()) -> None:
        self.told: list[str] = []
        self.present, self.may_create, self.logins = present, may_create, logins
        self.answer: tuple | None = None
        self.introspection = SimpleNamespace(table_names=lambda _: list(present))

    @contextmanager
    def cursor(self):
        yield self

    def execute(self, statement: str, params: list | None = None) -> None:
        self.told.append(statement)
        if "rolcreaterole" in statement:
            self.answer = (self.may_create,)
        elif params:
            self.answer = (1,) if params[0] in self.logins else None
        else:
            self.answer = ("base",)

    def fetchone(self) -> tuple | None:
        return self.answer

    def told_with(self, words: str) -> list[str]:
        return [statement for statement in self.told if words in statement]


@pytest.fixture(autouse=True)
def known(monkeypatch) -> SimpleNamespace:
    """Settings with names of their own, whatever server the suite runs on."""
    databases = {"default": {"USER": "web"}, "sweep": {}, "owner": {"NAME": "base", "USER": "d"}}
    found = SimpleNamespace(DATABASES=databases, BACKUP_LOGIN="", SECRET_KEY="x")
    monkeypatch.setattr(security, "settings", found)
    return found


@pytest.fixture
def secured(monkeypatch):
    """Secure a database that has those tables, as if an application had been migrated."""

    def secure(present: set[str], app_config: object = None, **more: object) -> Cursor:
        cursor = Cursor(present=present, **more)
        monkeypatch.setattr(security, "connections", {"owner": cursor})
        monkeypatch.setattr(security.transaction, "atomic", lambda **_: nullcontext())
        security.secure_database(using="owner", app_config=app_config)
        return cursor

    return secure


TABLES = {"schools_school", "schools_student", "cases_actuacion", "schools_auditlink"}


def test_it_is_done_once_after_the_last_application(secured):
    first, *_, last = apps.get_app_configs()

    assert secured(TABLES, first).told == []
    assert secured(TABLES, last).told == secured(TABLES).told != []


def test_a_table_that_is_not_there_yet_is_left_for_later(secured):
    told = secured({"schools_student"})

    assert told.told_with('"schools_student" FORCE ROW LEVEL SECURITY')
    assert told.told_with('ON "schools_student" USING (school_id =')
    assert not told.told_with('ALTER TABLE "cases_')
    assert not told.told_with("GRANT") + told.told_with("CREATE ROLE") + told.told_with("REVOKE")


def test_history_is_added_to_and_the_chain_is_only_read(secured):
    told = secured(TABLES)

    assert told.told_with('REVOKE UPDATE, DELETE ON "cases_actuacion" FROM "web"')
    assert told.told_with('REVOKE INSERT, UPDATE, DELETE ON "schools_auditlink" FROM "web"')
    assert told.told_with('REVOKE INSERT, DELETE ON "schools_school" FROM "web"')
    assert len(told.told_with("REVOKE UPDATE, DELETE")) == 1
    assert len(told.told_with("REVOKE INSERT, UPDATE, DELETE")) == 1
    assert told.told_with("REVOKE TEMPORARY ON DATABASE base FROM PUBLIC")
    assert told.told_with("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


@pytest.mark.parametrize("logins", [(), ("d_backup",)])
def test_the_backups_read_where_they_have_a_login(secured, logins):
    told = secured(TABLES, logins=logins).told_with('TO "d_backup"')

    assert len(told) == 3 * len(logins)
    assert not [
        statement for statement in told if "SELECT" not in statement and "USAGE" not in statement
    ]


def test_the_sweep_sees_three_columns_of_the_tables_that_are_there(secured):
    told = secured(TABLES | {"cases_vencimiento"}).told_with('TO "base_sweep"')

    assert told[0].startswith('GRANT SELECT (id, school_id, next_reminder_at) ON "cases_vencimien')
    assert "CREATE POLICY" in told[1]
    assert len(told) == 2


@pytest.mark.parametrize(
    ("may_create", "logins", "made"),
    [
        (True, (), ["web", "base_sweep"]),
        (True, ("web",), ["base_sweep"]),
        (True, ("web", "base_sweep"), []),
        (False, (), []),
    ],
)
def test_logins_are_made_once_where_the_owner_may(secured, may_create, logins, made):
    told = secured(TABLES, may_create=may_create, logins=logins).told_with("CREATE ROLE")

    assert [statement.split('"')[1] for statement in told] == made
    assert all("NOSUPERUSER" in statement and "NOBYPASSRLS" in statement for statement in told)


def test_the_login_of_the_backups_may_have_another_name(known):
    assert security.backup_login() == "d_backup"
    known.BACKUP_LOGIN = "copias"
    assert security.backup_login() == "copias"


def test_references_between_tables_of_a_school_carry_the_school():
    told = list(security._references(Enrolment))

    assert len(told) == 2
    assert 'FOREIGN KEY (school_id, "student_id") REFERENCES "schools_student" ' in told[0]
    assert 'FOREIGN KEY (school_id, "curso_id") REFERENCES "schools_curso" ' in told[1]
    assert all('(school_id, "id") DEFERRABLE INITIALLY DEFERRED' in one for one in told)


def test_a_long_name_is_cut_to_what_postgres_keeps():
    """A name that the server cut by itself would never be found again, and be added twice."""
    column = "x" * 70
    field = SimpleNamespace(is_relation=True, related_model=Student, column=column)
    table = SimpleNamespace(db_table="t", local_fields=[field])

    (told,) = security._references(SimpleNamespace(_meta=table))

    assert f'ADD CONSTRAINT "{"t_" + "x" * 61}" ' in told


def kind(base: type, *, managed: bool = True, proxy: bool = False) -> type:
    """Return a model that no application knows."""
    meta = type("Meta", (), {"abstract": True, "app_label": "schools"})
    found = type("Unknown", (base,), {"__module__": __name__, "Meta": meta})
    found._meta = SimpleNamespace(managed=managed, proxy=proxy)
    return found


def test_the_tables_of_a_school_are_those_with_rows_of_their_own(monkeypatch):
    own = kind(TenantModel)
    others = [kind(TenantModel, managed=False), kind(TenantModel, proxy=True), User, School]
    monkeypatch.setattr(security.apps, "get_models", lambda **_: [*others, own])

    assert security.tenant_models() == [own]
