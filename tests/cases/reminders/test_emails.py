"""How an e-mail is kept in the outbox. What none may say: tests/security/test_t17_mail.py."""

from datetime import date

import pytest

from cases.reminders.digest import Counts, digest_message
from cases.reminders.outbox import enqueue, message_id
from schools.tenancy.context import school_context
from tests.cases.notifications.notices import SENT
from tests.cases.scenes import Scene


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school)


def test_the_key_stays_out_of_the_message_id(scene):
    with school_context(scene.school):
        first = enqueue(
            key="plazo:1", kind="aviso", recipient="a@b.example", subject="s", body="b", now=SENT
        )
        again = enqueue(
            key="plazo:1", kind="aviso", recipient="otro@b.example", subject="x", body="y", now=SENT
        )

    assert first.pk == again.pk
    assert again.recipient == "a@b.example"
    with school_context(scene.school):
        assert first.message_id == message_id("plazo:1") != message_id("plazo:2")
    assert first.message_id.endswith("@convivencia.example>")
    assert "plazo" not in first.message_id


def test_a_subject_is_one_line(scene):
    scene.school.name = "Colegio\r\nBcc: todos@mundo.example"

    message = digest_message(scene.school, Counts(today=1), date(2026, 6, 3))

    assert "\n" not in message.subject
    assert "\r" not in message.subject
