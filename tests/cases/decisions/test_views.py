"""The screens of who reports and who decides, as each person uses them."""

import uuid

import pytest
from django.urls import reverse

from cases.access import may
from cases.decisions.aftermath import implement_medidas
from cases.models import Informe, Medida, Resolucion
from cases.models.access import TeamRole
from cases.states import Acto
from cases.team.grants import grant_access
from convivencia.exceptions import DomainError
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene
from tests.factories import MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db

PAGES = (
    "case-informe",
    "case-resolucion",
    "case-resolucion-approve",
    "case-resolucion-return",
    "case-notify",
    "case-implement",
    "case-termino",
    "case-close",
    "case-vigilancia",
    "case-archive",
    "case-reconsideraciones",
    "case-reconsiderar",
)


@pytest.fixture
def scene(school):
    return Scene.open(school)


def enter(client, member):
    client.force_login(member.user)
    return client


def page(name, scene):
    return reverse(name, args=[scene.case.pk])


def test_the_report_is_kept_without_issuing_it(client, scene):
    scene.heard()
    data = {
        "envio": uuid.uuid4().hex,
        "version": 0,
        "resultado": "fundada",
        "proceedings": "Se oyó a las familias.",
        "findings": "Burlas reiteradas.",
        "recommendations": "",
    }

    response = enter(client, scene.encargada).post(page("case-informe", scene), data)

    assert response.status_code == 302
    with school_context(scene.school):
        informe = Informe.objects.get(case=scene.case)
    assert (informe.findings, informe.issued_at) == ("Burlas reiteradas.", None)


def test_what_is_missing_is_said_next_to_the_field_and_nothing_typed_is_lost(client, scene):
    data = {"envio": "a", "version": 0, "resultado": "", "findings": "Lo que escribí con cuidado"}

    response = enter(client, scene.encargada).post(page("case-informe", scene), data)

    body = response.content.decode()
    assert response.status_code == 200
    assert "Lo que escribí con cuidado" in body
    assert "Resultado de la investigación" in body


def test_the_directora_sees_what_is_missing_and_may_not_skip_it_without_a_reason(client, scene):
    scene.reported().drafted()
    with school_context(scene.school):
        version = Resolucion.objects.get(case=scene.case).version
    data = {"envio": "b", "version": version, "agree": "on", "override_reason": ""}

    response = enter(client, scene.directora).post(page("case-resolucion-approve", scene), data)

    assert response.status_code == 200
    assert "Falta escuchar a ambas partes" in response.content.decode()
    with school_context(scene.school):
        assert Resolucion.objects.get(case=scene.case).state == "enviada"


def test_a_double_click_approves_once(client, scene):
    scene.heard().reported().drafted()
    with school_context(scene.school):
        version = Resolucion.objects.get(case=scene.case).version
    data = {"envio": "c", "version": version, "agree": "on"}
    enter(client, scene.directora)

    first = client.post(page("case-resolucion-approve", scene), data)
    second = client.post(page("case-resolucion-approve", scene), data)

    assert (first.status_code, second.status_code) == (302, 302)
    with school_context(scene.school):
        assert scene.case.documents.filter(code="D-19").count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_another_school_finds_nothing(client, scene, name):
    stranger = MembershipFactory(school=SchoolFactory(), role=Role.DIRECTORA)

    response = enter(client, stranger).get(page(name, scene))
    absent = client.get(reverse(name, args=[10**9]))

    assert (response.status_code, absent.status_code) == (404, 404)
    assert response.content == absent.content


@pytest.mark.parametrize("name", PAGES)
def test_a_colleague_outside_the_case_finds_nothing(client, scene, name):
    colleague = MembershipFactory(school=scene.school, role=Role.DOCENTE)

    response = enter(client, colleague).get(page(name, scene))

    assert response.status_code == 404


@pytest.mark.parametrize("name", [n for n in PAGES if n != "case-archive"])
def test_each_page_opens_for_who_leads_the_case(client, scene, name):
    scene.heard().reported().drafted().resolved()

    response = enter(client, scene.directora).get(page(name, scene))

    assert response.status_code in {200, 302}


def let_in(scene, member, function):
    with school_context(scene.school):
        grant_access(
            case=scene.case, member=member, team_role=function, granted_by=scene.directora,
            reason="Prueba", at=scene.now,
        )  # fmt: skip


def test_who_carries_out_measures_finds_those_of_their_role_only(client, scene):
    scene.heard().reported().drafted().resolved()  # one measure, of the profesor jefe
    inspectora = MembershipFactory(school=scene.school, role=Role.INSPECTORIA)
    for member in (scene.profesor, inspectora):
        let_in(scene, member, TeamRole.EJECUTA)

    own = enter(client, scene.profesor).get(page("case-implement", scene)).content.decode()
    foreign = enter(client, inspectora).get(page("case-implement", scene)).content.decode()

    assert "Taller de convivencia" in own
    assert "Taller de convivencia" not in foreign


def test_who_carries_out_measures_cannot_mark_those_of_another_role(scene):
    scene.heard().reported().drafted().resolved()
    inspectora = MembershipFactory(school=scene.school, role=Role.INSPECTORIA)
    with school_context(scene.school):
        medida = Medida.objects.get(case=scene.case)
        scene.case.functions = frozenset({TeamRole.EJECUTA})
        given = {"case": scene.case, "notes": {medida.pk: "x"}, "at": scene.now, "now": scene.now}

        with pytest.raises(DomainError):
            implement_medidas(actor=inspectora, **given)
        medida.refresh_from_db()
        assert medida.implemented_at is None
        assert implement_medidas(actor=scene.profesor, **given)


def test_only_the_directora_archives_whoever_helped(scene):
    helper = MembershipFactory(school=scene.school, role=Role.EQUIPO)

    assert may(helper, frozenset({TeamRole.APOYA}), Acto.ARCHIVAR)
    assert not may(scene.directora, frozenset(), Acto.ARCHIVAR)
