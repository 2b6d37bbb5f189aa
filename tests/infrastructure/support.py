"""Running our own commands as a person would, and looking at what they leave behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, str(ROOT / "manage.py")]
PATIENCE = 180  # everything here takes a second or two on an idle machine


def environment(var: Path, **extra: str) -> dict[str, str]:
    """Return an environment that names no service, with its data in `var`."""
    hidden = ("DATABASE_", "REDIS_URL", "CONVIVENCIA_", "DJANGO_SETTINGS_MODULE", "CI")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(hidden)}
    return {**kept, "CONVIVENCIA_VAR": str(var), **extra}


def manage(*arguments: str, env: dict[str, str], **options: object) -> subprocess.CompletedProcess:
    """Run one of our commands to its end."""
    return subprocess.run(
        [*MANAGE, *arguments],
        env=env,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        **options,
    )


def start(*arguments: str, env: dict[str, str]) -> subprocess.Popen:
    """Start one of our commands, in a group of its own, with its output in a pipe."""
    return subprocess.Popen(
        [*MANAGE, *arguments],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )


def processes_about(path: Path) -> list[str]:
    """Return the command lines of living processes that name `path` or work inside it."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            folder = str((entry / "cwd").readlink())
        except OSError:  # it ended meanwhile
            continue
        if line and (str(path) in line or folder.startswith(str(path))):
            found.append(line)
    return found


def wait_until(condition: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Tell whether `condition` came true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def end(process: subprocess.Popen) -> None:
    """Leave nothing of a test that failed."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    process.stdout.close()


def as_ordinary_user(argv: list[str]) -> list[str]:
    """Return `argv` as run by an ordinary user, when we are root.

    It may pass through closed folders, because Python itself may be in the home of root.
    """
    if os.geteuid() != 0:
        return argv
    caps = "-all,+dac_override"
    user = ["--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    return [shutil.which("setpriv"), *user, f"--inh-caps={caps}", f"--ambient-caps={caps}", *argv]
