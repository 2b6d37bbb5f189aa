"""What goes wrong with a data folder or a port is one Spanish sentence, never a traceback."""

import os
import re
import signal
import socket

import pytest

from convivencia import pango
from convivencia.embedded import services
from convivencia.embedded.identity import identity_for
from convivencia.embedded.process import spawn
from tests.infrastructure.support import environment, manage, processes_about

pytestmark = pytest.mark.services


@pytest.fixture
def var(tmp_path):
    yield tmp_path / "datos"
    assert processes_about(tmp_path) == []


@pytest.fixture
def used(var):
    """A data folder that has been used once."""
    with services({}, var):
        pass
    return var


def _refusal(var, *command, **extra):
    done = manage(*(command or ("embedded", "true")), env=environment(var, **extra))

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.strip().splitlines()
    return re.sub(r"\x1b\[[0-9;]*m", "", line)


def test_file_in_the_place_of_the_folder(var):
    var.write_text("esto no es una carpeta")

    assert _refusal(var).endswith("Corrija sus permisos o indique otra en CONVIVENCIA_VAR.")


def test_cluster_of_another_version(used):
    (used / "postgres" / "datos" / "PG_VERSION").write_text("12\n")

    assert "está dañada: no es de PostgreSQL 18." in _refusal(used)


def test_folder_without_a_cluster(var):
    (var / "postgres" / "datos").mkdir(parents=True)
    (var / "postgres" / "datos" / "algo").touch()

    assert "está dañada: no contiene una base de datos." in _refusal(var)


@pytest.mark.parametrize("name", ["global/pg_control", "postgresql.conf", "pg_hba.conf"])
def test_missing_piece_of_a_cluster(used, name):
    (used / "postgres" / "datos" / name).unlink()

    assert "está dañada: PostgreSQL no pudo iniciarse" in _refusal(used)


def test_scribbled_control_file(used):
    control = used / "postgres" / "datos" / "global" / "pg_control"
    control.write_bytes(os.urandom(control.stat().st_size))

    assert "está dañada: PostgreSQL no pudo iniciarse" in _refusal(used)


def test_lost_password(used):
    (used / "servicios.clave").write_text("otra")

    assert "no es la de la base de datos" in _refusal(used)


def test_stale_pid_file_is_no_obstacle(used):
    """Not even when its number belongs, by now, to another process of the same user."""
    pid_file = used / "postgres" / "datos" / "postmaster.pid"
    identity = identity_for(pid_file.parent)
    other = spawn(
        identity.command(["sleep", "120"], signal.SIGKILL), at_parent_death=signal.SIGKILL
    )
    pid_file.write_text(f"{other.pid}\n{pid_file.parent}\n1\n5432\n\n127.0.0.1\n\nready\n")
    os.chown(pid_file, identity.uid, identity.gid)

    done = manage("embedded", "true", env=environment(used))

    other.kill()
    other.wait()
    assert (done.returncode, done.stderr) == (0, "")


def test_interrupted_creation_is_begun_again(used):
    (used / "postgres" / "datos").rename(used / "postgres" / "datos.nuevo")

    assert manage("embedded", "true", env=environment(used)).returncode == 0


def test_folder_in_use(used, monkeypatch):
    with services({}, used):
        assert "ya está en uso por otra ejecución" in _refusal(used)


def test_port_in_use(var):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        sentence = _refusal(var, "demo", f"--port={port}")

    assert sentence.startswith(f"CommandError: El puerto {port} está en uso")
    assert [kept.name for kept in var.iterdir()] == ["llave-maestra"]  # nothing was started


def test_missing_pango_stops_the_demo(monkeypatch):
    assert not pango.is_missing()
    monkeypatch.setattr(pango, "LIBRARIES", (("libabsent.so.0",),))
    assert pango.is_missing()


def test_embedded_needs_a_command(var):
    done = manage("embedded", env=environment(var))

    assert done.returncode == 2
    assert "Falta el comando por ejecutar." in done.stderr
