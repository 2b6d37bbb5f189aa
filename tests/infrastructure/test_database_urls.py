"""Addresses of the database by role."""

import pytest
from django.core.management import CommandError, call_command

from convivencia.settings.databases import connections, derived_password, parse, url_for_role

OWNER = "postgres://duena:a%40b@db.example:6000/una%20base?sslmode=require"


def test_url_is_read_in_full():
    found = parse(OWNER)

    assert found["NAME"] == "una base"
    assert (found["USER"], found["PASSWORD"]) == ("duena", "a@b")
    assert (found["HOST"], found["PORT"]) == ("db.example", "6000")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_socket_folder_may_be_named():
    found = parse("postgresql://u:p@/base?host=%2Fvar%2Frun")

    assert (found["HOST"], found["PORT"]) == ("/var/run", "")


def test_other_schemes_are_refused():
    with pytest.raises(ValueError, match="postgres://"):
        parse("sqlite:///base.db")


@pytest.mark.parametrize("role", ["app", "sweep"])
def test_role_lives_on_the_same_server_with_its_own_password(role):
    found = parse(url_for_role(OWNER, role, "secreto"))

    assert found["USER"] == f"una base_{role}"
    assert found["PASSWORD"] == derived_password("secreto", f"una base_{role}")
    assert found["HOST"] == "db.example"
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_passwords_differ_by_role_and_by_installation():
    passwords = {derived_password(s, r) for s in ("uno", "dos") for r in ("app", "sweep")}

    assert len(passwords) == 4


def test_owner_alone_gives_the_three_connections():
    assert set(connections({"DATABASE_URL": OWNER}, "secreto")) == {"default", "sweep", "owner"}


def test_without_the_owner_there_is_no_owner_connection():
    env = {"DATABASE_APP_URL": "postgres://a@h/b", "DATABASE_SWEEP_URL": "postgres://s@h/b"}

    assert set(connections(env, "secreto")) == {"default", "sweep"}


def test_given_url_wins_over_the_derived_one():
    env = {"DATABASE_URL": OWNER, "DATABASE_APP_URL": "postgres://propia@h/b"}

    assert connections(env, "secreto")["default"]["USER"] == "propia"


def test_no_url_at_all_gives_a_connection_that_cannot_be_used():
    assert connections({}, "secreto") == {"default": {"ENGINE": "django.db.backends.dummy"}}


def test_command_prints_what_the_environment_needs(monkeypatch, capsys, settings):
    monkeypatch.setenv("DATABASE_URL", OWNER)

    call_command("database_urls")

    expected = url_for_role(OWNER, "app", settings.SECRET_KEY)
    assert capsys.readouterr().out.splitlines()[0] == f"DATABASE_APP_URL={expected}"


def test_command_needs_the_owner(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    with pytest.raises(CommandError, match="Falta DATABASE_URL"):
        call_command("database_urls")
