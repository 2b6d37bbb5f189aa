"""The list, the door and the names agree: whoever sees a case in one, sees it in the others."""

from datetime import timedelta

import pytest

from cases.access import (
    acting,
    cases_visible_to,
    emails_among,
    known_to,
    may,
    may_list,
    only_reads,
    relate,
    reserves_accused,
    users_among,
)
from cases.models import Case, CaseAccess, Participant, Tramite
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from cases.policy import Compartment, Sight, counted, opened_to, sight_in
from cases.states import ACTOS, Acto
from cases.team.grants import grant_access
from schools.models import Membership, Role, User
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene
from tests.factories import ApoderadoFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
SEXUAL = "agresiones_sexuales"
LEVELS = (Sight.REPORT, Sight.TASKS, Sight.FULL)


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school)


def another_case(scene: Scene) -> Case:
    """Return a case in which nobody has anything to do."""
    return Case.objects.create(
        year=2026, number=scene.case.number + 1, protocol_key="acoso_escolar",
        reglamento=scene.case.reglamento, known_at=scene.now, opened_by=scene.encargada.user,
        created_at=scene.now, facts={},
    )  # fmt: skip


def grant(scene: Scene, member: Membership, function: str) -> CaseAccess:
    return grant_access(
        case=scene.case, member=member, team_role=function, granted_by=scene.directora,
        reason="Interviene", at=scene.now,
    )  # fmt: skip


def plain(scene: Scene) -> bool:
    return False


def sexual(scene: Scene) -> bool:
    Case.objects.filter(pk=scene.case.pk).update(protocol_key=SEXUAL)
    return True


def sexual_as_a_second_procedure(scene: Scene) -> bool:
    Tramite.objects.create(case=scene.case, protocol_key=SEXUAL, started_at=scene.now)
    return True


def sexual_with_a_result(scene: Scene) -> bool:
    Case.objects.filter(pk=scene.case.pk).update(protocol_key=SEXUAL, state="resuelto")
    return False


@pytest.mark.parametrize(
    "facts", [plain, sexual, sexual_as_a_second_procedure, sexual_with_a_result]
)
def test_list_door_and_names_agree_for_each_role_and_function(scene, facts):
    """What the table opens, for each cell; and never another case of the same school."""
    with school_context(scene.school):
        reserved = facts(scene)
        another_case(scene)
        scene.refresh()
        assert reserves_accused(scene.case) is reserved
        for role in (Role.DOCENTE, Role.EQUIPO, Role.SOSTENEDOR, Role.ADMINISTRADORA):
            for function in TeamRole:
                member = MembershipFactory(school=scene.school, role=role)
                grant(scene, member, function)
                held = frozenset({function})
                expected = opened_to(role, held, accused_reserved=reserved)
                agree(scene, member, expected, counted(role, held))


def agree(scene: Scene, member: Membership, opened: frozenset, functions: frozenset) -> None:
    relate(member, scene.case, at=scene.now)
    case, sight = scene.case, sight_in(opened)
    assert (case.opened, case.functions, case.sight) == (opened, functions, sight)
    for level in LEVELS:
        listed = list(cases_visible_to(member, at=scene.now, at_least=level))
        assert listed == ([case] if sight >= level else []), (member.role, functions, level)
    knows = bool({Compartment.EXPEDIENTE, Compartment.ACUSADO} & opened)
    known = Participant.objects.filter(known_to(member, at=scene.now))
    assert known.count() == (case.participants.count() if knows else 0)
    blind = member.role in {Role.SOSTENEDOR, Role.ADMINISTRADORA}
    assert may_list(member, scene.now) is (sight > Sight.NONE or not blind)


@pytest.mark.parametrize("role", [Role.ENCARGADA, Role.DIRECTORA])
def test_who_leads_sees_every_case_and_everybody(scene, role):
    member = MembershipFactory(school=scene.school, role=role)
    with school_context(scene.school):
        other = another_case(scene)
        for level in LEVELS:
            listed = cases_visible_to(member, at=scene.now, at_least=level)
            assert set(listed) == {scene.case, other}
        known = Participant.objects.filter(known_to(member, at=scene.now))
        assert known.count() == scene.case.participants.count()
        assert may_list(member, scene.now)


def test_the_door_of_who_knows_everybody_asks_twice(scene, django_assert_num_queries):
    """Who is in the case and what was given; whom it accuses matters to nobody who knows it."""
    with school_context(scene.school), django_assert_num_queries(2):
        relate(scene.encargada, scene.case, at=scene.now)


def test_a_grant_is_of_one_person_and_ends_at_its_instant(scene):
    member, other = (MembershipFactory(school=scene.school, role=Role.DOCENTE) for _ in range(2))
    with school_context(scene.school):
        access = grant(scene, member, TeamRole.INVESTIGA)
        for until, sees in ((scene.now, False), (scene.now + timedelta(seconds=1), True)):
            access.until = until
            access.save()
            assert cases_visible_to(member, at=scene.now).exists() is sees
            relate(member, scene.case, at=scene.now)
            assert (scene.case.sight is Sight.FULL) is sees
        assert not cases_visible_to(other, at=scene.now).exists()


ROLES_OF_A_PARTY = (ParticipantRole.AFECTADO, ParticipantRole.DENUNCIADO)


