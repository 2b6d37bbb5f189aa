"""Who carries a measure out: let in by the decision, shown it, and able to say that it is done."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from cases.decisions import resguardos
from cases.models import Actuacion, Case, CaseAccess, Medida, Vencimiento
from cases.models.access import TeamRole
from cases.states import Acto
from convivencia.clock import today
from convivencia.exceptions import AlreadyDoneError, DomainError, StaleFormError
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene, at
from tests.factories import CursoFactory, MembershipFactory

pytestmark = pytest.mark.django_db
REVIEWED = at("2026-05-07 12:00")


@pytest.fixture
def scene(school):
    return Scene.open(school)


def enter(client, member):
    client.force_login(member.user)
    return client


def resguardo(scene, owner_role=Role.PROFESOR_JEFE, **more):
    """A separation adopted on 29 April, to be reviewed on 7 May."""
    given = {"starts_on": date(2026, 4, 29), "review_on": date(2026, 5, 7), **more}
    with school_context(scene.school):
        return Medida.objects.create(
            case=scene.case, participant=scene.denunciado, tipo="resguardo",
            description="Separación de espacios", owner_role=owner_role, **given,
        )  # fmt: skip


def let_in(scene, member):
    from cases.team.grants import grant_access

    with school_context(scene.school):
        grant_access(
            case=scene.case, member=member, team_role=TeamRole.EJECUTA,
            granted_by=scene.encargada, reason="A cargo de una medida", at=scene.now,
        )  # fmt: skip


def call(scene, service, medida, **more):
    given = {"text": "Funcionó", "at": REVIEWED, "version": scene.case.version, **more}
    with school_context(scene.school):
        service(
            case=scene.case, pk=medida.pk, actor=scene.encargada, now=scene.now, **given
        )  # fmt: skip
        return Medida.objects.get(pk=medida.pk)


def executors(scene):
    with school_context(scene.school):
        rows = CaseAccess.objects.filter(content_object=scene.case, team_role=TeamRole.EJECUTA)
        return set(rows.values_list("user_id", flat=True))


def test_the_decision_lets_in_who_carries_it_out_and_no_colleague_of_another_course(scene):
    other = CursoFactory(school=scene.school, grade=7)
    MembershipFactory(school=scene.school, role=Role.PROFESOR_JEFE, curso=other)

    scene.heard().reported().drafted().resolved()

    assert executors(scene) == {scene.profesor.user_id}


def test_the_decision_never_lets_a_party_in(scene):
    with school_context(scene.school):
        scene.case.participants.create(role="testigo", membership=scene.profesor)

    scene.heard().reported().drafted().resolved()

    assert executors(scene) == set()


def test_the_profesor_jefe_finds_the_measure_and_the_step_and_does_it(scene, client):
    scene.heard().reported().drafted().resolved()
    scene.act(Acto.NOTIFICAR, "2026-06-03 09:00", party=scene.afectado.pk)
    enter(client, scene.profesor)
    screen = reverse("case-implement", args=[scene.case.pk])

    case = client.get(reverse("case-detail", args=[scene.case.pk])).content.decode()
    hoy = client.get(reverse("today")).content.decode()
    with school_context(scene.school):
        pk = Medida.objects.get(case=scene.case).pk
    client.post(
        screen,
        {
            "envio": uuid.uuid4().hex, "at_0": "2026-06-05", "at_1": "10:00",
            f"done_{pk}": "on", f"note_{pk}": "Primera sesión hecha",
        },
    )  # fmt: skip

    assert "Poner en práctica las medidas" in case
    assert f'href="{screen}"' in case
    assert "Aplicar: Taller de convivencia" in hoy
    with school_context(scene.school):
        assert Medida.objects.get(pk=pk).implemented_at == at("2026-06-05 10:00")
        step = Vencimiento.objects.get(case=scene.case, step_id="bul-16-implementacion")
    assert step.done_at == at("2026-06-05 10:00")


def test_a_profesor_jefe_of_another_course_sees_no_measure_of_this_one(scene, client):
    other = CursoFactory(school=scene.school, grade=7)
    member = MembershipFactory(school=scene.school, role=Role.PROFESOR_JEFE, curso=other)
    scene.heard().reported().drafted().resolved()
    let_in(scene, member)
    enter(client, member)

    pages = [
        client.get(url).content.decode()
        for url in (
            reverse("case-detail", args=[scene.case.pk]),
            reverse("case-measures", args=[scene.case.pk]),
            reverse("case-implement", args=[scene.case.pk]),
            reverse("today"),
        )
    ]

    assert [page for page in pages if "Taller de convivencia" in page] == []


def test_a_decision_not_yet_taken_shows_no_measure_to_who_would_carry_it_out(scene, client):
    let_in(scene, scene.profesor)
    scene.heard().reported().drafted()
    enter(client, scene.profesor)

    page = client.get(reverse("case-measures", args=[scene.case.pk])).content.decode()

    assert "Taller de convivencia" not in page


def test_a_resguardo_is_kept_until_another_day(scene):
    medida = call(scene, resguardos.keep_resguardo, resguardo(scene), until=date(2026, 6, 30))

    assert (medida.review_on, medida.ends_on) == (date(2026, 6, 30), None)
    with school_context(scene.school):
        row = Actuacion.objects.get(acto=Acto.REVISAR_RESGUARDO)
    assert row.title == "Resguardo revisado: se mantiene hasta el 30 de junio de 2026"
    assert (row.event, row.at) == ("", REVIEWED)


def test_a_resguardo_is_not_kept_beyond_its_end(scene):
    medida = resguardo(scene, ends_on=date(2026, 6, 25))

    with pytest.raises(DomainError, match="termina el 25 de junio de 2026"):
        call(scene, resguardos.keep_resguardo, medida, until=date(2026, 6, 26))


def test_a_resguardo_is_lifted_once(scene):
    medida = call(scene, resguardos.lift_resguardo, resguardo(scene))
    scene.refresh()

    assert (medida.ends_on, medida.review_on) == (date(2026, 5, 7), None)
    with pytest.raises(AlreadyDoneError):
        call(scene, resguardos.lift_resguardo, medida)


def test_a_review_typed_over_a_case_that_moved_on_is_refused(scene):
    with pytest.raises(StaleFormError):
        call(scene, resguardos.lift_resguardo, resguardo(scene), version=0)


def test_who_carries_a_resguardo_out_says_so_and_decides_nothing(scene, client):
    medida = resguardo(scene)
    let_in(scene, scene.profesor)
    enter(client, scene.profesor)
    url = reverse("case-resguardo-review", args=[scene.case.pk, medida.pk])
    data = {
        "envio": "r1", "version": scene.case.version, "text": "Recreos en patios distintos",
        "at_0": "2026-04-30", "at_1": "10:00", "until_0": "",
    }  # fmt: skip

    form = client.get(url).content.decode()
    refused = client.post(url, data | {"what": "levanta"})
    done = client.post(url, data | {"what": "aplicada"})

    assert ("Ya se aplica" in form, "Se levanta" in form) == (True, False)
    assert (refused.status_code, done.status_code) == (200, 302)
    with school_context(scene.school):
        assert Medida.objects.get(pk=medida.pk).implemented_at == at("2026-04-30 10:00")


def test_a_closed_case_asks_nobody_to_protect(scene, client):
    resguardo(scene)
    let_in(scene, scene.profesor)
    enter(client, scene.profesor)
    asked = [
        "Aplicar: Separación" in client.get(reverse("today")).content.decode()
        for state in ("en_investigacion", "cerrado")
        if _in_state(scene, state)
    ]

    assert asked == [True, False]


def _in_state(scene, state) -> int:
    with school_context(scene.school):
        return Case.objects.filter(pk=scene.case.pk).update(state=state)


def test_the_encargada_reviews_on_its_day_and_it_leaves_hoy(scene, client):
    medida = resguardo(scene, review_on=today())
    enter(client, scene.encargada)

    before = client.get(reverse("today")).content.decode()
    scene.now = at("2027-01-01 09:00")
    call(scene, resguardos.lift_resguardo, medida)
    after = client.get(reverse("today")).content.decode()

    assert "Revisar: Separación de espacios" in before
    assert "Revisar: Separación de espacios" not in after
