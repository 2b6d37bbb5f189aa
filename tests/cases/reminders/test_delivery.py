"""The outbox empties itself: once, in order, with patience, and says what it could not do."""

from datetime import timedelta

import pytest
from django.test import override_settings

from cases.models import NotificacionEvento, OutboxMessage
from cases.notifications.outcome import told, withheld
from cases.reminders import delivery
from cases.reminders.outbox import enqueue
from schools.tenancy.context import school_context
from tests.cases.notifications.notices import SENT, Mailbox, decided, notify
from tests.cases.scenes import Scene
from tests.factories import SchoolFactory
from tests.faults.smtp import post_office

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "sweep", "owner"])


@pytest.fixture
def post():
    with post_office() as post:
        backend = "django.core.mail.backends.smtp.EmailBackend"
        with override_settings(
            EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=post.port,
            EMAIL_USE_TLS=False, EMAIL_TIMEOUT=1,
        ):  # fmt: skip
            yield post


def write(school, count: int = 1, kind: str = "aviso") -> list[OutboxMessage]:
    with school_context(school):
        return [
            enqueue(
                key=f"{kind}:{n}", kind=kind, recipient=f"p{n}@aromos.example",
                subject="Asunto", body="Texto", now=SENT,
            )
            for n in range(count)
        ]  # fmt: skip


def run(after: timedelta = timedelta()) -> int:
    return delivery.deliver(clock=lambda: SENT + after, withheld=withheld, told=told)


def read(message: OutboxMessage) -> OutboxMessage:
    with school_context(message.school_id):
        return OutboxMessage.objects.get(pk=message.pk)


def test_each_message_of_each_school_goes_once(post):
    messages = [m for _ in range(2) for m in write(SchoolFactory(), 3)]

    assert (run(), run()) == (6, 0)
    assert sorted(post.taken) == sorted(m.message_id for m in messages)
    assert {read(m).state for m in messages} == {"enviado"}


@pytest.mark.parametrize("answer", ["451 más tarde", "421 cerrando"])
def test_a_refusal_for_now_is_tried_again_later_and_later(post, school, answer):
    (message,) = write(school)
    post.answer = lambda _: answer
    waits = []
    after = timedelta()
    for _ in range(4):
        run(after)
        row = read(message)
        waits.append(row.next_attempt_at - (SENT + after))
        after = row.next_attempt_at - SENT
    post.answer = lambda _: "250 ok"

    assert waits == [timedelta(minutes=m) for m in (1, 2, 4, 8)]
    assert run(after) == 1
    assert read(message).state == "enviado"


def test_a_refusal_for_ever_is_seen_and_not_repeated(post, school):
    bad, good = write(school, 2)
    post.answer = lambda name: "550 no existe" if name == bad.message_id else "250 ok"

    assert run() == 1
    assert (read(bad).state, read(good).state) == ("fallido", "enviado")
    assert read(bad).next_attempt_at is None
    assert "550" in read(bad).last_error
    assert run(timedelta(days=1)) == 0


def test_a_mailbox_that_does_not_exist_is_permanent(post, school):
    (message,) = write(school)
    post.rcpt = "550 desconocido"

    run()

    assert read(message).state == "fallido"
    assert "@" not in read(message).last_error


def test_a_server_that_hangs_after_data_is_not_waited_for_ever(post, school):
    import threading

    first, second = write(school, 2)
    post.hold = threading.Event()

    assert run() == 0
    assert post.seen == [first.message_id]  # no storm: one message found out, the rest wait
    assert read(first).state == read(second).state == "pendiente"
    post.hold.set()


def test_with_the_server_down_one_message_is_tried_per_run(school):
    messages = write(school, 3)
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1", EMAIL_PORT=1, EMAIL_USE_TLS=False,
    ):  # fmt: skip
        run()

    assert sorted(read(m).attempts for m in messages) == [0, 0, 1]


def test_after_three_days_it_gives_up_and_says_so(post, school):
    (message,) = write(school)

    run(timedelta(days=3, minutes=1))

    assert read(message).state == "fallido"
    assert "3 días" in read(message).last_error


def test_a_notice_that_never_left_shows_it(post, school):
    scene = decided(school)
    notify(scene, scene.afectado, scene.mother)

    run(timedelta(days=3, minutes=1))

    assert rungs(scene) == ["enviado", "fallido"]


def test_a_code_that_expired_is_not_sent(post, school):
    (message,) = write(school, kind="codigo")

    run(timedelta(minutes=16))

    assert post.seen == []
    assert read(message).state == "fallido"


def test_a_code_goes_before_what_was_waiting(post, school):
    write(school, 3)
    (code,) = write(school, kind="codigo")

    run()

    assert post.taken[0] == code.message_id


def test_no_lock_is_held_while_it_sends(post, school):
    """While the server thinks, another connection may write the row."""
    (message,) = write(school)
    changed = []

    def answer(_: str) -> str:
        from tests.databases import owner

        with owner() as connection:
            connection.execute("SELECT set_config('app.school_id', %s, false)", [str(school.pk)])
            connection.execute("SET lock_timeout = '500ms'")
            changed.append(
                connection.execute(
                    "UPDATE cases_outboxmessage SET last_error = 'x' WHERE id = %s", [message.pk]
                ).rowcount
            )
        return "250 ok"

    post.answer = answer
    assert run() == 1
    assert changed == [1]


@pytest.fixture
def scene(school) -> Scene:
    return decided(school)


def rungs(scene: Scene) -> list[str]:
    with school_context(scene.school):
        return list(NotificacionEvento.objects.values_list("kind", flat=True))


def test_a_notice_that_the_server_took_is_delivered(post, scene):
    notify(scene, scene.afectado, scene.mother)

    run()

    assert rungs(scene) == ["enviado", "entregado"]


def test_a_notice_that_the_server_refused_shows_it(post, scene):
    notify(scene, scene.afectado, scene.mother)
    post.answer = lambda _: "550 no"

    run()

    assert rungs(scene) == ["enviado", "fallido"]


def test_a_right_that_ended_between_writing_and_sending_stops_the_email(post, scene):
    notify(scene, scene.afectado, scene.mother)
    with school_context(scene.school):
        scene.mother.guardianships.update(ends_on=SENT.date() - timedelta(days=1))

    run()

    assert post.seen == []
    assert rungs(scene) == ["enviado", "no_autorizado"]


def test_an_address_that_changed_meanwhile_gets_nothing(post, scene):
    notify(scene, scene.afectado, scene.mother)
    with school_context(scene.school):
        scene.mother.email = "nueva@correo.example"
        scene.mother.save()

    run()

    assert post.seen == []
    assert rungs(scene) == ["enviado", "fallido"]


def test_links_do_not_stay_in_the_table_once_they_left(post, scene):
    notify(scene, scene.afectado, scene.mother)
    mailbox = Mailbox(scene, scene.mother.email)
    token = mailbox.link().rstrip("/").rpartition("/")[2]

    run()

    assert token not in mailbox.messages()[0].body
