"""Connections of other logins, for what the application itself may not do."""

import os
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import psycopg
import pytest
from django.db import connections


def _as(user: str | None = None) -> str:
    """Return the address of this worker's database as the login of the backups, or as `user`."""
    url = os.environ.get("DATABASE_BACKUP_URL")
    if not url:
        pytest.skip("el servidor dado no trae DATABASE_BACKUP_URL")
    parts = urlsplit(url)._replace(path="/" + connections["default"].settings_dict["NAME"])
    if user is None:
        return parts.geturl()
    return parts._replace(
        netloc=f"{quote(user)}:{parts.password}@{parts.hostname}:{parts.port}"
    ).geturl()


@pytest.fixture
def backup_url(django_db_setup: None) -> str:
    return _as()


@pytest.fixture
def superuser(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """The superuser of the embedded server: what an administrator could do by mistake."""
    with psycopg.connect(_as("postgres"), autocommit=True) as connection:
        yield connection
