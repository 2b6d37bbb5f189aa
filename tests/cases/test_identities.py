"""Who knows whom: the pupil of a task, the own course, and the accused of sexual facts."""

import pytest
from django.urls import reverse

from cases.access import cases_visible_to, relate
from cases.models import Case, Medida, Participant, Tramite
from cases.models.access import TeamRole
from cases.models.case import CaseState
from cases.policy import Compartment, Sight
from cases.team.grants import grant_access
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene
from tests.factories import CursoFactory, MembershipFactory, enrolled_student

pytestmark = pytest.mark.django_db
SEXUAL = "agresiones_sexuales"
C = Compartment


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school)


def let_in(scene: Scene, role: str, function: str, **more: object):
    member = MembershipFactory(school=scene.school, role=role, **more)
    with school_context(scene.school):
        grant_access(
            case=scene.case, member=member, team_role=function, granted_by=scene.directora,
            reason="Interviene", at=scene.now,
        )  # fmt: skip
    return member


def becomes(scene: Scene, **values: object) -> None:
    with school_context(scene.school):
        Case.objects.filter(pk=scene.case.pk).update(**values)
        scene.refresh()


def initials(scene: Scene, person: Participant) -> str:
    with school_context(scene.school):
        return person.initials


def opened(scene: Scene, member) -> frozenset:
    with school_context(scene.school):
        relate(member, scene.case, at=scene.now)
    return scene.case.opened


SUPPORT = [
    (Role.DIRECTIVO, TeamRole.APOYA, False),  # §2, identidad del acusado: EDI —
    (Role.INSPECTORIA, TeamRole.APOYA, False),
    (Role.EQUIPO, TeamRole.APOYA, True),  # ORI ●
    (Role.RRHH, TeamRole.APOYA, True),  # ● funcionario
    (Role.DIRECTIVO, TeamRole.INVESTIGA, True),
]


@pytest.mark.parametrize(("role", "function", "knows"), SUPPORT)
def test_the_file_that_names_the_accused_of_sexual_facts(scene, role, function, knows):
    member = let_in(scene, role, function)
    assert C.EXPEDIENTE in opened(scene, member)  # of any other facts, the whole team

    becomes(scene, protocol_key=SEXUAL)

    assert (C.EXPEDIENTE in opened(scene, member)) is knows
    assert C.TAREAS in opened(scene, member)
    with school_context(scene.school):
        listed = cases_visible_to(member, at=scene.now, at_least=Sight.FULL)
        assert listed.exists() is knows
        assert cases_visible_to(member, at=scene.now, at_least=Sight.TASKS).exists()


def test_a_second_procedure_for_sexual_facts_reserves_the_same(scene):
    member = let_in(scene, Role.DIRECTIVO, TeamRole.APOYA)
    with school_context(scene.school):
        Tramite.objects.create(case=scene.case, protocol_key=SEXUAL, started_at=scene.now)

    assert C.EXPEDIENTE not in opened(scene, member)
    with school_context(scene.school):
        assert not cases_visible_to(member, at=scene.now, at_least=Sight.FULL).exists()


@pytest.mark.parametrize("state", CaseState.values)
def test_it_is_reserved_until_the_result(scene, state):
    member = let_in(scene, Role.DIRECTIVO, TeamRole.APOYA)
    becomes(scene, protocol_key=SEXUAL, state=state)

    unclear = state in {"recibido", "en_investigacion", "informado"}
    assert (C.EXPEDIENTE not in opened(scene, member)) is unclear


def test_the_pages_of_the_file_are_closed_with_it(client, scene):
    member = let_in(scene, Role.DIRECTIVO, TeamRole.APOYA)
    client.force_login(member.user)
    people = reverse("case-people", args=[scene.case.pk])
    assert "Sanhueza" in client.get(people).content.decode()

    becomes(scene, protocol_key=SEXUAL)

    assert client.get(people).status_code == 404
    page = client.get(reverse("case-detail", args=[scene.case.pk])).content.decode()
    assert initials(scene, scene.denunciado) not in page
    assert initials(scene, scene.afectado) not in page


def other_course(scene: Scene) -> Participant:
    """Put somebody of another course in the case."""
    curso = CursoFactory(school=scene.school, grade=8)
    pupil = enrolled_student(scene.school, curso, first_names="Quintín", paternal="Zúñiga")
    with school_context(scene.school):
        one = Participant.objects.create(case=scene.case, role="denunciado", student=pupil)
        scene.refresh()
    return one


def test_a_profesor_jefe_knows_the_own_pupils_and_no_other(client, scene):
    other = other_course(scene)
    member = let_in(scene, Role.PROFESOR_JEFE, TeamRole.EJECUTA, curso=scene.profesor.curso)
    client.force_login(member.user)

    for name, args in (("case-detail", [scene.case.pk]), ("case-list", []), ("today", [])):
        page = client.get(reverse(name, args=args)).content.decode()
        assert initials(scene, other) not in page, name

    page = client.get(reverse("case-detail", args=[scene.case.pk])).content.decode()
    assert initials(scene, scene.afectado) in page
    assert initials(scene, scene.denunciado) in page


def test_who_carries_out_a_measure_knows_whom_it_is_about(client, scene):
    member = let_in(scene, Role.ENFERMERIA, TeamRole.EJECUTA)
    client.force_login(member.user)
    page = reverse("case-detail", args=[scene.case.pk])
    listing = reverse("case-list")
    assert initials(scene, scene.afectado) not in client.get(page).content.decode()
    assert initials(scene, scene.afectado) not in client.get(listing).content.decode()

    with school_context(scene.school):
        Medida.objects.create(
            case=scene.case, participant=scene.afectado, tipo="apoyo", description="Control",
            starts_on=scene.now.date(), owner_role=Role.ENFERMERIA,
        )  # fmt: skip

    assert initials(scene, scene.afectado) in client.get(page).content.decode()
    assert initials(scene, scene.afectado) in client.get(listing).content.decode()
    assert initials(scene, scene.denunciado) not in client.get(page).content.decode()
