"""ClamAV, by the protocol of `clamd`; where there is none, or it is late, nothing is «clean»."""

import socket
from urllib.parse import urlsplit

from django.conf import settings

from schools.models.files import ScanState

CHUNK = 64 * 1024
SECONDS = 10.0
LONGEST_ANSWER = 4096


def scan(content: bytes) -> tuple[ScanState, str]:
    """Return what the scanner says, and the name it gives to what it found."""
    if not settings.CLAMD_URL:
        return ScanState.PENDIENTE, ""
    try:
        return verdict(_ask(content))
    except (OSError, ValueError):  # absent, slow, or hung up half-way
        return ScanState.PENDIENTE, ""


def verdict(answer: bytes) -> tuple[ScanState, str]:
    """Read `stream: OK` or `stream: NAME FOUND`; whatever else it says is no verdict."""
    text = answer.rstrip(b"\0\n").decode("ascii", errors="replace").strip()
    if text == "stream: OK":
        return ScanState.LIMPIO, ""
    if text.startswith("stream: ") and text.endswith(" FOUND"):
        return ScanState.INFECTADO, text[len("stream: ") : -len(" FOUND")][:120]
    return ScanState.PENDIENTE, ""


def _ask(content: bytes) -> bytes:
    with _connect() as link:
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            piece = content[start : start + CHUNK]
            link.sendall(len(piece).to_bytes(4, "big") + piece)
        link.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            more = link.recv(LONGEST_ANSWER)
            if not more:
                break
            answer += more
        if not answer.endswith(b"\0"):
            raise ValueError("the answer was cut")
        return answer


def _connect() -> socket.socket:
    """Connect to `tcp://host:port` or `unix:///path`."""
    parts = urlsplit(settings.CLAMD_URL)
    if parts.scheme == "unix":
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(SECONDS)
        try:
            link.connect(parts.path)
        except OSError:
            link.close()
            raise
        return link
    return socket.create_connection((parts.hostname, parts.port or 3310), timeout=SECONDS)
