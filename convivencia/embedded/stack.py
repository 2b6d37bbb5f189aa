"""The demo's processes: web, worker and beat, started together and stopped together."""

import http.client
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from convivencia.embedded.errors import EmbeddedError
from convivencia.embedded.process import HOST, spawn, stop

READY_SECONDS = 90
POLITE_SECONDS = 15
PROBE = "/cuenta/login/"


class Stack:
    """The processes by their Spanish name; each writes to a file of its own in `logs`."""

    def __init__(self, *, port: int, env: Mapping[str, str], root: Path, var: Path) -> None:
        self.port, self.env, self.root = port, env, root
        self.logs = var / "registros"
        self.schedule = var / "beat"
        self._running: dict[str, subprocess.Popen] = {}

    def start(self) -> None:
        """Start the three and wait until the web answers."""
        self.logs.mkdir(parents=True, exist_ok=True)
        for name, argv in self._commands().items():
            with self._log(name).open("w") as output:
                self._running[name] = spawn(
                    argv,
                    at_parent_death=signal.SIGTERM,
                    env=self.env,
                    cwd=self.root,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    process_group=0,  # Ctrl-C is ours to answer, in order
                )
        self._wait_for_web()

    def _commands(self) -> dict[str, list[str]]:
        celery = [sys.executable, "-m", "celery", "-A", "convivencia"]
        web = [sys.executable, "-m", "gunicorn", "convivencia.wsgi", f"--bind={HOST}:{self.port}"]
        return {
            "web": [*web, "--workers=2", "--threads=4", "--timeout=120", "--no-control-socket"],
            "trabajador": [*celery, "worker", "--concurrency=2", "--loglevel=INFO"],
            "reloj": [*celery, "beat", f"--schedule={self.schedule}", "--pidfile="],
        }

    def _wait_for_web(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        status = None
        while time.monotonic() < deadline:
            self.check()
            status = _status(self.port)
            if status == http.client.OK:
                return
            time.sleep(0.2)
        raise EmbeddedError(
            f"La aplicación no respondió en {READY_SECONDS} segundos (estado {status}); "
            f"revise {self._log('web')}."
        )

    def check(self) -> None:
        """EmbeddedError if one of the three has ended by itself."""
        for name, process in self._running.items():
            if process.poll() is not None:
                raise EmbeddedError(
                    f"El proceso «{name}» terminó por su cuenta (código {process.returncode}); "
                    f"revise {self._log(name)}."
                )

    def wait(self) -> None:
        """Wait for ever, or until one of the three ends."""
        while True:
            self.check()
            time.sleep(0.5)

    def stop(self) -> None:
        """Ask all to end at once, and wait for each."""
        for process in self._running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self._running.values():
            stop(process, polite=signal.SIGTERM, seconds=POLITE_SECONDS)

    def _log(self, name: str) -> Path:
        return self.logs / f"{name}.log"


def _status(port: int) -> int | None:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", PROBE)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def without_owner(env: Mapping[str, str], urls: Mapping[str, str]) -> dict[str, str]:
    """Return an environment whose processes reach the roles in `urls`, and no owner nor backup."""
    kept = {k: v for k, v in env.items() if k not in {"DATABASE_URL", "DATABASE_BACKUP_URL"}}
    return {**kept, **urls, "PYTHONUNBUFFERED": "1"}