@pytest.mark.parametrize("how", ["staff", "apoderado"])
@pytest.mark.parametrize("role", ParticipantRole)
def test_a_party_loses_sight_and_a_witness_does_not(scene, role, how):
    """Whoever they are, and however they were written down; beside them, nobody else."""
    member, other = scene.encargada, scene.directora
    who = {"membership": member}
    if how == "apoderado":
        who = {"apoderado": ApoderadoFactory(school=scene.school, run=member.user.run)}
    with school_context(scene.school):
        Participant.objects.create(case=scene.case, role=role, **who)
        scene.refresh()
        for person, sees in ((member, role not in ROLES_OF_A_PARTY), (other, True)):
            relate(person, scene.case, at=scene.now)
            assert (scene.case.sight is Sight.FULL) is sees
            assert bool(scene.case.opened) is sees
            assert (scene.case in cases_visible_to(person, at=scene.now)) is sees


def test_who_is_accused_in_another_post_is_the_same_person(scene):
    post = MembershipFactory(school=scene.school, user=scene.encargada.user, role=Role.DOCENTE)
    with school_context(scene.school):
        Participant.objects.create(case=scene.case, role="denunciado", membership=post)
        scene.refresh()
        relate(scene.encargada, scene.case, at=scene.now)
        assert scene.case.sight is Sight.NONE
        assert not cases_visible_to(scene.encargada, at=scene.now).exists()


def test_a_colleague_who_is_accused_takes_sight_from_nobody_else(scene):
    """Also where neither of them has a RUN."""
    accused = MembershipFactory(school=scene.school, user__run="")
    User.objects.filter(pk=scene.directora.user_id).update(run="")
    scene.directora.user.refresh_from_db()
    with school_context(scene.school):
        Participant.objects.create(case=scene.case, role="denunciado", membership=accused)
        scene.refresh()
        for member, sees in ((scene.directora, True), (scene.encargada, True), (accused, False)):
            relate(member, scene.case, at=scene.now)
            assert (scene.case.sight is Sight.FULL) is sees
            assert cases_visible_to(member, at=scene.now).exists() is sees


def test_the_users_and_e_mails_of_those_involved(scene):
    """As staff, or as the apoderado of the same RUN; who has none is nobody."""
    without_run = MembershipFactory(school=scene.school, user__run="")
    with school_context(scene.school):
        people = Participant.objects.filter(case=scene.case)
        assert users_among(people) == emails_among(people) == set()
        mother = ApoderadoFactory(school=scene.school, run=scene.directora.user.run)
        nobody = ApoderadoFactory(school=scene.school, run="")
        Participant.objects.create(case=scene.case, role="testigo", membership=scene.profesor)
        for apoderado in (mother, nobody):
            Participant.objects.create(case=scene.case, role="denunciante", apoderado=apoderado)

        users = {scene.profesor.user, scene.directora.user}
        assert users_among(people) == {user.pk for user in users}
        assert emails_among(people) == {user.email for user in users}
        assert without_run.user_id not in users_among(people)
    assert UserFactory().email not in {user.email for user in users}


def test_who_directs_stands_for_the_directora_and_nobody_else_does(scene):
    owner = MembershipFactory(school=scene.school, role=Role.SOSTENEDOR)
    scene.case.functions = frozenset({TeamRole.DIRIGE})

    stand_in = acting(owner, scene.case)

    assert (stand_in.role, owner.role) == (Role.DIRECTORA, Role.SOSTENEDOR)
    assert stand_in.job_title.endswith(", por inhabilidad de la dirección")
    assert acting(scene.directora, scene.case) is scene.directora
    scene.case.functions = frozenset({TeamRole.APOYA})
    assert acting(owner, scene.case) is owner


@pytest.mark.parametrize(
    ("role", "functions", "reads"),
    [
        (Role.INSPECTORIA, {TeamRole.URGENTE}, True),
        (Role.INSPECTORIA, {TeamRole.URGENTE, TeamRole.EJECUTA}, True),
        (Role.INSPECTORIA, {TeamRole.URGENTE, TeamRole.APOYA}, False),
        (Role.ENCARGADA, {TeamRole.URGENTE}, False),
        (Role.INSPECTORIA, {TeamRole.EJECUTA}, False),
        (Role.INSPECTORIA, set(), False),
    ],
)
def test_who_only_reads(role, functions, reads):
    assert only_reads(role, frozenset(functions)) is reads


@pytest.mark.parametrize("acto", Acto)
def test_an_act_is_done_by_its_roles_and_functions_and_nobody_reading_in_an_urgency(acto):
    row = ACTOS[acto]
    for role in Role:
        member = Membership(role=role)
        for function in TeamRole:
            held = frozenset({function})
            reason = may(member, held, acto)
            if function == TeamRole.URGENTE and role not in (Role.ENCARGADA, Role.DIRECTORA):
                assert reason == "El acceso de urgencia es sólo para leer."
            elif role in row.roles or function in row.team:
                assert reason == ""
            else:
                assert reason == f"Su rol no permite registrar «{acto.label.lower()}»."
        also_reads = frozenset({TeamRole.URGENTE, TeamRole.EJECUTA})
        if TeamRole.EJECUTA in row.team:
            assert may(member, also_reads, acto) == ""
