"""After the decision: when a file may be closed and archived, and who must be asked before."""

import pytest

from cases.decisions import aftermath, reconsideraciones
from cases.decisions.deciders import members_who_may
from cases.models import Notificacion, Reconsideracion
from cases.states import Acto
from convivencia.exceptions import DomainError, GateClosedError
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(school):
    return Scene.open(school)


def request_by(scene, participant, when):
    with school_context(scene.school):
        row = Reconsideracion.objects.create(
            case=scene.case,
            participant=participant,
            requested_by="Una madre",
            requested_at=at(when),
        )
    scene.act(Acto.RECONSIDERAR, when, party=participant.pk)
    return row


def consult(scene, row, when):
    with school_context(scene.school):
        reconsideraciones.consult_sostenedor(
            case=scene.case,
            actor=scene.encargada,
            reconsideracion_id=row.pk,
            answer="Sin observaciones.",
            at=at(when),
            now=scene.now,
        )


def resolve(scene, row, **how):
    with school_context(scene.school):
        row.refresh_from_db()
        reconsideraciones.resolve_reconsideracion(
            case=scene.case,
            actor=scene.encargada,
            reconsideracion_id=row.pk,
            **{"outcome": "mantiene", "deciders": ()} | how,
            grounds="La medida es proporcionada.",
            body="consejo_escolar",
            others="Hortensia Llancaqueo, por el Centro de Padres",
            media=(),
            version=row.version,
            at=scene.now,
            now=scene.now,
        )


def test_what_is_changed_says_how_it_stands_and_who_decided_signs(scene):
    notified(scene)
    row = request_by(scene, scene.afectado, "2026-06-05 10:00")
    consult(scene, row, "2026-06-08 10:00")
    with pytest.raises(DomainError, match="cómo queda"):
        resolve(scene, row, outcome="modifica")

    with school_context(scene.school):
        member = next(iter(members_who_may(scene.case, on=scene.now.date())))
    terms = "El taller es fuera del horario de clases."
    resolve(scene, row, outcome="modifica", terms=terms, deciders=[member.pk])

    with school_context(scene.school):
        row.refresh_from_db()
        said = row.document.snapshot
    assert said["decision"] == terms
    names = [line["name"] for line in said["signatures"]]
    assert names == [member.user.get_full_name(), "Hortensia Llancaqueo"]


def notified(scene):
    scene.heard().reported().drafted().resolved()
    scene.act(Acto.NOTIFICAR, "2026-06-03 18:00", party=scene.afectado.pk)
    scene.act(Acto.NOTIFICAR, "2026-06-03 18:30", party=scene.denunciado.pk)
    return scene


def test_the_sostenedor_is_asked_about_each_request(scene):
    notified(scene)
    first = request_by(scene, scene.afectado, "2026-06-05 10:00")
    second = request_by(scene, scene.denunciado, "2026-06-09 10:00")
    consult(scene, first, "2026-06-08 10:00")
    resolve(scene, first)

    with pytest.raises(DomainError, match="Falta la consulta previa al sostenedor"):
        resolve(scene, second)

    with school_context(scene.school):
        row = scene.case.vencimientos.get(step_id="bul-26-resolver-reconsideracion")
    assert row.due_on == at("2026-06-16 10:00").date()
    assert not row.done_at  # la segunda solicitud sigue sin respuesta


def test_a_consultation_before_the_request_is_not_about_it(scene):
    row = request_by(notified(scene), scene.afectado, "2026-06-05 10:00")

    with pytest.raises(DomainError, match="no puede ser anterior a la solicitud"):
        consult(scene, row, "2026-06-04 10:00")


@pytest.mark.parametrize(
    ("today", "ends"),
    [("2026-12-16", False), ("2026-12-17", False), ("2026-12-18", True)],
)
def test_the_watch_lasts_to_the_end_of_its_last_day(scene, today, ends):
    notified(scene)
    scene.act(Acto.CERRAR, "2026-06-17 17:00", scene.directora)
    now = at(f"{today} 10:00")

    def archive():
        with school_context(scene.school):
            aftermath.archive_case(
                case=scene.case, actor=scene.directora, now=now, today=now.date()
            )

    if ends:
        archive()
        scene.refresh()
        assert scene.case.state == "archivado"
    else:
        with pytest.raises(DomainError, match="al menos hasta el 17-12-2026"):
            archive()


def told(scene, participant, apoderado, when):
    """The family is told of the result on paper, at once effective."""
    with school_context(scene.school):
        Notificacion.objects.create(
            case=scene.case,
            participant=participant,
            apoderado=apoderado,
            document=scene.case.documents.get(code="D-19"),
            purpose="resultado",
            medium="personal",
            created_at=at(when),
            effective_at=at(when),
        )
    scene.act(Acto.NOTIFICAR, when, party=participant.pk)


def test_the_case_waits_for_the_last_day_of_each_family(scene):
    scene.heard().reported().drafted().resolved()
    told(scene, scene.afectado, scene.mother, "2026-06-03 10:00")
    told(scene, scene.denunciado, scene.father, "2026-06-17 10:00")

    with school_context(scene.school), pytest.raises(GateClosedError) as refusal:
        aftermath.close_case(
            case=scene.case, actor=scene.directora, grounds="Terminó.", now=scene.now
        )

    with school_context(scene.school):
        late = scene.denunciado.initials
    text = f"La familia de {late} puede pedir reconsideración hasta el 24-06-2026."
    assert refusal.value.reasons == (text,)


def test_the_directora_may_close_before_with_her_reason_printed(scene):
    scene.heard().reported().drafted().resolved()
    told(scene, scene.afectado, scene.mother, "2026-06-17 10:00")
    told(scene, scene.denunciado, scene.father, "2026-06-17 10:00")

    with school_context(scene.school):
        actuacion = aftermath.close_case(
            case=scene.case,
            actor=scene.directora,
            grounds="Terminó.",
            now=scene.now,
            override_reason="Ambas familias renunciaron por escrito.",
        )

    printed = actuacion.document.snapshot["override_reason"]
    assert printed == "Ambas familias renunciaron por escrito."
