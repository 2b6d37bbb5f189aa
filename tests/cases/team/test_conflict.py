"""A member of staff who turns out to be a party loses sight at once, wherever they were."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.access import cases_visible_to
from cases.models import OutboxMessage, Participant
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from cases.reminders.digest import counts_for
from cases.reminders.recipients import recipients_of
from cases.team.grants import grant_access
from cases.urgent.services import open_urgently
from convivencia.exceptions import DomainError
from schools.models import Apoderado, Membership, Role, User
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene
from tests.factories import GuardianshipFactory, MembershipFactory
from tests.security.pages import pages_of

pytestmark = pytest.mark.django_db
ROLES = [Role.ENCARGADA, Role.DIRECTORA, Role.EQUIPO]
RUN = "12345678-5"


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school)


def person(scene: Scene, role: Role) -> Membership:
    """Return who holds the role; a member of the equipo supports the case."""
    if role != Role.EQUIPO:
        return {Role.ENCARGADA: scene.encargada, Role.DIRECTORA: scene.directora}[role]
    member = MembershipFactory(school=scene.school, role=role)
    with school_context(scene.school):
        for function in (TeamRole.APOYA, TeamRole.ATIENDE, TeamRole.EJECUTA, TeamRole.DENUNCIO):
            grant_access(
                case=scene.case, member=member, team_role=function, granted_by=scene.directora,
                reason="Acompaña", at=scene.now,
            )  # fmt: skip
    return member


def accuse(scene: Scene, member: Membership, how: str) -> None:
    """Note the member as a party: as staff, or as an apoderado with the same RUN."""
    with school_context(scene.school):
        who: dict = {"membership": member}
        if how == "apoderado":
            tie = GuardianshipFactory(school=scene.school, student=scene.denunciado.student)
            User.objects.filter(pk=member.user_id).update(run=RUN)
            Apoderado.objects.filter(pk=tie.apoderado.pk).update(run=RUN)
            who = {"apoderado": Apoderado.objects.get(pk=tie.apoderado.pk)}
        Participant.objects.create(case=scene.case, role=ParticipantRole.DENUNCIADO, **who)
    scene.refresh()
    member.user.refresh_from_db()


@pytest.mark.parametrize("how", ["staff", "apoderado"])
@pytest.mark.parametrize("role", ROLES)
def test_every_open_tab_is_not_found(scene, role, how):
    member = person(scene, role)
    client = Client()
    client.force_login(member.user)
    with school_context(scene.school):
        papers = [reverse("document", args=[d.pk]) for d in scene.case.documents.all()]
    assert client.get(reverse("case-detail", args=[scene.case.pk])).status_code == 200

    accuse(scene, member, how)

    paths = [*pages_of(scene.case.pk), *papers]
    seen = {path: client.get(path).status_code for path in paths}
    sent = {path: client.post(path, {"envio": "uno"}).status_code for path in paths}
    # 405, of an address that is only read or only written, is said before any case is looked for.
    assert {path: status for path, status in seen.items() if status not in {404, 405}} == {}
    assert {path: status for path, status in sent.items() if status not in {404, 405}} == {}


@pytest.mark.parametrize("how", ["staff", "apoderado"])
@pytest.mark.parametrize("role", ROLES)
def test_no_list_count_task_nor_e_mail_tells_of_it(scene, role, how):
    member = person(scene, role)
    accuse(scene, member, how)
    client = Client()
    client.force_login(member.user)

    pages = [client.get(path).content.decode() for path in ("/", "/casos/")]
    found = client.get("/casos/", {"q": scene.case.folio}).content.decode()
    with school_context(scene.school):
        day = scene.school.local_date(scene.now)
        assert not cases_visible_to(member, at=scene.now).exists()
        assert counts_for(member, day=day, now=scene.now).total == 0
        told = {
            recipient.email
            for row in scene.case.vencimientos.all()
            for rung in range(8)
            for recipient in recipients_of(row, scene.case, rung=rung, now=scene.now)
        }
    assert not [page for page in pages if scene.case.folio in page]
    assert f"/casos/{scene.case.pk}/" not in found
    assert member.user.email not in told
    assert told


@pytest.mark.parametrize("role", [Role.EQUIPO, Role.INSPECTORIA])
def test_no_urgency_opens_it_again(scene, role):
    member = MembershipFactory(school=scene.school, role=role)
    reason = "Debo verlo porque la familia espera."
    with school_context(scene.school):
        open_urgently(folio=scene.case.folio, reason=reason, actor=member, now=scene.now)
    accuse(scene, member, "staff")

    with school_context(scene.school), pytest.raises(DomainError):
        open_urgently(folio=scene.case.folio, reason=reason, actor=member, now=scene.now)
    with school_context(scene.school):
        assert not cases_visible_to(member, at=scene.now).exists()


def test_a_sostenedor_who_is_a_party_is_written_to_nowhere(scene):
    sostenedor = MembershipFactory(school=scene.school, role=Role.SOSTENEDOR)
    User.objects.filter(pk=sostenedor.user_id).update(email=scene.school.sostenedor.email)
    inspector = MembershipFactory(school=scene.school, role=Role.INSPECTORIA)
    accuse(scene, sostenedor, "staff")

    with school_context(scene.school):
        reason = "Debo verlo porque la familia espera."
        open_urgently(folio=scene.case.folio, reason=reason, actor=inspector, now=scene.now)
        written = set(OutboxMessage.objects.values_list("recipient", flat=True))
        row = scene.case.vencimientos.first()
        told = {r.email for r in recipients_of(row, scene.case, rung=9, now=scene.now)}

    assert scene.directora.user.email in written
    assert sostenedor.user.email not in written | told
