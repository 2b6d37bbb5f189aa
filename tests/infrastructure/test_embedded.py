"""The embedded services: twice, from anywhere, as anybody, and nothing left behind."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psycopg
import pytest
import redis

from convivencia.embedded import services
from tests.infrastructure.support import (
    MANAGE,
    PATIENCE,
    as_ordinary_user,
    end,
    environment,
    manage,
    processes_about,
    start,
    wait_until,
)

pytestmark = pytest.mark.services


@pytest.fixture
def var(tmp_path):
    yield tmp_path / "datos"
    assert processes_about(tmp_path) == []


@pytest.fixture
def waiting(var):
    """An `embedded` command that is up and waits, with what it runs."""
    process = start("embedded", "sh", "-c", "echo arriba; exec sleep 300", env=environment(var))
    assert process.stdout.readline() == "arriba\n"
    yield process
    end(process)


def test_data_survive_from_one_run_to_the_next(var):
    for turn in (1, 2):
        with services({}, var) as urls, psycopg.connect(urls["DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS turnos (n int)")
            connection.execute("INSERT INTO turnos VALUES (1)")
            assert connection.execute("SELECT count(*) FROM turnos").fetchone() == (turn,)


def test_both_services_ask_for_a_password(var):
    with services({}, var) as urls:
        wrong = urls["DATABASE_URL"].split("@")[1]
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(f"postgres://postgres:otra@{wrong}")
        address = urls["REDIS_URL"].split("@")[1]
        client = redis.Redis.from_url(f"redis://{address}")
        with client, pytest.raises(redis.AuthenticationError):
            client.ping()


def test_both_services_listen_on_loopback_only(var):
    with services({}, var) as urls:
        ports = {int(url.rsplit(":", 1)[1].split("/")[0]) for url in urls.values()}
        listening = Path("/proc/net/tcp").read_text().splitlines()[1:]
        rows = [line.split() for line in listening]
        addresses = {r[1].split(":")[0] for r in rows if int(r[1].split(":")[1], 16) in ports}
        assert addresses == {"0100007F"}


def test_durable_data_are_synced_and_throwaway_data_are_not(var):
    for folder, expected in ((var, "on"), (None, "off")):
        with services({}, folder) as urls, psycopg.connect(urls["DATABASE_URL"]) as connection:
            assert connection.execute("SHOW fsync").fetchone() == (expected,)


def test_known_addresses_are_used_and_nothing_is_started(var):
    env = {"DATABASE_URL": "postgres://una", "REDIS_URL": "redis://otra"}

    with services(env, var) as urls:
        assert urls == env

    assert not var.exists()


def test_only_the_missing_service_is_started(var):
    with services({"DATABASE_URL": "postgres://una"}, var) as urls:
        assert urls["DATABASE_URL"] == "postgres://una"
        with redis.Redis.from_url(urls["REDIS_URL"]) as client:
            assert client.ping()

    assert not (var / "postgres").exists()


@pytest.mark.parametrize("code", [0, 7])
def test_command_ends_as_what_it_ran(var, code):
    done = manage("embedded", "sh", "-c", f"exit {code}", env=environment(var), cwd="/")

    assert done.returncode == code
    assert done.stderr == ""


def test_command_gives_the_addresses_of_both_services(var):
    script = (
        "import os, psycopg, redis;"
        "psycopg.connect(os.environ['DATABASE_URL']).close();"
        "print(redis.Redis.from_url(os.environ['REDIS_URL']).ping())"
    )

    done = manage("embedded", "python", "-c", script, env=environment(var))

    assert (done.returncode, done.stdout) == (0, "True\n")


def test_command_accepts_one_of_our_own(var):
    done = manage("embedded", "migrate", "--help", env=environment(var))

    assert done.returncode == 0
    assert "--database" in done.stdout


def test_command_killed_by_a_signal_gives_the_code_of_a_shell(var):
    done = manage("embedded", "sh", "-c", "kill -KILL $$", env=environment(var))

    assert done.returncode == 128 + signal.SIGKILL


def test_unknown_program_is_one_sentence(var):
    done = manage("embedded", "programa-que-no-existe", env=environment(var))

    assert done.returncode == 127
    assert done.stderr == "No existe el programa «programa-que-no-existe».\n"


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_signal_leaves_no_process(var, waiting, number, code):
    waiting.send_signal(number)

    assert waiting.wait(PATIENCE) == code
    assert "Traceback" not in waiting.stdout.read()
    assert processes_about(var) == []


def test_ctrl_c_reaches_the_whole_group_and_leaves_no_process(var, waiting):
    os.killpg(waiting.pid, signal.SIGINT)

    assert waiting.wait(PATIENCE) == 130
    assert processes_about(var) == []


def test_killed_parent_leaves_no_process(var, waiting):
    limit = time.monotonic() + PATIENCE
    while not _children(waiting.pid, "sleep") and time.monotonic() < limit:
        time.sleep(0.05)  # the command starts a moment after the services say they are up
    (command,) = _children(waiting.pid, "sleep")
    assert len(processes_about(var)) >= 2

    waiting.kill()
    waiting.wait()

    assert wait_until(lambda: processes_about(var) == [])
    assert wait_until(lambda: not Path(f"/proc/{command}").exists())


def test_data_are_good_after_a_killed_parent(var, waiting):
    waiting.kill()
    waiting.wait()

    with services({}, var) as urls:
        psycopg.connect(urls["DATABASE_URL"]).close()


def test_ordinary_user_starts_it_twice_from_any_folder(tmp_path):
    env = environment(tmp_path / "datos", HOME=str(tmp_path))
    argv = as_ordinary_user([*MANAGE, "embedded", "id", "-u"])

    for _ in range(2):
        done = subprocess.run(
            argv, env=env, cwd="/", capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert int(done.stdout) != 0

    assert processes_about(tmp_path) == []


def _children(pid, name):
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [child for child in found if Path(f"/proc/{child}/comm").read_text().strip() == name]
