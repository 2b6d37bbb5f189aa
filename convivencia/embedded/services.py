"""What the commands and the tests use: the services that the environment does not name."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from convivencia.embedded.folder import DataFolder
from convivencia.embedded.postgres import Postgres
from convivencia.embedded.redis_server import Redis


@contextmanager
def services(env: Mapping[str, str], folder: Path | None) -> Iterator[dict[str, str]]:
    """Yield the addresses of both services, starting whichever `env` does not name.

    Without a `folder` they use one that is thrown away: faster, and nothing survives.
    """
    known = {name: env.get(name, "") for name in ("DATABASE_URL", "REDIS_URL")}
    if all(known.values()):
        yield known
        return
    with ExitStack() as stack:
        place = DataFolder(folder or stack.enter_context(_throwaway()))
        place.open()
        stack.callback(place.close)
        if not known["DATABASE_URL"]:
            server = Postgres(place, durable=folder is not None)
            known["DATABASE_URL"] = _start(stack, server)
            known["DATABASE_BACKUP_URL"] = server.backup_url
        if not known["REDIS_URL"]:
            known["REDIS_URL"] = _start(stack, Redis(place))
        yield known


def _start(stack: ExitStack, service: Postgres | Redis) -> str:
    stack.callback(service.stop)  # first, so that half a start is undone too
    service.start()
    return service.url


@contextmanager
def _throwaway() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="convivencia-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
