"""T17: every e-mail, written in a case full of canaries: none of them sings, wherever one listens.

Each module that writes e-mails is here with what makes it write; one that is not fails the suite.
No other channel exists: neither text messages nor notices on a telephone.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from email.header import decode_header, make_header
from email.message import Message

import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory
from django.test.signals import template_rendered
from django.urls import reverse

from cases.documents.signing import Signer, ask_signatures
from cases.families.codes import request_code
from cases.models import Notificacion, OutboxMessage, Participant, Vencimiento
from cases.reminders.digest import Counts, digest_message
from cases.reminders.mailer import _email
from cases.reminders.outbox import enqueue
from cases.reminders.seals import seal_school
from cases.reminders.sweep import remind
from cases.reserve.identities import ask_identity, decide_identity, keep_identity
from cases.team.conflict import cover_directora
from cases.urgent.report import send_week_reports
from cases.urgent.services import open_urgently
from convivencia import clock
from schools.accounts.password_help import ask_help
from schools.accounts.resets import ask_reset, decide_reset
from schools.accounts.tasks import send_password_help
from schools.members.invitations import send_password_link
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.notifications.notices import SENT, decided, notify
from tests.cases.scenes import Scene, at
from tests.factories import MembershipFactory
from tests.security.canaries import COURSE_LETTER, RELATO, STRANGER, Canaries, heard, let_loose
from tests.sign_in import enrol

pytestmark = pytest.mark.django_db
APPS = ("cases", "convivencia", "protocols", "schools")
WRITES = re.compile(r"\b(enqueue|send_mail|send_mass_mail|EmailM\w+|send_notification_mail)\(")
FOLDERS = ("email", "account/email", "mfa/email", "schools/factor", "schools/members")
HEADERS = {
    "Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version",
    "Message-ID", "Subject", "To", "X-Auto-Response-Suppress",
}  # fmt: skip


def a_notice(scene: Scene) -> None:
    notify(scene, scene.afectado, scene.mother)


def a_code(scene: Scene) -> None:
    with school_context(scene.school):
        notice = Notificacion.objects.select_related("apoderado").last()
        request_code(notice=notice, school=scene.school, right_run=True, source="x", now=SENT)


def the_reminders(scene: Scene) -> None:
    with school_context(scene.school):
        for row in Vencimiento.objects.filter(due_at__isnull=False).exclude(owner_role=""):
            for when in ("2026-04-29 15:00", "2026-05-28 10:00", "2026-06-20 12:00"):
                Vencimiento.objects.filter(pk=row.pk).update(next_reminder_at=at(when))
                remind(pk=row.pk, now=at(when))


def the_sostenedor(scene: Scene) -> None:
    """Leave nobody in the school to remind: then the sostenedor is told."""
    with school_context(scene.school):
        row = Vencimiento.objects.filter(due_at__isnull=False).exclude(owner_role="").last()
        type(scene.directora).objects.update(active_until=date(2026, 2, 1))
        Vencimiento.objects.filter(pk=row.pk).update(next_reminder_at=at("2026-06-20 12:00"))
        remind(pk=row.pk, now=at("2026-06-20 12:00"))
        type(scene.directora).objects.update(active_until=None)


def the_summary(scene: Scene) -> None:
    message = digest_message(scene.school, Counts(1, 2, 3, 1), date(2026, 6, 3))
    with school_context(scene.school):
        enqueue(
            key="r", kind="resumen", recipient="x@y.example",
            subject=message.subject, body=message.body, now=SENT,
        )  # fmt: skip


def the_seal(scene: Scene) -> None:
    with school_context(scene.school), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # entries are linked at the commit
    seal_school(scene.school, now=clock.now(), folder=settings.AUDIT_SEALS_DIR / "t17")


def an_urgency(scene: Scene) -> None:
    actor = MembershipFactory(school=scene.school, role=Role.INSPECTORIA)
    with school_context(scene.school):
        open_urgently(folio=scene.case.folio, reason=RELATO, actor=actor, now=clock.now())


def the_urgencies_of_the_week(scene: Scene) -> None:
    for hours in range(1, 7 * 24, 5):
        send_week_reports(now=clock.now() + timedelta(hours=hours))


def many_look_ups(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.encargada.user)
    for _ in range(22):
        client.get(reverse("student-list"), {"q": scene.afectado.student.run})


def a_conflict(scene: Scene) -> None:
    with school_context(scene.school):
        Participant.objects.create(
            case=scene.case, role="denunciado", membership=scene.directora, notes=RELATO
        )
        cover_directora(case=scene.case, actor=scene.encargada, now=SENT)


def a_reserve(scene: Scene) -> None:
    with school_context(scene.school):
        person = Participant.objects.create(case=scene.case, role="denunciante", third_party="x")
        identity = keep_identity(
            participant=person, name=STRANGER, detail=RELATO, taken_by=scene.encargada.user, at=SENT
        )
        given = {"case": scene.case, "now": clock.now()}
        row = ask_identity(identity=identity, actor=scene.encargada, reason=RELATO, **given)
        decide_identity(pk=row.pk, actor=scene.directora, grant=True, answer=RELATO, **given)


def a_forgotten_password(scene: Scene) -> None:
    ask_help(scene.encargada.user.email)
    ask_help("nadie@aromos.example")
    send_password_help()


def an_invitation(scene: Scene) -> None:
    send_password_link(scene.encargada.user)


def a_lost_factor(scene: Scene) -> None:
    enrol(scene.profesor.user)
    with school_context(scene.school):
        asked = ask_reset(membership=scene.profesor, reason=RELATO, actor=scene.encargada, now=SENT)
        decide_reset(reset=asked, is_granted=True, actor=scene.directora, now=SENT)
    assert not Authenticator.objects.filter(user=scene.profesor.user).exists()


def the_account(scene: Scene) -> None:
    """Send each notice of the account that exists, ours or overridden."""
    request = RequestFactory().get("/", headers={"user-agent": "x"})
    request.user = scene.encargada.user
    with request_context(request):
        for folder in ("account/email", "mfa/email"):
            for path in sorted((settings.BASE_DIR / "templates" / folder).glob("*_message.txt")):
                prefix = f"{folder}/{path.name.removesuffix('_message.txt')}"
                get_adapter().send_notification_mail(
                    prefix, request.user, {"password_reset_url": "x"}, request.user.email
                )


def a_signature(scene: Scene) -> None:
    with school_context(scene.school):
        paper = scene.case.documents.filter(state="emitido").order_by("pk").first()
        signers = [Signer("Xilócara", "Directora", scene.directora)]
        ask_signatures(
            case=scene.case, document=paper, signers=signers, actor=scene.encargada, now=SENT
        )


WRITERS: dict[str, tuple[Callable[[Scene], None], ...]] = {
    "cases/notifications/services.py": (a_notice,),
    "cases/families/codes.py": (a_code,),
    "cases/documents/signing.py": (a_signature,),
    "cases/reminders/sweep.py": (the_reminders, the_sostenedor),
    "cases/reminders/digest.py": (the_summary,),
    "cases/urgent/services.py": (an_urgency,),
    "cases/urgent/report.py": (the_urgencies_of_the_week,),
    "cases/lookups.py": (many_look_ups,),
    "cases/reserve/notices.py": (a_reserve,),
    "cases/team/conflict.py": (a_conflict,),
    "schools/accounts/password_help.py": (a_forgotten_password,),
    "schools/members/invitations.py": (an_invitation,),
    "schools/accounts/resets.py": (a_lost_factor,),
    "schools/accounts/totp.py": (the_account,),
    "schools/accounts/external_views.py": (the_account,),
    "cases/reminders/seals.py": (the_seal,),  # the last: what the others did is on the trail
}
DOORS = {"cases/reminders/outbox.py", "cases/reminders/mailer.py"}  # what the others go through


@pytest.fixture
def scene(school) -> Scene:
    return decided(school)


def in_the_outbox(scene: Scene) -> list[Message]:
    with school_context(scene.school):
        return [_email(row).message() for row in OutboxMessage.objects.order_by("pk")]


def parts_of(message: Message) -> dict[str, str]:
    """Return what a mailbox shows or keeps of `message`: each header, and the text."""
    found = {name: str(make_header(decode_header(v))) for name, v in message.items()}
    return found | {"text": message.get_payload(decode=True).decode()}


def said_in(message: Message, canaries: Canaries) -> list[tuple[str, str, str]]:
    parts = parts_of(message)
    return [
        (parts["Subject"], where, word)
        for where, text in parts.items()
        for word in heard(canaries.all, text)
    ]


def test_t17_no_mail_says_who_which_course_what_kind_or_what_happened(
    scene, django_capture_on_commit_callbacks
):
    canaries, used, written = let_loose(scene), set(), {}

    def note(template, **_):
        used.add(template.name)

    template_rendered.connect(note)
    try:
        for module, walks in WRITERS.items():
            before = len(in_the_outbox(scene)) + len(mail.outbox)
            with django_capture_on_commit_callbacks(execute=True):
                for walk in walks:
                    walk(scene)
            written[module] = len(in_the_outbox(scene)) + len(mail.outbox) - before
    finally:
        template_rendered.disconnect(note)
    messages = in_the_outbox(scene) + [one.message() for one in mail.outbox]

    assert [said for message in messages for said in said_in(message, canaries)] == []
    assert {module for module, count in written.items() if not count} == set()
    assert templates() - {name.split("/")[-1] for name in used} == set()
    for message in messages:
        assert set(message.keys()) <= HEADERS
        assert (message.get_content_type(), message.get_filename()) == ("text/plain", None)


def templates() -> set[str]:
    root = settings.BASE_DIR / "templates"
    return {path.name for folder in FOLDERS for path in (root / folder).glob("*.txt")}


def test_t17_every_module_that_writes_mail_is_here():
    root = settings.BASE_DIR
    files = [p for app in APPS for p in (root / app).rglob("*.py")]
    found = {str(p.relative_to(root)) for p in files if WRITES.search(p.read_text())}

    assert found == set(WRITERS) | DOORS


def test_t17_the_canaries_sing_where_they_may(scene):
    """The control: the words are those of the case, however they are written."""
    canaries = let_loose(scene)
    person = scene.afectado
    with school_context(scene.school):
        page = f"{person.student.name} {person.student.shown_run} {RELATO.upper()}"
        course = str(person.student.enrolments.get().curso)
        title = Vencimiento.objects.get(step_id="bul-04-activacion").title

    assert {*heard(canaries.names, page)} >= {"Xilócara", "Quirquincho"}
    assert heard(canaries.runs, page) == [person.student.run[:-1]]
    assert heard(canaries.facts, page) == list(canaries.facts)
    assert heard(canaries.courses, f"un curso: {course}")
    assert COURSE_LETTER in course
    assert heard(canaries.types, title)
    assert heard(("zarigüeya",), "?q=zarig%C3%BCeya")
    assert heard(("zarigüeya",), "la zarig&uuml;eya")
