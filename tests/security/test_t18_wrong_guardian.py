"""T18: of a case are told the adults who may be told of that pupil, that day; nobody else.

It is asked when the e-mail is written and again when it leaves: in between a court may speak, a
tie may end, and an address may come to belong to somebody else.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cases.models import NotificacionEvento, OutboxMessage, Participant
from cases.models.case import ParticipantRole
from cases.models.notifications import Hecho
from cases.notifications.outcome import told, withheld
from cases.notifications.services import refusal
from cases.reminders import delivery
from schools.files import store_file
from schools.models import Apoderado, Guardianship, School, Student
from schools.tenancy.context import school_context
from tests.cases.notifications.notices import SENT, decided, notify
from tests.cases.scenes import Scene
from tests.factories import ApoderadoFactory, enrolled_student
from tests.security.sheets import undone

pytestmark = pytest.mark.django_db
TODAY = SENT.date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LATER = SENT + timedelta(hours=2)


@dataclass(frozen=True)
class Tie:
    """How an adult stands to the pupil of the case."""

    kind: str  # none, current, ended, future
    order: str  # none, current, past, future: what a court said

    @property
    def may_be_told(self) -> bool:
        return self.kind == "current" and self.order in {"none", "past", "future"}


KINDS, ORDERS = ("none", "current", "ended", "future"), ("none", "current", "past", "future")
TIES = st.builds(Tie, st.sampled_from(KINDS), st.sampled_from(ORDERS))
SPANS = {
    "current": (date(2026, 3, 4), None),
    "ended": (date(2026, 3, 4), YESTERDAY),
    "future": (TOMORROW, None),
}
FORBIDDEN = {
    "current": (date(2026, 5, 1), None),
    "past": (date(2026, 3, 4), YESTERDAY),
    "future": (TOMORROW, None),
}
CHANGES = ("nothing", "the tie ends", "a court forbids", "another address", "is accused too")


@pytest.fixture
def scene(school, monkeypatch) -> Scene:
    scene = decided(school)
    monkeypatch.setattr(delivery, "due_messages", lambda now: waiting(school, now))
    with school_context(school):  # read now, so that a failure can be printed
        assert scene.afectado.student
        assert scene.denunciado.student
    return scene


def waiting(school: School, at: datetime) -> list[tuple[int, int]]:
    """What the sweep's own login would find, inside the test's transaction."""
    with school_context(school):
        rows = OutboxMessage.objects.filter(next_attempt_at__lte=at).order_by("pk")
        return list(rows.values_list("pk", "school_id"))


def relate(scene: Scene, adult: Apoderado, student: Student, tie: Tie) -> None:
    if tie.kind == "none":
        return
    starts, ends = SPANS[tie.kind]
    row = Guardianship(
        apoderado=adult, student=student, relation="padre", starts_on=starts, ends_on=ends
    )
    if tie.order != "none":
        row.restricted = True
        row.restricted_from, row.restricted_until = FORBIDDEN[tie.order]
        row.court_order = store_file(content=b"x", name="o.pdf", mime="application/pdf", at=SENT)
    row.save()


def change(scene: Scene, adult: Apoderado, what: str) -> None:
    """Let something happen between the writing and the sending."""
    ties = Guardianship.objects.filter(apoderado=adult, student=scene.afectado.student)
    if what == "the tie ends":
        ties.filter(starts_on__lte=YESTERDAY).update(ends_on=YESTERDAY)
    elif what == "a court forbids":
        for tie in ties:
            order = store_file(content=b"x", name="o.pdf", mime="application/pdf", at=SENT)
            tie.restricted, tie.court_order = True, order
            tie.restricted_from, tie.restricted_until = None, None
            tie.save()
    elif what == "another address":
        fresh = Apoderado.objects.get(pk=adult.pk)
        fresh.email = "otra.persona@correo.example"
        fresh.save()
    elif what == "is accused too":
        Participant.objects.create(
            case=scene.case, role=ParticipantRole.DENUNCIADO, apoderado=adult
        )


def send_all(scene: Scene) -> list[str]:
    """Send what waits; return to whom it went."""
    mail.outbox.clear()
    delivery.deliver(clock=lambda: LATER, withheld=withheld, told=told)
    return sorted(address for message in mail.outbox for address in message.to)


@settings(
    deadline=None, max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    st.lists(st.tuples(TIES, TIES, st.sampled_from(CHANGES)), min_size=1, max_size=3),
    st.sampled_from(CHANGES),
)
@example([(Tie("current", "current"), Tie("current", "none"), "nothing")], "nothing")
@example([(Tie("none", "none"), Tie("current", "none"), "nothing")], "nothing")
def test_t18_only_who_may_be_told_when_it_leaves(scene, others, of_the_mother):
    """The mother, and up to three adults with a tie to the pupil and another to a sibling."""
    with undone():
        sibling = enrolled_student(scene.school)
        expected = [scene.mother.email] if of_the_mother == "nothing" else []
        adults = [(scene.mother, of_the_mother)]
        for tie, to_sibling, happens in others:
            adult = ApoderadoFactory(school=scene.school)
            with school_context(scene.school):
                relate(scene, adult, scene.afectado.student, tie)
                relate(scene, adult, sibling, to_sibling)
            adults.append((adult, happens))
            expected += [adult.email] if tie.may_be_told and happens == "nothing" else []
        for adult, _ in adults:
            notify(scene, scene.afectado, adult)
        with school_context(scene.school):
            for adult, happens in adults:
                change(scene, adult, happens)

        assert send_all(scene) == sorted(expected)


@pytest.mark.parametrize("what", CHANGES[1:])
def test_t18_what_did_not_leave_says_why(scene, what):
    notify(scene, scene.afectado, scene.mother)
    with school_context(scene.school):
        change(scene, scene.mother, what)

    assert send_all(scene) == []
    with school_context(scene.school):
        last = NotificacionEvento.objects.order_by("pk").last()
    assert last.kind == (Hecho.FALLIDO if what == "another address" else Hecho.NO_AUTORIZADO)


def test_t18_two_guardians_one_with_a_protective_order(scene):
    """The order is about one pupil: of the sibling, the same adult is told as always."""
    father, sibling = ApoderadoFactory(school=scene.school), enrolled_student(scene.school)
    with school_context(scene.school):
        relate(scene, father, scene.afectado.student, Tie("current", "current"))
        relate(scene, father, sibling, Tie("current", "none"))
        brother = Participant.objects.create(
            case=scene.case, role=ParticipantRole.TESTIGO, student=sibling
        )
        assert "restricción judicial" in refusal(
            apoderado=father, participant=scene.afectado, on=TODAY
        )
        assert refusal(apoderado=father, participant=brother, on=TODAY) == ""
    notify(scene, scene.afectado, scene.mother)
    notify(scene, scene.afectado, father)

    assert send_all(scene) == [scene.mother.email]


def test_t18_the_guardian_of_the_sibling_alone_is_told_nothing(scene):
    aunt, sibling = ApoderadoFactory(school=scene.school), enrolled_student(scene.school)
    with school_context(scene.school):
        relate(scene, aunt, sibling, Tie("current", "none"))
    notify(scene, scene.afectado, aunt)

    assert send_all(scene) == []


def test_t18_a_family_is_not_told_of_the_pupil_of_the_other(scene):
    notify(scene, scene.afectado, scene.father)
    notify(scene, scene.denunciado, scene.mother)

    assert send_all(scene) == []
