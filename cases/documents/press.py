"""Where documents are drawn: one process apart per web process, kept warm and replaced when ill."""

import atexit
import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path

from cases.documents.worker import DRAWN, DRAWN_LAST, HOLE, SECONDS, SIZE
from convivencia.exceptions import DomainError

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-E", "-s", "-m", "cases.documents.worker"]
Images = dict[str, tuple[bytes, str]]


class PressError(Exception):
    """The page has a hole, by our own fault: nothing is issued."""


class Press:
    """A worker and the line before it: one page at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        """Begin to warm up, without waiting."""
        with self._lock:
            self._running()

    def draw(self, html: str, images: Images) -> bytes:
        """Return the PDF; DomainError if it takes more memory or time than a document may."""
        with self._lock:
            verdict, body = self._ask(self._running(), _parts(html, images))
            if verdict not in {DRAWN, HOLE}:
                self._drop()
                self._running()  # the next one does not wait for it
        if verdict == HOLE:
            raise PressError(body.decode())
        if verdict not in {DRAWN, DRAWN_LAST}:
            raise DomainError(
                "El documento es demasiado grande o complejo para emitirlo.",
                code="documento_largo",
                reasons=("Acorte el texto o acompáñelo como archivo adjunto.",),
            )
        return body

    @property
    def pid(self) -> int:
        """Return the worker's process; 0 while there is none."""
        return self._process.pid if self._process else 0

    def stop(self) -> None:
        """End the worker."""
        with self._lock:
            self._drop()

    def _running(self) -> subprocess.Popen:
        if self._process is None or self._process.poll() is not None:
            self._drop()
            self._process = subprocess.Popen(
                COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                cwd=ROOT, env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},  # not the keys
            )  # fmt: skip
        return self._process

    def _ask(self, process: subprocess.Popen, message: bytes) -> tuple[bytes, bytes]:
        """Return the answer; an empty verdict if the worker died or was late."""
        limit = threading.Timer(SECONDS, process.kill)
        limit.daemon = True
        limit.start()
        try:
            process.stdin.write(message)
            process.stdin.flush()
            verdict, size = process.stdout.read(1), process.stdout.read(SIZE.size)
            body = process.stdout.read(SIZE.unpack(size)[0]) if len(size) == SIZE.size else b""
            return (verdict, body) if body else (b"", b"")
        except BrokenPipeError:
            return b"", b""
        finally:
            limit.cancel()

    def _drop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()

    def forget(self) -> None:
        """After a fork: the worker belongs to the parent."""
        process, self._process, self._lock = self._process, None, threading.Lock()
        if process:
            os.close(process.stdin.fileno())
            os.close(process.stdout.fileno())
            process.stdin.detach()
            process.stdout.detach()
            process.returncode = 0  # it is not ours to wait for


def _parts(html: str, images: Images) -> bytes:
    parts = [html.encode()]
    for name, (body, mime) in images.items():
        parts += [name.encode(), mime.encode(), body]
    return SIZE.pack(len(parts)) + b"".join(SIZE.pack(len(part)) + part for part in parts)


press = Press()
atexit.register(press.stop)
os.register_at_fork(after_in_child=press.forget)
