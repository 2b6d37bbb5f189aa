"""Real workers and beats, started and killed by the test that asked for them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CELERY = (sys.executable, "-m", "celery", "-A", "convivencia")


class Processes:
    """Every process of one test; all of them end with it."""

    def __init__(self, folder: Path, smtp_port: int) -> None:
        self.folder, self.running = folder, []
        self.clock = folder / "reloj"
        self.env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "FAULT_SMTP_PORT": str(smtp_port),
            "CONVIVENCIA_CLOCK_FILE": str(self.clock),
        }

    def worker(self) -> subprocess.Popen:
        return self._start("worker", "--concurrency=2", "--without-gossip", "--without-mingle")

    def beat(self) -> subprocess.Popen:
        name = f"beat-{len(self.running)}"
        return self._start("beat", f"--schedule={self.folder / name}", "--pidfile=")

    def kill(self, process: subprocess.Popen) -> None:
        """SIGKILL the whole tree: nobody gets to say goodbye."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.running.remove(process)

    def stop_all(self) -> None:
        for process in list(self.running):
            self.kill(process)

    def shift_clock(self, seconds: float) -> None:
        self.clock.write_text(str(seconds))

    def log(self) -> str:
        return "\n".join(file.read_text() for file in sorted(self.folder.glob("*.log")))

    def until(self, condition: Callable[[], object], what: str, *, seconds: float = 120) -> None:
        """Wait for something to happen; fail saying what did not, with what the processes said."""
        limit = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > limit:
                raise AssertionError(f"no ocurrió en {seconds} s: {what}\n{self.log()}")
            time.sleep(0.1)

    def _start(self, *words: str) -> subprocess.Popen:
        path = self.folder / f"{len(list(self.folder.glob('*.log')))}-{words[0]}.log"
        with path.open("wb") as log:
            process = subprocess.Popen(
                [*CELERY, *words, "--loglevel=INFO"],
                cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.running.append(process)
        return process
