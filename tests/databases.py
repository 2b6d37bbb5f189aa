"""The databases of a test run.

The first worker that asks creates and migrates one template, with its logins; each worker works
on a copy. Tests connect as the application's login, so row-level security is really there.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from convivencia.settings.databases import ROLES, derived_password, parse, role_name
from schools.tenancy.security import close_database

RUN = "CONVIVENCIA_TEST_RUN"  # the name of the template: the same for every worker of a run
WORKER = "CONVIVENCIA_TEST_WORKER"  # the name of a run without workers: two may share a template
ALIASES = {"owner": "DATABASE_URL", "default": "DATABASE_APP_URL", "sweep": "DATABASE_SWEEP_URL"}


def name_run() -> None:
    """Choose the name of this run's template before any worker starts."""
    os.environ.setdefault(RUN, f"test_{secrets.token_hex(4)}")


def create_database(owner_url: str, worker: str) -> str:
    """Return the name of a migrated database for `worker`, and point the aliases at it."""
    template = os.environ[RUN]
    database = f"{template}_{worker}"
    with _server(owner_url) as server, _one_at_a_time(server):
        if not _exists(server, template):
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(template)))
            _point_at(owner_url, template)
            call_command("migrate", database="owner", verbosity=0, skip_checks=True)
            connections.close_all()
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(copy.format(sql.Identifier(database), sql.Identifier(template)))
    _point_at(owner_url, database)
    with connections["owner"].cursor() as cursor:
        close_database(cursor)  # the one thing that a copy does not bring
    return database


def drop_run(owner_url: str) -> None:
    """Remove what the run created on a server that will outlive it."""
    template = os.environ[RUN]
    with _server(owner_url) as server:
        found = server.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{template}%"]
        ).fetchall()
    for (database,) in found:
        drop_database(owner_url, database)
    with _server(owner_url) as server:
        for role in ROLES:
            drop = sql.SQL("DROP ROLE IF EXISTS {}")
            server.execute(drop.format(sql.Identifier(role_name(template, role))))


def drop_database(owner_url: str, database: str) -> None:
    """Remove one database, whoever is connected to it."""
    with _server(owner_url) as server:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        server.execute(drop.format(sql.Identifier(database)))


def tables_that_start_empty() -> list[str]:
    """Return the tables that migrations leave empty: those that a test may have filled."""
    with owner() as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        select = sql.SQL("SELECT NOT EXISTS (SELECT FROM {})")
        return [
            table
            for (table,) in tables
            if connection.execute(select.format(sql.Identifier(table))).fetchone()[0]
        ]


def empty(tables: list[str]) -> None:
    """Undo what was committed; a forgotten open transaction is an error, not a wait for ever."""
    with owner() as connection:
        connection.execute("SET lock_timeout = '15s'")
        names = sql.SQL(", ").join(sql.Identifier(table) for table in tables)
        connection.execute(sql.SQL("TRUNCATE {}").format(names))


def empty_if_used(tables: list[str]) -> None:
    """Undo what a fixture of a module committed; a school or a person is the first thing it makes.

    Emptying costs a quarter of a second, and before most tests there is nothing to undo.
    """
    with owner() as connection:
        found = connection.execute(
            "SELECT EXISTS (SELECT FROM schools_school) OR EXISTS (SELECT FROM schools_user)"
        ).fetchone()
    if found[0]:
        empty(tables)


@contextmanager
def owner() -> Iterator[psycopg.Connection]:
    """Open a connection as the owner, outside the test's transaction."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        yield connection


@contextmanager
def _server(owner_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(owner_url, autocommit=True) as connection:
        yield connection


@contextmanager
def _one_at_a_time(server: psycopg.Connection) -> Iterator[None]:
    key = int.from_bytes(os.environ[RUN].encode()[-7:], "big")
    server.execute("SELECT pg_advisory_lock(%s)", [key])
    try:
        yield
    finally:
        server.execute("SELECT pg_advisory_unlock(%s)", [key])


def _exists(server: psycopg.Connection, database: str) -> bool:
    found = server.execute("SELECT FROM pg_database WHERE datname = %s", [database])
    return bool(found.rowcount)


def _point_at(owner_url: str, database: str) -> None:
    """Make Django, and the commands that tests start, use `database`."""
    connections.close_all()
    parts = urlsplit(owner_url)._replace(path=f"/{database}")
    host = parts.netloc.rpartition("@")[2]
    urls = {"owner": parts.geturl()}
    for alias, role in (("default", "app"), ("sweep", "sweep")):
        login = role_name(os.environ[RUN], role)
        password = derived_password(settings.SECRET_KEY, login)
        urls[alias] = parts._replace(netloc=f"{quote(login)}:{password}@{host}").geturl()
    for alias, url in urls.items():
        os.environ[ALIASES[alias]] = url
        connections.settings[alias].update(parse(url))
