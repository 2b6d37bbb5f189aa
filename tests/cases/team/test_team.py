"""Who joins and leaves the team, and who directs when the directora is a party."""

from datetime import date

import pytest
from django.urls import reverse

from cases.access import sight_of
from cases.intake.services import register_denuncia
from cases.models import CaseAccess, OutboxMessage, Participant
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from cases.policy import Sight
from cases.team import services
from cases.team.grants import grant_access
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.models import Membership, Role
from schools.tenancy.context import school_context
from tests.cases.intake.scene import NOW
from tests.cases.intake.scene import Scene as IntakeScene
from tests.cases.scenes import Scene, at
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
WHY = "Apoya las entrevistas del caso."


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school)


@pytest.fixture
def colleague(scene) -> Membership:
    return MembershipFactory(school=scene.school, role=Role.EQUIPO)


def join(scene, member, function=TeamRole.APOYA, until=None) -> CaseAccess:
    with school_context(scene.school):
        return services.join(
            case=scene.case, member=member, team_role=function, reason=WHY, until=until,
            actor=scene.directora, now=scene.now,
        )  # fmt: skip


def sees(scene, member, when=None) -> Sight:
    with school_context(scene.school):
        return sight_of(member, scene.case, at=when or scene.now)[0]


def test_who_joins_sees_and_the_history_says_why(scene, colleague):
    join(scene, colleague)

    assert sees(scene, colleague) is Sight.FULL
    with school_context(scene.school):
        line = scene.case.actuaciones.get(acto="dar_acceso")
    assert colleague.user.get_full_name() in line.text
    assert WHY in line.text


def test_a_grant_until_a_day_ends_with_it(scene, colleague):
    join(scene, colleague, until=date(2026, 6, 25))

    assert sees(scene, colleague, at("2026-06-25 23:59")) is Sight.FULL
    assert sees(scene, colleague, at("2026-06-26 00:00")) is Sight.NONE


def test_who_leaves_sees_nothing_at_once(scene, colleague):
    access = join(scene, colleague)
    with school_context(scene.school):
        given = {"case": scene.case, "pk": access.pk, "reason": "Cambió de cargo.",
                 "actor": scene.directora, "now": scene.now}  # fmt: skip
        services.leave(**given)
        with pytest.raises(AlreadyDoneError):
            services.leave(**given)

    assert sees(scene, colleague) is Sight.NONE


@pytest.mark.parametrize("role", [Role.SOSTENEDOR, Role.ADMINISTRADORA])
def test_a_role_that_never_sees_a_case_does_not_join(scene, role):
    member = MembershipFactory(school=scene.school, role=role)
    with pytest.raises(DomainError):
        join(scene, member)


def test_a_party_does_not_join(scene, colleague):
    with school_context(scene.school):
        Participant.objects.create(
            case=scene.case, role=ParticipantRole.DENUNCIADO, membership=colleague
        )
    with pytest.raises(DomainError):
        join(scene, colleague)


@pytest.mark.parametrize("function", [TeamRole.DIRIGE, TeamRole.DENUNCIO])
def test_some_functions_are_not_given_by_hand(scene, colleague, function):
    with pytest.raises(DomainError):
        join(scene, colleague, function)


@pytest.mark.parametrize(
    ("role", "function", "joins"),
    [
        (Role.DOCENTE, TeamRole.ATIENDE, False),
        (Role.INSPECTORIA, TeamRole.ATIENDE, False),
        (Role.ENFERMERIA, TeamRole.ATIENDE, True),
        (Role.DOCENTE, TeamRole.INVESTIGA, False),
        (Role.PROFESOR_JEFE, TeamRole.INVESTIGA, False),
        (Role.DOCENTE, TeamRole.EJECUTA, True),
    ],
)
def test_notes_of_health_and_the_inquiry_are_not_for_any_role(scene, role, function, joins):
    member = MembershipFactory(school=scene.school, role=role)
    if joins:
        assert join(scene, member, function).pk
        return
    with pytest.raises(DomainError):
        join(scene, member, function)
    assert sees(scene, member) is Sight.NONE


def test_the_inquiry_changes_hands_with_an_acta(scene, colleague):
    other = MembershipFactory(school=scene.school, role=Role.EQUIPO)
    join(scene, other, TeamRole.INVESTIGA)
    with school_context(scene.school):
        acta = services.hand_over(
            case=scene.case, member=colleague, reason="Licencia médica de quien investigaba.",
            actor=scene.directora, now=scene.now,
        )  # fmt: skip

    assert sees(scene, other) is Sight.NONE
    assert sees(scene, colleague) is Sight.FULL
    for text in (other.user.get_full_name(), colleague.user.get_full_name(), "Pendiente"):
        assert text in acta.text


