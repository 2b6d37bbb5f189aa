"""The process where documents are drawn: no way out of it, and an end to what it may take."""

import contextlib
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from cases.documents import press as presses
from cases.documents import worker
from cases.documents.press import Press, PressError
from convivencia.exceptions import DomainError
from tests.benchmarks.bench_memory import grown
from tests.cases.documents.pdf import text_of

PAGE = "<!doctype html><html lang=es-CL><title>Acta</title><h1>Acta</h1><p>{}</p>"


@pytest.fixture(scope="module")
def press():
    press = Press()
    yield press
    press.stop()


def pid(press: Press) -> int:
    return press.pid


def test_one_worker_draws_one_page_after_another(press):
    first = press.draw(PAGE.format("uno"), {})
    found = pid(press)

    assert "uno" in text_of(first)
    assert "dos" in text_of(press.draw(PAGE.format("dos"), {}))
    assert pid(press) == found


def test_a_web_process_that_holds_much_does_not_wear_its_worker_out():
    ballast = bytearray(b"x") * (worker.LAST_AT[1] + 50 * worker.MEGA)
    heavy = Press()
    try:
        heavy.draw(PAGE.format("uno"), {})
        found = pid(heavy)
        for _ in range(2):
            with pytest.raises(PressError):
                heavy.draw(PAGE.format('<img alt=x src="file:///etc/passwd">'), {})
            heavy.draw(PAGE.format("dos"), {})
        assert pid(heavy) == found
    finally:
        heavy.stop()
    assert len(ballast) > worker.LAST_AT[1]


@pytest.mark.parametrize(
    "markup",
    [
        '<img alt=x src="file:///etc/passwd">',
        '<img alt=x src="http://127.0.0.1:1/x.png">',
        '<img alt=x src="data:image/png;base64,AAAA">',
        '<link rel="stylesheet" href="http://127.0.0.1:1/x.css">',
        '<style>@import url("file:///etc/passwd")</style>',
        '<p style="background: url(http://127.0.0.1:1/)">x</p>',
        '<link rel="attachment" href="file:///etc/passwd">',
    ],
)
def test_a_page_that_asks_for_anything_is_not_issued(press, markup):
    with pytest.raises(PressError):
        press.draw(PAGE.format(markup), {})


def test_a_style_that_the_library_does_not_know_is_noticed(press):
    with pytest.raises(PressError, match="unknown property"):
        press.draw(PAGE.format("x") + "<style>p { colour: red }</style>", {})


def test_a_dead_worker_is_replaced(press):
    press.draw(PAGE.format("antes"), {})
    os.kill(pid(press), signal.SIGKILL)
    os.waitpid(pid(press), os.WNOHANG)
    time.sleep(0.2)

    with contextlib.suppress(DomainError):  # it may die with the page in its hands
        press.draw(PAGE.format("durante"), {})
    assert "después" in text_of(press.draw(PAGE.format("después"), {}))


def test_who_takes_too_long_is_refused_and_the_next_one_served(press, monkeypatch):
    press.draw(PAGE.format("listo"), {})
    monkeypatch.setattr(presses, "SECONDS", 0.3)
    started = time.monotonic()

    with pytest.raises(DomainError) as refused:
        press.draw(PAGE.format("palabra " * 200_000), {})

    assert time.monotonic() - started < 10
    assert refused.value.reasons
    monkeypatch.undo()
    assert "después" in text_of(press.draw(PAGE.format("después"), {}))


def test_who_takes_too_much_memory_is_refused_and_the_next_one_served(monkeypatch):
    code = (
        "import sys; from cases.documents import worker;"
        " worker.MEMORY = 400 * worker.MEGA; sys.exit(worker.main())"
    )
    monkeypatch.setattr(presses, "COMMAND", [presses.COMMAND[0], "-E", "-s", "-c", code])
    small = Press()
    try:
        with pytest.raises(DomainError):
            small.draw(PAGE.format("a" * 80_000_000), {})
        assert "después" in text_of(small.draw(PAGE.format("después"), {}))
    finally:
        small.stop()


def test_a_letter_that_no_font_has_stops_nothing(press):
    assert "hola" in text_of(press.draw(PAGE.format("hola \U0001f642 漢 \U0001d54f"), {}))


def test_two_threads_wait_for_each_other(press):
    found: dict[int, str] = {}

    def draw(number: int) -> None:
        found[number] = text_of(press.draw(PAGE.format(f"página {number}"), {}))

    threads = [threading.Thread(target=draw, args=[n]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(f"página {n}" in text for n, text in found.items())
    assert len(found) == 4


def test_the_worker_has_no_secret_and_no_way_out(press):
    press.draw(PAGE.format("x"), {})
    home = Path(f"/proc/{pid(press)}")
    environ = (home / "environ").read_bytes().split(b"\0")
    names = {line.split(b"=")[0] for line in environ if line}
    lines = (home / "limits").read_text().splitlines()
    limits = {line[:26].strip(): line[26:].split()[0] for line in lines}

    assert names <= {b"PATH", b"LC_ALL", b"LC_CTYPE"}
    assert limits["Max address space"] == str(worker.MEMORY)
    assert limits["Max file size"] == "0"
    assert limits["Max open files"] == "32"


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd')",
        "open('/tmp/x', 'w')",
        f"open({os.path.realpath('manage.py')!r})",
        "__import__('socket').socket()",
        "__import__('socket').create_connection(('127.0.0.1', 1))",
        "__import__('subprocess').Popen(['true'])",
        "__import__('os').system('true')",
        "__import__('os').fork()",
        "__import__('os').execv('/bin/true', ['true'])",
    ],
)
def test_once_sealed_nothing_opens(attempt):
    child = os.fork()
    if child == 0:  # a seal cannot be taken off: only a process of its own may wear it
        code = 1
        try:
            import socket  # noqa: F401 -- loaded before the doors close
            import subprocess  # noqa: F401

            worker._seal()
            try:
                eval(attempt)
            except PermissionError:
                code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.paper
def test_the_worker_does_not_grow_with_what_it_draws():
    few, many = grown(10, 60)  # `make bench` asks it of a thousand

    assert many <= 1.1 * few


@pytest.mark.parametrize("error", [MemoryError, SystemError])
def test_who_has_no_memory_left_says_too_much(error):
    """A library in C without memory says so with a SystemError: it is no hole of ours."""

    def draw(_html, _images):
        raise error

    assert worker._answer(draw, [b"<p>x"]) == (worker.TOO_MUCH, b"")
