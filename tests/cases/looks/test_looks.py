"""«Quién vio este caso»: who, with which role, what and when; filtered, printed, never empty."""

from datetime import timedelta

import pytest
from django.test import Client

from cases.models.access import TeamRole
from cases.team import services
from cases.urgent.services import open_urgently
from schools.audit.services import record
from schools.models import AuditEntry, Role
from schools.models.audit import AuditAct
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school)


def visit(member: object, path: str) -> object:
    client = Client()
    client.force_login(member.user)
    return client.get(path)


def page(scene: Scene, **query: object) -> object:
    client = Client()
    client.force_login(scene.directora.user)
    return client.get(f"/casos/{scene.case.pk}/accesos/", query)


def lines(answer: object) -> list[tuple]:
    return [(look.who, look.role, look.act, look.what) for look in answer.context["looks"]]


def test_it_tells_who_with_which_role_and_what(scene):
    visit(scene.encargada, f"/casos/{scene.case.pk}/personas/")
    outsider = MembershipFactory(school=scene.school, role=Role.DOCENTE)
    visit(outsider, f"/casos/{scene.case.pk}/")
    with school_context(scene.school):
        record(
            AuditAct.VER, object_type="notificación", case_id=scene.case.pk,
            who=f"apoderado {scene.mother.pk}, por el enlace 3", detail="family-window",
        )  # fmt: skip

    found = lines(page(scene))

    own, family, denied, people = found[:4]
    name = scene.directora.user.get_full_name()
    assert own == (name, "Directora", "Vio", "quién vio el caso")
    assert family == (str(scene.mother), "Familia", "Vio", "la página para la familia")
    assert denied[0] == outsider.user.get_full_name()
    assert denied[2:] == ("Acceso denegado", "las tareas y la historia")
    assert people[0] == scene.encargada.user.get_full_name()
    assert people[2:] == ("Vio", "las personas")


def test_the_look_of_the_directora_is_a_line_too(scene):
    page(scene)

    found = lines(page(scene))

    assert [line[3] for line in found[:2]] == ["quién vio el caso", "quién vio el caso"]
    with school_context(scene.school):
        assert AuditEntry.objects.filter(case_id=scene.case.pk, detail="case-looks").count() == 2


def test_filters_by_person_act_and_day(scene):
    for member in (scene.encargada, scene.encargada, scene.directora):
        visit(member, f"/casos/{scene.case.pk}/personas/")
    with school_context(scene.school):
        last = AuditEntry.objects.order_by("pk").last().at
    today = scene.school.local_date(last)

    mine = lines(page(scene, quien=f"u{scene.encargada.user_id}", que="ver"))
    assert {line[0] for line in mine} == {scene.encargada.user.get_full_name()}
    assert lines(page(scene, que="exportar")) == []
    assert lines(page(scene, hasta=(today - timedelta(days=400)).isoformat())) == []
    assert len(lines(page(scene, desde=today.isoformat(), hasta=today.isoformat()))) >= 3
    assert "Ningún acceso coincide" in page(scene, que="exportar").content.decode()


@pytest.mark.parametrize("query", [{"quien": "u999999999"}, {"desde": "ayer"}, {"antes": "x"}])
def test_what_is_not_understood_filters_nothing(scene, query):
    assert page(scene, **query).status_code == 200


def test_pages_of_fifty_and_the_whole_on_paper(scene):
    with school_context(scene.school):
        for _ in range(120):
            record(AuditAct.VER, object_type="caso", case_id=scene.case.pk, detail="case-people")

    first = page(scene)
    rest = Client()
    rest.force_login(scene.directora.user)
    second = rest.get(first.context["older_url"])
    whole = page(scene, todo=1)

    assert len(first.context["looks"]) == 51  # and this very one
    assert len(second.context["looks"]) == 50
    assert len(whole.context["looks"]) > 120
    with school_context(scene.school):
        assert AuditEntry.objects.order_by("pk").last().act == "imprimir"


def test_of_another_case_nothing(scene):
    with school_context(scene.school):
        record(AuditAct.VER, object_type="caso", case_id=scene.case.pk + 1, detail="case-people")

    assert [line[3] for line in lines(page(scene))].count("las personas") == 0


@pytest.mark.parametrize("role", [Role.EQUIPO, Role.INSPECTORIA, Role.DOCENTE, Role.SOSTENEDOR])
def test_for_nobody_else(scene, role):
    member = MembershipFactory(school=scene.school, role=role)

    assert visit(member, f"/casos/{scene.case.pk}/accesos/").status_code == 404


def test_the_number_of_questions_does_not_grow(scene, django_assert_max_num_queries):
    with school_context(scene.school):
        for number in range(60):
            member = MembershipFactory(school=scene.school)
            record(
                AuditAct.VER, object_type="caso", case_id=scene.case.pk, user_id=member.user_id,
                detail=f"{number}",
            )  # fmt: skip
    client = Client()
    client.force_login(scene.directora.user)

    with django_assert_max_num_queries(30):
        client.get(f"/casos/{scene.case.pk}/accesos/")


def test_it_tells_who_got_access_why_and_every_urgency(scene):
    one = MembershipFactory(school=scene.school, role=Role.EQUIPO)
    two = MembershipFactory(school=scene.school, role=Role.INSPECTORIA)
    reason = "Una familia espera en portería y nadie más está."
    with school_context(scene.school):
        given = {"case": scene.case, "actor": scene.directora, "now": scene.now}
        access = services.join(
            member=one, team_role=TeamRole.APOYA, reason="Acompaña al curso", until=None, **given
        )
        services.leave(pk=access.pk, reason="Cambió de sede", **given)
        open_urgently(folio=scene.case.folio, reason=reason, actor=two, now=scene.now)

    found = [(who, act, what) for who, _, act, what in lines(page(scene))]

    name, directora = one.user.get_full_name(), scene.directora.user.get_full_name()
    given_to = f"Dio acceso a {name} (apoya la investigación)"
    assert (directora, given_to, "Acompaña al curso") in found
    assert (directora, f"Terminó el acceso de {name}", "Cambió de sede") in found
    who = two.user.get_full_name()
    assert (who, "Abrió el caso con acceso de urgencia, 60 minutos", reason) in found