def test_the_pages_work_as_the_directora_uses_them(client, scene, colleague):
    client.force_login(scene.directora.user)
    pk = scene.case.pk
    empty = client.get(reverse("case-team", args=[pk])).content.decode()
    data = {"member": colleague.pk, "team_role": "atiende", "reason": WHY, "envio": "uno"}
    client.post(reverse("case-team-join", args=[pk]), data)
    page = client.get(reverse("case-team", args=[pk])).content.decode()

    assert "Nadie más ve este caso" in empty
    assert "Ve notas de salud y sus tareas." in page
    assert (
        "queda pendiente" in client.get(reverse("case-team-hand-over", args=[pk])).content.decode()
    )


@pytest.mark.parametrize("role", [Role.EQUIPO, Role.INSPECTORIA])
def test_only_who_answers_for_the_case_decides_who_is_in(client, scene, role):
    member = MembershipFactory(school=scene.school, role=role)
    join(scene, member, TeamRole.INVESTIGA)
    client.force_login(member.user)

    assert client.get(reverse("case-team", args=[scene.case.pk])).status_code == 404


def against_the_directora(school) -> tuple[IntakeScene, object]:
    scene = IntakeScene.make(school)
    accused = {"role": "denunciado", "kind": "funcionario", "pk": scene.directora.pk}
    people = [scene.people()[0], accused]
    return scene, scene.draft(
        scene.encargada, people, orientacion={"adulto": "si", "entre_pares": "no"},
        protocolo={"protocol": "maltrato", "choice_reason": "Es un adulto."},
    )  # fmt: skip


def register(scene, draft):
    with school_context(scene.school):
        return register_denuncia(draft=draft, actor=scene.encargada, now=NOW)


def test_the_sostenedor_directs_when_the_directora_is_a_party(client, school):
    scene, draft = against_the_directora(school)
    owner = MembershipFactory(school=school, role=Role.SOSTENEDOR)
    case = register(scene, draft)
    client.force_login(owner.user)

    page = client.get(reverse("case-detail", args=[case.pk]))
    assert page.status_code == 200
    assert page.wsgi_request.membership.role == Role.DIRECTORA  # in this case, and only here
    assert client.get(reverse("case-looks", args=[case.pk])).status_code == 200
    assert case.folio in client.get(reverse("case-list")).content.decode()
    with school_context(school):
        told = OutboxMessage.objects.get(kind="inhabilidad")
    assert told.recipient == owner.user.email
    for word in ("Dora", "Sofía", "maltrato", "adulto"):
        assert word not in told.subject + told.body
    client.force_login(scene.directora.user)
    assert client.get(reverse("case-detail", args=[case.pk])).status_code == 404


def test_a_substitute_who_is_no_party_goes_first(school):
    scene, draft = against_the_directora(school)
    owner = MembershipFactory(school=school, role=Role.SOSTENEDOR)
    MembershipFactory(school=school, role=Role.DIRECTORA)
    case = register(scene, draft)

    with school_context(school):
        assert not CaseAccess.objects.filter(user=owner.user).exists()
        assert sight_of(owner, case, at=NOW)[0] is Sight.NONE


def test_without_an_account_the_school_s_sostenedor_is_written_to(school):
    scene, draft = against_the_directora(school)
    register(scene, draft)

    with school_context(school):
        assert OutboxMessage.objects.get(kind="inhabilidad").recipient == school.sostenedor.email


def test_no_other_grant_lets_a_sostenedor_in(scene):
    owner = MembershipFactory(school=scene.school, role=Role.SOSTENEDOR)
    with school_context(scene.school):
        from cases.team.grants import grant_access

        grant_access(
            case=scene.case, member=owner, team_role=TeamRole.INVESTIGA,
            granted_by=scene.directora, reason=WHY, at=scene.now,
        )  # fmt: skip
    assert sees(scene, owner) is Sight.NONE


@pytest.mark.parametrize("until", [date(2026, 6, 19), date(2029, 1, 1), date.max])
def test_a_term_is_a_day_to_come_and_not_for_ever(scene, colleague, until):
    with pytest.raises(DomainError):
        join(scene, colleague, until=until)

    assert sees(scene, colleague) is Sight.NONE


@pytest.mark.parametrize(
    ("function", "who", "ends"),
    [
        (TeamRole.DIRIGE, "encargada", False),
        (TeamRole.DIRIGE, "directora", True),
        (TeamRole.DENUNCIO, "directora", False),
        (TeamRole.URGENTE, "encargada", True),
    ],
)
def test_who_stands_for_the_directora_is_not_taken_out_by_another(
    client, scene, colleague, function, who, ends
):
    with school_context(scene.school):
        access = grant_access(
            case=scene.case, member=colleague, team_role=function, granted_by=scene.directora,
            reason=WHY, at=scene.now,
        )  # fmt: skip
    client.force_login(getattr(scene, who).user)
    url = reverse("case-team-leave", args=[scene.case.pk, access.pk])

    page = client.get(reverse("case-team", args=[scene.case.pk])).content.decode()
    client.post(url, {"reason": "Ya no corresponde.", "envio": "uno"})

    assert (url in page) is ends
    with school_context(scene.school):
        access.refresh_from_db()
    assert (access.until is not None) is ends
