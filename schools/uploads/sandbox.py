"""Where files of others are parsed: a process apart, without secrets, time or memory to waste."""

import os
import subprocess
import sys
from pathlib import Path

from convivencia.exceptions import DomainError

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 20
REFUSED = 3
TOO_MUCH = "es demasiado grande o complejo para revisarlo: súbalo en otro formato o en partes"


def clean_copy(content: bytes, mime: str, name: str) -> bytes:
    """Return the clean copy of a file; DomainError, naming the file, if there can be none."""
    try:
        done = subprocess.run(
            [sys.executable, "-E", "-s", "-m", "schools.uploads.cleaning", mime],
            input=content, capture_output=True, check=False, timeout=SECONDS, cwd=ROOT,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},  # not the keys nor the database
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise DomainError(f"«{name}» {TOO_MUCH}.", code="archivo") from None
    if done.returncode == 0 and done.stdout:
        return done.stdout
    refused = done.returncode == REFUSED
    reason = done.stderr.decode(errors="replace").strip() if refused else TOO_MUCH
    raise DomainError(f"«{name}» {reason}.", code="archivo")
