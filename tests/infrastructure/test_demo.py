"""`manage.py demo`, whole: it opens, answers, and closes without leaving anything behind."""

import http.client
import os
import signal
import time
from pathlib import Path

import pytest

from convivencia.embedded.process import free_port
from tests.infrastructure.support import (
    PATIENCE,
    end,
    environment,
    processes_about,
    start,
    wait_until,
)

pytestmark = pytest.mark.services
READY_SECONDS = 600  # with the invented data, on a busy machine


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """One folder for all, as a person would have: only the first demo loads the data."""
    return tmp_path_factory.mktemp("demo") / "datos"


@pytest.fixture
def var(data):
    yield data
    assert wait_until(lambda: processes_about(data) == [])


@pytest.fixture
def demo(var):
    """A demo that is ready, with its port."""
    port = free_port()
    process = start("demo", "--small", f"--port={port}", env=environment(var))
    try:
        yield process, port, _read_until_ready(process)
    finally:
        end(process)


def _read_until_ready(process):
    lines, deadline = [], time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        line = process.stdout.readline()
        lines.append(line)
        if line.startswith("Demostración lista"):
            return lines
        if not line:
            break
    pytest.fail("la demostración no quedó lista:\n" + "".join(lines))


def _get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def _children(pid):
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(c): Path(f"/proc/{c}/cmdline").read_text().replace("\0", " ") for c in found}


def test_demo_opens_answers_and_closes(demo, var):
    process, port, lines = demo

    assert f"http://127.0.0.1:{port}/" in lines[-1]
    assert _get(port, "/cuenta/login/") == 200
    assert _get(port, "/static/vendor/bootstrap/bootstrap.min.css") == 200

    process.send_signal(signal.SIGINT)

    assert process.wait(PATIENCE) == 0
    rest = process.stdout.read()
    assert "Demostración detenida." in rest
    assert "Traceback" not in rest
    assert processes_about(var) == []


def test_web_worker_and_beat_do_not_know_the_owner(demo):
    process, _, _ = demo
    children = {pid: line for pid, line in _children(process.pid).items() if "-m" in line}

    assert len(children) == 3
    for pid in children:
        pairs = Path(f"/proc/{pid}/environ").read_text().split("\0")
        names = {pair.split("=", 1)[0] for pair in pairs}
        assert "DATABASE_URL" not in names
        assert {"DATABASE_APP_URL", "DATABASE_SWEEP_URL", "REDIS_URL"} <= names


@pytest.mark.parametrize(("part", "name"), [("celery -A convivencia worker", "trabajador")])
def test_child_that_dies_ends_the_demo_and_is_named(demo, part, name):
    process, _, _ = demo
    (pid,) = [pid for pid, line in _children(process.pid).items() if part in line]

    os.kill(pid, signal.SIGKILL)

    assert process.wait(PATIENCE) == 1
    assert f"El proceso «{name}» terminó por su cuenta (código -9)" in process.stdout.read()


def test_killed_demo_leaves_no_process(demo, var):
    process, port, _ = demo
    everything = [*_children(process.pid)]
    assert len(everything) == 5

    process.kill()
    process.wait()

    def gone():
        return not any(Path(f"/proc/{pid}").exists() for pid in everything)

    assert wait_until(gone)
    assert wait_until(lambda: processes_about(var) == [])
    with pytest.raises(ConnectionRefusedError):
        _get(port, "/")
