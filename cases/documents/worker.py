"""`python -m cases.documents.worker`: pages by stdin, PDF by stdout, in a process with no way out.

It has no secrets and no database; once warm it can open no socket, start no program, write no
file, and read none but the installed packages. Memory, time per page and pages per life have
limits that the kernel enforces. It ends when its parent does.
"""

import itertools
import os
import resource
import signal
import struct
import sys
import time
from pathlib import Path
from typing import BinaryIO

MEGA = 1024 * 1024
MEMORY = 640 * MEGA
# For one document, of processor and of the clock; `limits` refuses before what would take them.
CPU_SECONDS, SECONDS = 30, 55
LAST_AT = (500, 300 * MEGA)  # documents, bytes at the highest: then another takes its place
DRAWN, DRAWN_LAST, HOLE, TOO_MUCH = b"+", b".", b"-", b"!"
SIZE = struct.Struct(">I")
FORBIDDEN = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system",
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate",
    "urllib.", "http.", "ftplib.", "smtplib.", "pty.", "shutil.",
)  # fmt: skip
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main() -> int:
    """Warm up, close the doors, and draw what comes until nothing comes."""
    inbox, outbox = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is not an answer
    _limit({resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CORE: 0})
    from PIL import Image  # noqa: PLC0415 -- within the limits

    from cases.documents.drawing import draw  # noqa: PLC0415 -- within the limits

    Image.preinit()  # what reads PNG and JPEG, before the doors close
    draw("<!doctype html><html lang=es-CL><title>a</title><p>Átona, 1 <b>b</b> <i>c</i>", {})
    status = Path("/proc/self/status").open("rb", buffering=0)  # noqa: SIM115 -- kept open
    _seal()
    for count in itertools.count(1):
        parts = _receive(inbox)
        if parts is None:
            return 0
        signal.alarm(SECONDS)  # nobody catches these: the process ends
        used = int(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (used + CPU_SECONDS, resource.RLIM_INFINITY))
        verdict, body = _answer(draw, parts)
        signal.alarm(0)
        if verdict == DRAWN and (count >= LAST_AT[0] or _highest(status) > LAST_AT[1]):
            verdict = DRAWN_LAST  # who asks knows that it must not ask again
        outbox.write(verdict)
        outbox.write(SIZE.pack(len(body)) + body)
        outbox.flush()
        if verdict in {DRAWN_LAST, TOO_MUCH}:
            return 0
    return 0


def _highest(status: BinaryIO) -> int:
    """Return the most memory that this program has held, in bytes.

    Not what `getrusage` says: that begins with what the web process held when it started this one.
    """
    status.seek(0)
    line = next(line for line in status.read().splitlines() if line.startswith(b"VmHWM:"))
    return int(line.split()[1]) * 1024


def _answer(draw: object, parts: list[bytes]) -> tuple[bytes, bytes]:
    html, rest = parts[0].decode(), parts[1:]
    names = zip(rest[::3], rest[1::3], rest[2::3], strict=True)
    try:
        images = {name.decode(): (body, mime.decode()) for name, mime, body in names}
        return DRAWN, draw(html, images)
    except (MemoryError, SystemError):  # the second, where a library in C had no memory left
        return TOO_MUCH, b""
    except BaseException as error:  # noqa: BLE001 -- a refused address is no Exception
        return HOLE, f"{type(error).__name__}: {error}"[:300].encode()


def _receive(inbox: BinaryIO) -> list[bytes] | None:
    head = inbox.read(SIZE.size)
    if len(head) < SIZE.size:
        return None
    return [inbox.read(SIZE.unpack(inbox.read(SIZE.size))[0]) for _ in range(SIZE.unpack(head)[0])]


def _limit(limits: dict[int, int]) -> None:
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))


def _seal() -> None:
    """From here on: no new files, programs or sockets; only the packages may be read."""
    # Not the number of processes: Pango asks fontconfig in threads of its own, which count as such.
    _limit({resource.RLIMIT_FSIZE: 0, resource.RLIMIT_NOFILE: 32})
    homes = [Path(path) for path in sys.path if path]
    packages = tuple(
        f"{home.resolve()}{os.sep}"
        for home in homes
        if home.name in {"site-packages", "lib-dynload"} or (home / "encodings").exists()
    )

    def watch(event: str, args: tuple) -> None:
        if event.startswith(FORBIDDEN):
            raise PermissionError("No permitido al dibujar un documento.")
        if event == "open" and not isinstance(args[0], int):
            path = os.path.realpath(os.fsdecode(args[0]))
            if (args[2] or 0) & WRITES or not path.startswith(packages):
                raise PermissionError("No permitido al dibujar un documento.")

    sys.addaudithook(watch)


if __name__ == "__main__":
    sys.exit(main())
