"""Child processes that cannot outlive us."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence

PR_SET_PDEATHSIG = 1
HOST = "127.0.0.1"
ENDING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
# Loaded here: after a fork, only what is already in memory is safe to call.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def spawn(
    argv: Sequence[str], *, at_parent_death: signal.Signals, **options: object
) -> subprocess.Popen:
    """Start `argv`; the kernel sends it `at_parent_death` if we die without stopping it.

    Signals wait meanwhile: Python drops an exception that a handler raises while it forks.
    """
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        tie = _tie_to(os.getpid(), at_parent_death, mask)
        return subprocess.Popen(argv, preexec_fn=tie, **options)  # noqa: PLW1509 -- no threads yet
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _tie_to(
    parent: int, at_parent_death: signal.Signals, mask: set[signal.Signals]
) -> Callable[[], None]:
    def tie() -> None:
        if _LIBC is not None:
            _LIBC.prctl(PR_SET_PDEATHSIG, int(at_parent_death))
        if os.getppid() != parent:  # it died between the fork and the line above
            os._exit(1)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    return tie


def stop(process: subprocess.Popen, *, polite: signal.Signals, seconds: float) -> None:
    """Ask `process` to end, and kill it if it does not within `seconds`."""
    if process.poll() is not None:
        return
    process.send_signal(polite)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """Return a loopback port that nobody is using right now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def port_is_free(port: int) -> bool:
    """Tell whether we could listen on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
