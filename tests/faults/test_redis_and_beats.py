"""Redis forgets, beats double: PostgreSQL remembers, and each reminder is said once."""

from collections import Counter
from datetime import timedelta

import pytest

from cases.models import OutboxMessage
from convivencia.celery import app
from convivencia.clock import now
from schools.tenancy.context import school_context
from tests.cases.reminders.beds import written
from tests.cases.scenes import Scene, at
from tests.factories import SchoolFactory

pytestmark = pytest.mark.services
MOMENT = at("2026-06-04 09:00")  # the informe of each case is three hábiles late


@pytest.fixture
def scenes(processes) -> list[Scene]:
    processes.shift_clock((MOMENT - now()).total_seconds())
    scenes = [Scene.open(SchoolFactory()).heard() for _ in range(3)]
    for scene in scenes:
        with school_context(scene.school):
            owned = scene.case.vencimientos.filter(due_at__isnull=False).exclude(owner_role="")
            owned.update(next_reminder_at=MOMENT - timedelta(minutes=5))
    return scenes


def keys(scenes: list[Scene]) -> Counter:
    return Counter((m.school_id, m.key) for s in scenes for m in written(s.school))


def all_sent(scenes: list[Scene]) -> bool:
    messages = [m for s in scenes for m in written(s.school)]
    return bool(messages) and all(m.state == "enviado" for m in messages)


def test_two_beats_and_two_workers_say_each_thing_once(processes, post, scenes):
    processes.worker()
    processes.worker()
    processes.beat()
    processes.beat()

    processes.until(lambda: silent(scenes), "que no quede aviso pendiente")
    processes.until(lambda: all_sent(scenes), "que todo salga")

    assert set(keys(scenes).values()) == {1}
    assert Counter(post.taken).most_common(1)[0][1] == 1
    assert len(post.taken) == sum(keys(scenes).values())


def silent(scenes: list[Scene]) -> bool:
    for scene in scenes:
        with school_context(scene.school):
            if scene.case.vencimientos.filter(next_reminder_at__lte=MOMENT).exists():
                return False
    return True


def test_a_redis_that_forgets_everything_loses_nothing(processes, post, broker, scenes):
    for task in ("sweep", "deliver_outbox"):
        app.send_task(f"cases.tasks.{task}")  # nobody is up: they wait in Redis
    assert broker.llen("celery") == 2
    broker.flushall()
    assert keys(scenes) == Counter()

    processes.worker()
    processes.beat()

    processes.until(lambda: all_sent(scenes), "que todo salga")
    broker.flushall()  # and once more, with the worker running
    with school_context(scenes[0].school):
        OutboxMessage.objects.update(state="pendiente", next_attempt_at=MOMENT)
    processes.until(lambda: all_sent(scenes), "que se reponga solo")
    assert set(keys(scenes).values()) == {1}
