"""T21: nobody approves what they asked for or investigated, under any of their roles.

The second factor has its own: `tests/schools/accounts/test_resets.py`.
"""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cases.decisions import resoluciones
from cases.models import CaseAccess, IdentityRequest, Participant, ReservedIdentity, Resolucion
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from cases.reserve.identities import ask_identity, decide_identity, look_at_identity
from cases.team import services as team
from cases.team.grants import grant_access
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.members.services import appoint_substitute
from schools.models import Membership, Role
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene, at
from tests.factories import MembershipFactory
from tests.ui.fixtures import enter

pytestmark = pytest.mark.django_db
WHY = "Debo citarla a declarar sin exponerla."


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school).heard().reported().drafted()


def approve(scene: Scene, actor: Membership) -> Resolucion:
    with school_context(scene.school):
        version = Resolucion.objects.get(case=scene.case).version
        return resoluciones.approve_resolucion(
            case=scene.case, actor=actor, version=version, now=scene.now
        )


def investigates(scene: Scene, member: Membership) -> CaseAccess:
    with school_context(scene.school):
        return grant_access(
            case=scene.case, member=member, team_role=TeamRole.INVESTIGA,
            granted_by=scene.encargada, reason="Investiga", at=at("2026-04-29 12:00"),
        )  # fmt: skip


def test_t21_who_hands_the_inquiry_over_still_does_not_decide(scene):
    """The loop: investigate, delegate, and come back to approve."""
    investigates(scene, scene.directora)
    with school_context(scene.school):
        team.hand_over(
            case=scene.case, member=scene.encargada, reason="Para poder resolver",
            actor=scene.directora, now=scene.now,
        )  # fmt: skip

    with pytest.raises(DomainError, match="Quien investigó no puede resolver"):
        approve(scene, scene.directora)


def test_t21_nor_under_another_role(scene):
    """The encargada who wrote the report, while she stands in for the directora."""
    standing_in = MembershipFactory(
        school=scene.school, user=scene.encargada.user, role=Role.DIRECTORA
    )

    with pytest.raises(DomainError, match="Quien investigó no puede resolver"):
        approve(scene, standing_in)


def test_t21_nor_when_the_sostenedor_directs_and_had_investigated(scene):
    sostenedor = MembershipFactory(school=scene.school, role=Role.SOSTENEDOR)
    investigates(scene, sostenedor)
    acting = Membership(
        **{f.attname: getattr(sostenedor, f.attname) for f in sostenedor._meta.fields}
    )
    acting.role = Role.DIRECTORA

    with pytest.raises(DomainError, match="Quien investigó no puede resolver"):
        approve(scene, acting)


def test_t21_who_did_not_investigate_decides_and_only_once(scene):
    """The control: somebody else may, and what was decided is not decided again."""
    assert approve(scene, scene.directora).state == "aprobada"

    second = MembershipFactory(school=scene.school, role=Role.DIRECTORA)
    for actor in (scene.directora, second):
        with pytest.raises(AlreadyDoneError, match=scene.directora.user.get_full_name()):
            approve(scene, actor)


def test_t21_the_page_says_so_and_decides_nothing(scene):
    investigates(scene, scene.directora)
    client = enter(Client(), scene.directora)
    with school_context(scene.school):
        version = Resolucion.objects.get(case=scene.case).version

    page = client.post(
        reverse("case-resolucion-approve", args=[scene.case.pk]),
        {"envio": "x", "version": version, "agree": "on"},
    )

    assert page.status_code == 200
    assert "Quien investigó no puede resolver" in page.content.decode()
    with school_context(scene.school):
        assert Resolucion.objects.get(case=scene.case).state == "enviada"


@pytest.fixture
def identity(scene) -> ReservedIdentity:
    with school_context(scene.school):
        teller = Participant.objects.create(
            case=scene.case, role=ParticipantRole.DENUNCIANTE, third_party="Denunciante"
        )
        return ReservedIdentity.objects.create(
            participant=teller, name="x", asked_at=scene.now, taken_by=scene.encargada.user
        )


def ask(scene: Scene, identity: ReservedIdentity, actor: Membership) -> IdentityRequest:
    with school_context(scene.school):
        return ask_identity(
            case=scene.case, identity=identity, actor=actor, reason=WHY, now=scene.now
        )


def answer(scene: Scene, row: IdentityRequest, actor: Membership) -> IdentityRequest:
    with school_context(scene.school):
        return decide_identity(
            case=scene.case, pk=row.pk, actor=actor, grant=True, answer=WHY, now=scene.now
        )


def test_t21_a_directora_does_not_let_herself_know_who_it_was(scene, identity):
    row = ask(scene, identity, scene.directora)
    same = MembershipFactory(school=scene.school, user=scene.directora.user, role=Role.ENCARGADA)

    for actor in (scene.directora, same):
        with pytest.raises(DomainError):
            answer(scene, row, actor)
    with school_context(scene.school), pytest.raises(DomainError):
        look_at_identity(case=scene.case, pk=row.pk, actor=scene.directora, now=scene.now)


def test_t21_nor_the_encargada_who_stands_in_for_her(scene, identity):
    """The loop: ask with one role, answer with the other."""
    row = ask(scene, identity, scene.encargada)
    standing_in = MembershipFactory(
        school=scene.school, user=scene.encargada.user, role=Role.DIRECTORA
    )

    with pytest.raises(DomainError, match="no se responde"):
        answer(scene, row, standing_in)
    assert answer(scene, row, scene.directora).granted is True


def test_t21_nobody_stands_in_for_themselves(scene):
    with school_context(scene.school), pytest.raises(DomainError, match="a sí mismo"):
        appoint_substitute(
            absent=scene.directora, user=scene.directora.user, active_from=date(2026, 6, 1),
            active_until=date(2026, 6, 30), actor=scene.directora,
        )  # fmt: skip


@pytest.mark.parametrize("function", [TeamRole.INVESTIGA, TeamRole.APOYA, TeamRole.URGENTE])
def test_t21_who_helps_in_a_case_gives_nobody_more(scene, function):
    """Neither a function to themselves nor one to a colleague."""
    member = MembershipFactory(school=scene.school, role=Role.EQUIPO)
    with school_context(scene.school):
        grant_access(
            case=scene.case, member=member, team_role=function, granted_by=scene.directora,
            reason="Ayuda", at=scene.now,
        )  # fmt: skip
        before = CaseAccess.objects.count()
    client = enter(Client(), member)
    for name in ("case-team-join", "case-team-hand-over"):
        sent = {"member": member.pk, "team_role": "investiga", "reason": WHY, "envio": name}
        answered = client.post(reverse(name, args=[scene.case.pk]), sent)
        assert answered.status_code == 404

    with school_context(scene.school):
        assert CaseAccess.objects.count() == before
