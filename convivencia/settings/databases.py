"""Database connections by role.

`DATABASE_URL` names the owner, who creates and migrates. The web and the workers connect as
another login, without ownership and subject to row-level security; the sweep has a third that
sees three columns of two tables. Where only the owner is given, the other two are derived from it.
Backups have a fourth, that reads everything and writes nothing: no process of ours connects as it.
"""

import hashlib
import hmac
from urllib.parse import quote, unquote, urlsplit

ROLES = ("app", "sweep")


def role_name(database: str, role: str) -> str:
    """Return the login of `role`; one per database, so that two can share a cluster."""
    return f"{database}_{role}"[:63]


def backup_name(owner: str) -> str:
    """Return the login of the backups, named after the owner's: it reads every row of a cluster."""
    return f"{owner}_backup"[:63]


def derived_password(secret: str, login: str) -> str:
    """Return a password that every process of one installation can compute."""
    return hmac.new(secret.encode(), f"database:{login}".encode(), hashlib.sha256).hexdigest()[:40]


def parse(url: str) -> dict:
    """Return a Django connection for a `postgres://` URL (`?host=` may name a socket folder)."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("La dirección de la base de datos debe empezar con postgres://")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.pop("host", "")) or parts.hostname or "",
        "PORT": query.pop("port", "") or str(parts.port or ""),
        "OPTIONS": {key: unquote(value) for key, value in query.items()},
        "DISABLE_SERVER_SIDE_CURSORS": True,  # a pooler hands the connection over in between
    }


def url_for_role(owner_url: str, role: str, secret: str) -> str:
    """Return the URL of `role` on the same server and database as the owner's."""
    parts = urlsplit(owner_url)
    login = role_name(unquote(parts.path.lstrip("/")), role)
    host = parts.netloc.rpartition("@")[2]
    netloc = f"{quote(login)}:{derived_password(secret, login)}@{host}"
    return parts._replace(netloc=netloc).geturl()


def connections(env: dict, secret: str) -> dict:
    """Return `DATABASES` for the variables in `env`; `owner` only where its URL is known."""
    owner_url = env.get("DATABASE_URL", "")
    found = {}
    for alias, role in (("default", "app"), ("sweep", "sweep")):
        url = env.get(f"DATABASE_{role.upper()}_URL") or (
            url_for_role(owner_url, role, secret) if owner_url else ""
        )
        if url:
            found[alias] = parse(url)
    if owner_url:
        found["owner"] = parse(owner_url)
    if "default" not in found:
        found["default"] = {"ENGINE": "django.db.backends.dummy"}
    return found
