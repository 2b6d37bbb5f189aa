"""Who decides, when, and once."""

import pytest

from cases.decisions import resoluciones
from cases.decisions.composition import compose_resolucion
from cases.models import Actuacion, Resolucion
from cases.models.decisions import ResolucionState as R
from cases.states import Acto
from convivencia.exceptions import (
    AlreadyDoneError,
    DomainError,
    GateClosedError,
    StaleFormError,
)
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.scenes import NOW, Scene
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(school):
    return Scene.open(school)


def approve(scene, *, actor=None, version=None, **more):
    with school_context(scene.school):
        row = Resolucion.objects.get(case=scene.case, kind="resultado")
        return resoluciones.approve_resolucion(
            case=scene.case,
            actor=actor or scene.directora,
            version=row.version if version is None else version,
            now=NOW,
            **more,
        )


def test_approval_issues_one_numbered_document_and_moves_the_case(scene):
    scene.heard().reported().drafted()

    row = approve(scene)
    scene.refresh()

    assert row.state == R.APROBADA
    assert row.document.code == "D-19"
    assert scene.case.state == "resuelto"


def test_approval_before_hearing_both_sides_lists_what_is_missing(scene):
    scene.reported().drafted()

    with pytest.raises(GateClosedError) as refusal:
        approve(scene)

    assert refusal.value.reasons == (
        "Falta escuchar a ambas partes, o dejar constancia de que se las citó y no asistieron.",
        "Todavía corre el plazo para que las partes aporten antecedentes.",
    )


def test_hearing_one_family_does_not_stand_for_the_other(scene):
    scene.act(Acto.ENTREVISTAR, "2026-04-30 09:00", party=scene.afectado.pk)
    scene.reported().drafted()

    with pytest.raises(GateClosedError) as refusal:
        approve(scene)

    assert "Falta escuchar a ambas partes" in refusal.value.reasons[0]


def test_an_override_needs_a_reason_and_is_printed_and_kept(scene):
    scene.reported().drafted()

    row = approve(scene, override_reason="Riesgo inminente para el estudiante.")

    with school_context(scene.school):
        lifted = Actuacion.objects.get(case=scene.case, acto=Acto.LEVANTAR_COMPUERTA)
    assert lifted.text == "Riesgo inminente para el estudiante."
    assert len(lifted.data["missing"]) == 2
    assert row.document.snapshot["override_reason"] == "Riesgo inminente para el estudiante."


def test_t21_who_investigated_does_not_decide(scene):
    scene.heard().reported().drafted()
    with school_context(scene.school):
        scene.encargada.role = Role.DIRECTORA  # the same person, now in charge of the school

    with pytest.raises(DomainError, match="Quien investigó no puede resolver"):
        approve(scene, actor=scene.encargada)


@pytest.mark.parametrize("role", [r for r in Role.values if r != Role.DIRECTORA])
def test_nobody_but_the_directora_decides(scene, role):
    scene.heard().reported().drafted()
    other = MembershipFactory(school=scene.school, role=role)

    with pytest.raises(DomainError):
        approve(scene, actor=other)


def test_a_second_approval_is_told_who_did_it(scene):
    scene.heard().reported().drafted()
    approve(scene)

    with pytest.raises(AlreadyDoneError, match=scene.directora.user.get_full_name()):
        approve(scene)


def test_a_stale_form_is_refused(scene):
    scene.heard().reported().drafted()

    with pytest.raises(StaleFormError):
        approve(scene, version=0)


def test_the_team_cannot_touch_what_the_directora_holds(scene):
    scene.heard().reported().drafted()

    with school_context(scene.school), pytest.raises(DomainError, match="manos de la dirección"):
        resoluciones.save_resolucion(
            case=scene.case, actor=scene.encargada, version=2, texts={"resuelvo": "otra cosa"}
        )


def test_returned_with_comments_it_goes_back_to_the_team(scene):
    scene.heard().reported().drafted()

    with school_context(scene.school):
        row = resoluciones.return_resolucion(
            case=scene.case,
            actor=scene.directora,
            version=2,
            comments="Falta fundar la medida.",
            now=NOW,
        )
        again = resoluciones.save_resolucion(
            case=scene.case,
            actor=scene.encargada,
            version=row.version,
            texts={"considerando": "1. Que sí."},
        )

    assert (row.state, again.considerando) == (R.DEVUELTA, "1. Que sí.")


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("considerando", "Escriba los fundamentos (considerando)."),
        ("resuelvo", "Escriba lo que se resuelve."),
        ("support", "Escriba el apoyo y la reparación para el estudiante afectado."),
    ],
)
def test_an_incomplete_project_is_not_approved(scene, field, reason):
    scene.heard().reported().drafted()
    with school_context(scene.school):
        row = Resolucion.objects.get(case=scene.case)
        setattr(row, field, " ")
        row.save()

    with pytest.raises(DomainError) as refusal:
        approve(scene)

    assert refusal.value.reasons == (reason,)


def test_a_founded_project_says_what_the_facts_are(scene):
    scene.heard().reported().drafted()
    with school_context(scene.school):
        Resolucion.objects.filter(case=scene.case).update(calificacion="")

    with pytest.raises(DomainError) as refusal:
        approve(scene)

    assert refusal.value.reasons == ("Indique si los hechos son acoso escolar o un hecho aislado.",)


def test_the_draft_says_of_the_hearing_only_what_the_history_proves(scene):
    scene.act(Acto.ENTREVISTAR, "2026-04-30 09:00", party=scene.afectado.pk)
    scene.act(Acto.REGISTRAR_INASISTENCIA, "2026-05-06 09:00", party=scene.denunciado.pk)
    scene.reported()

    with school_context(scene.school):
        rows = list(scene.case.actuaciones.order_by("at", "pk"))
        draft = compose_resolucion(scene.case, scene.case.informe, rows)
        heard, absent = scene.afectado.initials, scene.denunciado.initials

    first, second = draft.considerando.splitlines()[:2]
    assert first == f"1. Que fue oída la familia de {heard}"  # the initials end in a full stop
    assert second.startswith(f"2. Que la familia de {absent} fue citada y no")


def test_what_was_decided_is_not_sent_again_as_a_project(scene):
    scene.heard().reported().drafted()
    approve(scene)
    with school_context(scene.school):
        row = Resolucion.objects.get(case=scene.case)

    with pytest.raises(AlreadyDoneError), school_context(scene.school):
        resoluciones.send_resolucion(
            case=scene.case, actor=scene.encargada, version=row.version, now=scene.now
        )

    with school_context(scene.school):
        assert Resolucion.objects.get(case=scene.case).state == R.APROBADA
