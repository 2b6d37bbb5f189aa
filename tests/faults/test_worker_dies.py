"""A worker that is killed in the middle of sending neither loses nor invents a message."""

import threading
import time
from datetime import datetime

import psycopg
import pytest

from cases.models import OutboxMessage
from cases.reminders.delivery import CLAIM
from cases.reminders.outbox import enqueue
from convivencia.celery import app
from convivencia.clock import now
from schools.tenancy.context import school_context
from tests.databases import owner
from tests.factories import SchoolFactory

pytestmark = pytest.mark.services


@pytest.fixture
def school(processes):
    return SchoolFactory()


def write(school, count: int = 1, at: datetime | None = None) -> list[str]:
    with school_context(school):
        rows = [
            enqueue(
                key=f"prueba:{n}", kind="aviso", recipient=f"persona{n}@aromos.example",
                subject="Caso 2026-0001: vence hoy", body="Texto", now=at or now(),
            )
            for n in range(count)
        ]  # fmt: skip
    return [row.message_id for row in rows]


def wake() -> None:
    app.send_task("cases.tasks.deliver_outbox")


def state(school) -> tuple[int, int]:
    """Return how many messages are sent, and how many wait."""
    with school_context(school):
        rows = OutboxMessage.objects.all()
        return rows.filter(state="enviado").count(), rows.filter(state="pendiente").count()


def after_the_claim(processes) -> None:
    processes.shift_clock(CLAIM.total_seconds() + 60)


def test_killed_before_the_server_answered(processes, post, school):
    """The first worker dies with the message in the air; the next one sends it, once."""
    (message_id,) = write(school)
    post.hold = threading.Event()
    worker = processes.worker()
    wake()
    processes.until(post.arrived.is_set, "el primer envío")

    processes.kill(worker)
    post.answer = lambda _: "451 ya no hay nadie"  # nobody hears it: the message was not taken
    post.hold.set()
    processes.until(lambda: post.answered == 1, "la respuesta que nadie oye")
    assert state(school) == (0, 1)
    post.hold, post.answer = None, lambda _: "250 recibido"
    after_the_claim(processes)
    processes.worker()
    wake()

    processes.until(lambda: state(school) == (1, 0), "el segundo envío")
    assert post.seen == [message_id, message_id]
    assert post.taken == [message_id]


def test_killed_between_the_answer_and_the_mark(processes, post, school):
    """The only window in which a message repeats; it does so under the same Message-ID."""
    (message_id,) = write(school)
    with owner() as blocker:
        blocker.autocommit = False
        post.answer = lambda name: _hold_row(blocker, school, name)
        worker = processes.worker()
        wake()
        processes.until(lambda: post.taken, "el 250")
        processes.until(lambda: waiting_for_a_lock(school), "la marca, que espera")
        processes.kill(worker)
        blocker.rollback()
    post.answer = lambda _: "250 recibido"
    assert state(school) == (0, 1)
    after_the_claim(processes)
    processes.worker()
    wake()

    processes.until(lambda: state(school) == (1, 0), "el segundo envío")
    assert post.taken == [message_id, message_id]


def _hold_row(blocker: psycopg.Connection, school, name: str) -> str:
    blocker.execute("SELECT set_config('app.school_id', %s, true)", [str(school.pk)])
    blocker.execute("SELECT id FROM cases_outboxmessage WHERE message_id = %s FOR UPDATE", [name])
    return "250 recibido"


def waiting_for_a_lock(school) -> bool:
    with owner() as connection:
        found = connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
    return found[0] > 0


def test_while_the_claim_holds_nobody_else_sends_it(processes, post, school):
    """Before the claim runs out the message is not due: a second worker leaves it alone."""
    write(school)
    post.hold = threading.Event()
    worker = processes.worker()
    wake()
    processes.until(post.arrived.is_set, "el primer envío")
    processes.kill(worker)

    processes.worker()
    wake()
    write_other = write(school, 2)  # a sign that the second worker did run
    wake()
    post.hold.set()
    post.hold = None
    processes.until(lambda: write_other[1] in post.taken, "el otro mensaje")

    assert post.seen.count(write_other[0]) == 1


def _slowly(_: str) -> str:
    time.sleep(0.1)
    return "250 recibido"


def test_many_messages_and_a_worker_killed_again_and_again(processes, post, school):
    ids = write(school, 40)
    post.answer = _slowly  # so that each worker dies in the middle
    for round_ in range(3):
        worker = processes.worker()
        wake()
        done = len(set(post.taken)) + 8
        processes.until(lambda done=done: len(set(post.taken)) >= done, "ocho más")
        processes.kill(worker)
        processes.shift_clock((round_ + 1) * (CLAIM.total_seconds() + 60))
    processes.worker()
    wake()

    processes.until(lambda: state(school) == (40, 0), "el resto")
    assert set(post.taken) == set(ids)
    assert len(post.taken) - len(set(post.taken)) <= 3  # at most the one in the air at each death
