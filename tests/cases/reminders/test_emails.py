"""Every e-mail, rendered in a case full of canaries: none of them sings."""

from datetime import date

import pytest

from cases.families.codes import request_code
from cases.models import Denuncia, OutboxMessage, Vencimiento
from cases.reminders.digest import Counts, digest_message
from cases.reminders.outbox import enqueue, message_id
from cases.reminders.sweep import remind
from schools.tenancy.context import school_context
from tests.cases.notifications.notices import SENT, decided, notify
from tests.cases.reminders.beds import written
from tests.cases.scenes import Scene, at

FACTS = "lo empujaron en el baño del segundo piso"
TYPES = (
    "acoso", "bullying", "drogas", "sexual", "vulneraci", "violencia", "denuncia", "agresor",
    "víctima", "sanción", "medida", "delito", "tribunal", "reconsidera", "investiga",
)  # fmt: skip


@pytest.fixture
def scene(school) -> Scene:
    scene = decided(school)
    with school_context(school):
        Denuncia.objects.create(
            case=scene.case, canal="presencial", known_at=SENT, received_at=SENT,
            registered_at=SENT, received_by=scene.encargada, relato=FACTS,
            suggested_key="acoso_escolar",
        )  # fmt: skip
    return scene


def canaries(scene: Scene) -> list[str]:
    with school_context(scene.school):
        students = [scene.afectado.student, scene.denunciado.student]
        adults = [scene.mother, scene.father]
        words = [FACTS, *TYPES]
        for person in students:
            words += [person.first_names, person.paternal, person.maternal, person.run]
            words += [person.shown_run, person.initials, str(person.enrolments.get().curso)]
        for person in adults:
            words += [person.first_names, person.last_names, person.run, person.shown_run]
    return [word for word in words if word]


def every_kind(scene: Scene) -> list[OutboxMessage]:
    """Write one e-mail of each kind, by the code that writes them."""
    notice = notify(scene, scene.afectado, scene.mother)
    with school_context(scene.school):
        notice = type(notice).objects.select_related("apoderado").get(pk=notice.pk)
        request_code(notice=notice, school=scene.school, right_run=True, source="x", now=SENT)
        for row in Vencimiento.objects.filter(due_at__isnull=False).exclude(owner_role=""):
            for when in ("2026-04-29 15:00", "2026-05-28 10:00", "2026-06-20 12:00"):
                Vencimiento.objects.filter(pk=row.pk).update(next_reminder_at=at(when))
                remind(pk=row.pk, now=at(when))
        message = digest_message(scene.school, Counts(1, 2, 3, 1), date(2026, 6, 3))
        enqueue(
            key="r", kind="resumen", recipient="x@y.example",
            subject=message.subject, body=message.body, now=SENT,
        )  # fmt: skip
    return written(scene.school)


def test_no_email_carries_a_name_a_run_a_course_a_type_or_a_fact(scene):
    messages = every_kind(scene)

    kinds = {"notificacion", "codigo", "aviso", "escalamiento", "resumen"}
    assert {m.kind for m in messages} == kinds
    for message in messages:
        said = f"{message.subject}\n{message.body}\n{message.message_id}".lower()
        found = [word for word in canaries(scene) if word.lower() in said]
        assert not found, (message.kind, message.subject, found)


def test_the_canaries_do_sing_in_what_is_not_ours_to_send(scene):
    """The control: the words are really those of the case."""
    with school_context(scene.school):
        title = Vencimiento.objects.get(step_id="bul-04-activacion").title

    assert any(word in title.lower() for word in canaries(scene))


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
