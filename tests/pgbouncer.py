"""PgBouncer in transaction mode in front of the PostgreSQL of a test run, as a child of it."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from convivencia.embedded.identity import identity_for
from convivencia.embedded.process import HOST, free_port, spawn, stop

START_SECONDS = 10
SETTINGS = """\
[databases]
* = host={host} port={port}

[pgbouncer]
listen_addr = {here}
listen_port = {listen}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = transaction
default_pool_size = {servers}
max_client_conn = 100
"""


@dataclass(frozen=True)
class Pooler:
    """Where clients connect; they share `servers` connections to the database."""

    host: str
    port: int
    servers: int


def binary() -> str:
    """Return the program; skip where it is not installed (`make setup` does, if it may)."""
    found = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if found is None:
        pytest.skip("no hay un PgBouncer instalado")
    return found


@contextmanager
def pooler(folder: Path, urls: Iterable[str], *, servers: int = 2) -> Iterator[Pooler]:
    """Run PgBouncer for the logins in `urls`, all on one server, until the block ends."""
    urls = list(urls)
    argv, port = [binary(), str(folder / "pgbouncer.ini")], free_port()
    _write(folder, urls, port, servers)
    identity = identity_for(folder)
    for path in (folder, *folder.iterdir()):
        identity.own(path)
    with (folder / "pgbouncer.log").open("w") as log:
        process = spawn(
            identity.command(argv, signal.SIGKILL),
            at_parent_death=signal.SIGKILL,
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder,
        )  # fmt: skip
    try:
        _wait(process, urls[0], port, folder / "pgbouncer.log")
        yield Pooler(HOST, port, servers)
    finally:
        stop(process, polite=signal.SIGINT, seconds=5)


def _write(folder: Path, urls: list[str], port: int, servers: int) -> None:
    users, parts = folder / "users.txt", [urlsplit(url) for url in urls]
    users.touch(mode=0o600)
    users.write_text("".join(f'"{p.username}" "{p.password}"\n' for p in parts))
    text = SETTINGS.format(
        host=parts[0].hostname, port=parts[0].port, here=HOST, listen=port,
        users=users, servers=servers,
    )  # fmt: skip
    (folder / "pgbouncer.ini").write_text(text)


def _wait(process: subprocess.Popen, url: str, port: int, log: Path) -> None:
    parts = urlsplit(url)
    here = parts._replace(netloc=f"{parts.username}:{parts.password}@{HOST}:{port}").geturl()
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(here, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PgBouncer no respondió: {log.read_text()[-2000:]}")
