"""What the renderer may load: bytes that we hand over in memory, and nothing else."""

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SCHEME = "memoria:"


class MemoryFetcher(URLFetcher):
    """Serve `memoria:name` from a dictionary; refuse any other address before touching it.

    There is no handler under this class: no socket, no file, no `data:`. A refusal is fatal, so
    that a document with a hole is never issued.
    """

    def __init__(self, content: dict[str, tuple[bytes, str]]) -> None:
        self._content = content

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in self._content:
            raise FatalURLFetchingError("Dirección no permitida en un documento.")
        body, mime = self._content[name]
        return URLFetcherResponse(url, body, {"Content-Type": mime})

    def open(self, *_: object, **__: object) -> URLFetcherResponse:
        raise FatalURLFetchingError("Dirección no permitida en un documento.")
