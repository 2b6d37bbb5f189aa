"""Clients of two schools that read at once through a pooler, and do everything that goes wrong."""

import multiprocessing
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.db import DatabaseError, connection, connections

from schools.tenancy.context import school_context
from tests.pgbouncer import Pooler

READ = "SELECT school_id FROM schools_student"
MISHAPS = ("none", "none", "none", "none", "code", "sql", "timeout", "cancel", "vanish")
SELDOM = {"timeout": 0.2, "cancel": 0.1, "vanish": 0.2}  # they take their time


@dataclass(frozen=True)
class Reader:
    """One process that reads `reads` times as a member of `school_id`."""

    school_id: int
    reads: int
    seed: int
    session_scoped: bool = False  # the mistake: the school is set for the connection


@contextmanager
def careless(school_id: int) -> Iterator[None]:
    """What `school_context` must not be: a setting that stays in a shared connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.school_id', %s, false)", [str(school_id)])
    yield


def crowd(pooler: Pooler, clients: list[Reader]) -> Counter:
    """Run all clients at once and return what they saw, added up."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    answers = fork.Queue()
    running = [fork.Process(target=_live, args=(pooler, c, answers)) for c in clients]
    for process in running:
        process.start()
    seen = sum((answers.get(timeout=1800) for _ in running), Counter())
    for process in running:
        process.join()
    return seen


def _live(pooler: Pooler, client: Reader, answers: object) -> None:
    connections.settings["default"].update(HOST=pooler.host, PORT=str(pooler.port))
    connection.settings_dict.update(HOST=pooler.host, PORT=str(pooler.port))
    seen, chance = Counter(), random.Random(client.seed)
    try:
        while seen["reads"] < client.reads:
            _turn(client, chance, seen)
    except BaseException as error:  # noqa: BLE001 -- told to the test, which fails
        seen[f"broke: {type(error).__name__}: {error}"] += 1
    answers.put(seen)
    connection.close()


def _turn(client: Reader, chance: random.Random, seen: Counter) -> None:
    """Be one request: a few reads in a context, and perhaps a mishap in the middle."""
    mishap, reads = chance.choice(MISHAPS), chance.randint(1, 12)
    if chance.random() > SELDOM.get(mishap, 1):
        mishap = "none"
    context = careless if client.session_scoped else school_context
    with suppress(ZeroDivisionError, DatabaseError), context(client.school_id):
        for n in range(reads):
            if n == reads // 2 and mishap != "none":
                seen[mishap] += 1
                _go_wrong(mishap)
            _read(client, seen)
    if not connection.is_usable():
        connection.close()


def _read(client: Reader, seen: Counter) -> None:
    with connection.cursor() as cursor:
        cursor.execute(READ)
        schools = {school_id for (school_id,) in cursor.fetchall()}
    seen["reads"] += 1
    seen["full"] += client.school_id in schools
    seen["foreign"] += bool(schools - {client.school_id})


def _go_wrong(mishap: str) -> None:
    if mishap == "code":
        raise ZeroDivisionError
    if mishap == "vanish":
        connection.connection.pgconn.finish()  # the process dies in the middle of a transaction
        raise ZeroDivisionError
    with connection.cursor() as cursor:
        if mishap == "sql":
            cursor.execute("SELECT 1 / 0")
        elif mishap == "timeout":
            cursor.execute("SET LOCAL statement_timeout = '5ms'")
            cursor.execute("SELECT pg_sleep(1)")
        elif mishap == "cancel":
            threading.Thread(target=_cancel, args=(connection.connection,)).start()
            cursor.execute("SELECT pg_sleep(1)")


def _cancel(running: object) -> None:
    time.sleep(0.01)
    running.cancel()
