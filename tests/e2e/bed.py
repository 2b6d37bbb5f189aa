"""The real site for one test: web, worker and beat on this run's PostgreSQL and Redis."""

import email
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from pathlib import Path
from zoneinfo import ZoneInfo

from convivencia.embedded.process import free_port
from convivencia.embedded.stack import Stack

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("America/Santiago")
PATIENCE = 60  # seconds
CUT = b"-" * 79 + b"\n"  # between the letters of a file


@dataclass
class Site:
    """An open site: its address, its clock, its letters."""

    url: str
    clock: Path
    mail: Path
    stack: Stack

    def it_is(self, text: str) -> None:
        """Move every process to this instant of the school's clock: `it_is("2026-04-29 11:00")`."""
        wanted = datetime.fromisoformat(text).replace(tzinfo=ZONE)
        draft = self.clock.with_suffix(".new")
        draft.write_text(str((wanted - datetime.now(UTC)).total_seconds()))
        draft.replace(self.clock)  # at once: nobody reads half a clock

    def letters(self, to: str = "") -> list[email.message.EmailMessage]:
        """Return the letters that left, oldest first; only those `to` somebody if said."""
        raw = [part for path in self.mail.glob("*.log") for part in path.read_bytes().split(CUT)]
        found = [
            email.message_from_bytes(part, policy=policy.default) for part in raw if part.strip()
        ]
        found.sort(key=lambda letter: letter["Date"].datetime)
        return [letter for letter in found if not to or to in letter["To"]]

    def letter_with(self, to: str, pattern: str, *, after: int = 0) -> re.Match:
        """Wait for a letter to `to`, past the first `after`, whose text has `pattern`."""

        def look() -> re.Match | None:
            for letter in reversed(self.letters(to)[after:]):
                found = re.search(pattern, letter.get_body(("plain",)).get_content())
                if found:
                    return found
            return None

        return wait_for(look, f"una carta a {to} con {pattern!r}")


def wait_for(look: Callable[[], object], what: str) -> object:
    """Return the first true answer of `look`; fail with `what` if patience runs out."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.25)
    raise AssertionError(f"No apareció {what}")


@contextmanager
def open_site(folder: Path) -> Iterator[Site]:
    """Start the three processes against the database of this test and stop them after."""
    port, clock, mail = free_port(), folder / "clock", folder / "correos"
    mail.mkdir()
    clock.write_text("0")
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.e2e.settings",
        "CONVIVENCIA_CLOCK_FILE": str(clock),
        "CONVIVENCIA_MAIL": str(mail),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "PYTHONPATH": str(ROOT),
    }
    stack = Stack(port=port, env=env, root=ROOT, var=folder)
    try:
        stack.start()
        yield Site(env["SITE_URL"], clock, mail, stack)
    finally:
        stack.stop()


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF line by line, as pdftotext lays them out."""
    return " ".join(_read(pdf, "-layout").split())


def words_of(pdf: bytes, page: int | None = None) -> str:
    """Return the words of a PDF, or of one of its pages, in the order of the document."""
    only = ["-f", str(page), "-l", str(page)] if page else []
    return " ".join(_read(pdf, *only).split())


def lines_of(pdf: bytes, until: int) -> list[str]:
    """Return the lines of its first pages, with their columns apart."""
    return [line.rstrip() for line in _read(pdf, "-layout", "-l", str(until)).splitlines()]


def _read(pdf: bytes, *options: str) -> str:
    tool = shutil.which("pdftotext")
    assert tool, "falta pdftotext (poppler-utils)"
    done = subprocess.run([tool, *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()
