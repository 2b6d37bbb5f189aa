"""A mail server that can be told to answer badly, and remembers what it took."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes

ACCEPT = "250 recibido"


@dataclass
class Post:
    """What the server took, and how it answers the end of each message."""

    port: int = 0
    seen: list[str] = field(default_factory=list)  # Message-ID of every DATA, answered or not
    taken: list[str] = field(default_factory=list)  # those that got their 250
    answered: int = 0  # how many got an answer, heard or not
    answer: Callable[[str], str] = lambda _id: ACCEPT
    rcpt: str = "250 ok"
    hold: threading.Event | None = None  # while set to an event, wait for it before answering
    arrived: threading.Event = field(default_factory=threading.Event)


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        with suppress(ConnectionError):  # a worker that was killed does not say goodbye
            self._talk()

    def _talk(self) -> None:
        self._say("220 prueba")
        for line in self.rfile:
            word = line[:4].upper()
            if word in (b"EHLO", b"HELO"):
                self._say("250 prueba")
            elif word == b"QUIT":
                self._say("221 adios")
                return
            elif word == b"RCPT":
                self._say(self.server.post.rcpt)
            elif word == b"DATA":
                self._data()
            else:
                self._say("250 ok")

    def _data(self) -> None:
        self._say("354 siga")
        body = b""
        while not body.endswith(b"\r\n.\r\n"):
            line = self.rfile.readline()
            if not line:
                return
            body += line
        post, name = self.server.post, message_from_bytes(body)["Message-ID"]
        post.seen.append(name)
        post.arrived.set()
        if post.hold is not None:
            post.hold.wait(60)
        answer = post.answer(name)
        if answer.startswith("250"):
            post.taken.append(name)
        post.answered += 1
        self._say(answer)

    def _say(self, text: str) -> None:
        try:
            self.wfile.write(f"{text}\r\n".encode())
        except OSError:
            return


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def post_office() -> Iterator[Post]:
    """Run the server on a free port."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.post = Post(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.post
        if server.post.hold is not None:
            server.post.hold.set()
        server.shutdown()
