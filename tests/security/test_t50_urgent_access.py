"""T50: a case opened in an urgency, by whom, for how long, and who is told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.access import may, relate, sight_of
from cases.models import CaseAccess, OutboxMessage, Participant
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from cases.policy import Sight
from cases.states import Acto
from cases.team.grants import grant_access
from cases.urgent import selectors
from cases.urgent.report import send_week_reports
from cases.urgent.services import open_urgently
from convivencia import clock
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.models import AuditEntry, Role
from schools.models.audit import AuditAct
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene
from tests.factories import PASSWORD, MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db
REASON = "La niña no ha vuelto del recreo y la encargada no contesta."


@pytest.fixture
def scene(school):
    return Scene.open(school)


@pytest.fixture
def inspector(school):
    return MembershipFactory(school=school, role=Role.INSPECTORIA)


def open_it(scene, actor, *, at=None, **changes):
    answers = {"folio": scene.case.folio, "reason": REASON} | changes
    with school_context(actor.school):
        return open_urgently(actor=actor, now=at or scene.now, **answers)


def sight(scene, actor, at):
    with school_context(scene.school):
        return sight_of(actor, scene.case, at=at)[0]


def notices(school):
    with school_context(school):
        return list(OutboxMessage.objects.filter(kind="urgente"))


def test_t50_it_lasts_sixty_minutes_and_no_more(scene, inspector):
    assert sight(scene, inspector, scene.now) is Sight.NONE

    open_it(scene, inspector)

    assert sight(scene, inspector, scene.now + timedelta(minutes=59)) is Sight.FULL
    assert sight(scene, inspector, scene.now + timedelta(minutes=60)) is Sight.NONE


def test_t50_it_is_for_reading_alone(scene, inspector):
    open_it(scene, inspector)

    with school_context(scene.school):
        relate(inspector, scene.case, at=scene.now)
        refused = {acto: may(inspector, scene.case.functions, acto) for acto in Acto}

    assert all(refused.values())


def test_t50_who_told_it_does_not_act_through_the_urgency(client, scene, inspector):
    with school_context(scene.school):
        grant_access(
            case=scene.case, member=inspector, team_role=TeamRole.DENUNCIO,
            granted_by=scene.encargada, reason="Recibió la denuncia", at=scene.now,
        )  # fmt: skip
    open_it(scene, inspector, at=clock.now())
    client.force_login(inspector.user)

    page = client.get(reverse("case-detail", args=[scene.case.pk])).content.decode()

    with school_context(scene.school):
        relate(inspector, scene.case, at=clock.now())
        assert all(may(inspector, scene.case.functions, acto) for acto in Acto)
    assert "sólo para leer" in page
    assert "Rectificar" not in page
    assert "identity__next" in page
    assert 'class="btn btn-primary" href="/casos' not in page
    identity = reverse("case-identity", args=[scene.case.pk])
    assert client.get(identity).status_code == 404


def test_t50_directora_and_sostenedor_are_told_in_the_same_transaction(scene, inspector):
    holder = MembershipFactory(school=scene.school, role=Role.SOSTENEDOR)

    open_it(scene, inspector)

    told = {m.recipient for m in notices(scene.school)}
    assert {scene.directora.user.email, holder.user.email} <= told
    assert scene.school.sostenedor.email in told


def test_t50_the_notice_says_where_to_look_and_names_nobody(scene, inspector):
    open_it(scene, inspector)

    people = [inspector.user.first_names, "Trinidad", "Baltasar", "6°", "Acoso", REASON]
    for message in notices(scene.school):
        text = message.subject + message.body
        assert not [word for word in people if word in text]
        assert f"caso {scene.case.folio}" in message.body
        assert reverse("case-looks", args=[scene.case.pk]) in message.body
        assert scene.case.folio not in message.subject


def test_t50_if_the_notice_cannot_be_written_nothing_opens(scene, inspector, monkeypatch):
    def refuse(**_):
        raise RuntimeError

    monkeypatch.setattr("cases.urgent.services.enqueue", refuse)

    with pytest.raises(RuntimeError):
        open_it(scene, inspector)
    assert sight(scene, inspector, scene.now) is Sight.NONE


def test_t50_it_leaves_who_why_and_until_when(scene, inspector):
    access = open_it(scene, inspector)

    with school_context(scene.school):
        entry = AuditEntry.objects.get(act=AuditAct.OTORGAR, object_id=access.pk)
        count = selectors.urgent_since(entry.at - timedelta(1), entry.at + timedelta(1))
    assert (entry.user_id, entry.case_id) == (inspector.user_id, scene.case.pk)
    assert REASON in entry.detail
    assert access.until == scene.now + timedelta(minutes=60)
    assert count == 1


@pytest.mark.parametrize("reason", ["", "urgente", " " * 40, "a" * 19])
def test_t50_without_a_reason_there_is_none(scene, inspector, reason):
    with pytest.raises(DomainError):
        open_it(scene, inspector, reason=reason)

    assert notices(scene.school) == []
    assert sight(scene, inspector, scene.now) is Sight.NONE


def test_t50_it_is_never_extended_in_silence(scene, inspector):
    open_it(scene, inspector)
    before = len(notices(scene.school))

    with pytest.raises(AlreadyDoneError):
        open_it(scene, inspector, at=scene.now + timedelta(minutes=59))
    assert len(notices(scene.school)) == before
    assert sight(scene, inspector, scene.now + timedelta(minutes=61)) is Sight.NONE

    open_it(scene, inspector, at=scene.now + timedelta(minutes=90))
    assert len(notices(scene.school)) == 2 * before
    with school_context(scene.school):
        assert CaseAccess.objects.filter(team_role=TeamRole.URGENTE).count() == 1


def test_t50_never_across_schools_nor_for_who_takes_part(scene, inspector):
    stranger = MembershipFactory(school=SchoolFactory(), role=Role.INSPECTORIA)
    with school_context(scene.school):
        Participant.objects.create(
            case=scene.case, role=ParticipantRole.DENUNCIADO, membership=inspector
        )

    said = set()
    for actor, folio in ((stranger, None), (inspector, None), (inspector, "2026-9999")):
        with pytest.raises(DomainError) as refused:
            open_it(scene, actor, **({"folio": folio} if folio else {}))
        said.add(refused.value.message)

    assert len(said) == 1
    assert sight(scene, inspector, scene.now) is Sight.NONE


ALLOWED = {Role.EQUIPO, Role.DIRECTIVO, Role.INSPECTORIA}


@pytest.mark.parametrize("role", [r for r in Role.values if r not in ALLOWED])
def test_t50_other_roles_may_not(scene, role):
    with pytest.raises(DomainError):
        open_it(scene, MembershipFactory(school=scene.school, role=role))


def test_t50_the_page_asks_for_the_password_again(client, scene, inspector):
    client.force_login(inspector.user)
    page = reverse("case-urgent")

    asked = client.get(page, follow=True)
    assert "Confirme que es usted" in asked.content.decode()
    client.post(asked.redirect_chain[-1][0], {"password": PASSWORD})
    shown = client.get(page)
    envio = shown.context["form"]["envio"].value()
    done = client.post(page, {"folio": scene.case.folio, "reason": REASON, "envio": envio})

    assert done.url == reverse("case-detail", args=[scene.case.pk])
    assert notices(scene.school)
    assert client.get(done.url).status_code == 200


def test_t50_a_form_sent_without_the_password_opens_nothing(client, scene, inspector):
    client.force_login(inspector.user)
    answers = {"folio": scene.case.folio, "reason": REASON, "envio": "x" * 32}

    assert "/reauthenticate/" in client.post(reverse("case-urgent"), answers).url
    assert notices(scene.school) == []


def test_t50_once_a_week_the_direction_reads_how_many(scene, inspector):
    opened = clock.now()
    open_it(scene, inspector, at=opened)

    for hours in range(1, 7 * 24, 5):
        send_week_reports(now=opened + timedelta(hours=hours))

    with school_context(scene.school):
        rows = list(OutboxMessage.objects.filter(key__startswith="urgente-semana"))
    weeks = {m.key.split(":")[1] for m in rows}
    people = {m.recipient for m in rows}
    assert scene.directora.user.email in people
    assert len(rows) <= len(weeks) * len(people)
    assert all("en los últimos 7 días: 1." in m.body for m in rows)
