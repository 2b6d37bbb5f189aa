"""Running a command of the user's in the foreground, and ending as it ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

from convivencia.embedded.errors import EmbeddedError
from convivencia.embedded.process import spawn, stop

NOT_FOUND = 127
POLITE_SECONDS = 20
WAKE_SECONDS = 1.0


class EndedBySignal(SystemExit):
    """Somebody asked us to end; what is open gets closed on the way out."""


@contextmanager
def ending_on_signals() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into an exception, so that what was started is stopped."""

    def end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 -- signature of Python
        raise EndedBySignal(128 + number)

    previous = {s: signal.signal(s, end) for s in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def run(argv: Sequence[str], env: Mapping[str, str]) -> int:
    """Run `argv` to its end and return the exit code that a shell would give."""
    try:
        child = spawn(argv, at_parent_death=signal.SIGTERM, env=env)
    except FileNotFoundError:
        print(f"No existe el programa «{argv[0]}».", file=sys.stderr)
        return NOT_FOUND
    except OSError as error:
        raise EmbeddedError(f"No se puede ejecutar «{argv[0]}» ({error.strerror}).") from error
    try:
        code = _wait(child)
    finally:
        stop(child, polite=signal.SIGTERM, seconds=POLITE_SECONDS)
    return code if code >= 0 else 128 - code


def _wait(child: subprocess.Popen) -> int:
    """Wait; a Ctrl-C is the child's to answer, and it has it already if it came from the tty.

    It wakes up now and then because a signal that arrives just before Python blocks for ever
    would be answered only when the child ends.
    """
    typed = os.isatty(0) and os.tcgetpgrp(0) == os.getpgrp()
    while True:
        try:
            return child.wait(WAKE_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        except KeyboardInterrupt:
            if not typed:
                child.send_signal(signal.SIGINT)
