"""The decision from draft to notified, whoever writes it; and who may not decide it again."""

import pytest

from cases.decisions import aftermath, reconsideraciones, resoluciones
from cases.decisions.selectors import who_must_abstain
from cases.models import Reconsideracion, Resolucion
from cases.models.case import CaseState
from cases.models.decisions import ResolucionState as R
from cases.states import Acto
from convivencia.exceptions import DomainError
from schools.files import read_file
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import text_of
from tests.cases.scenes import Scene, at
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
TEXTS = {
    "calificacion": "acoso",
    "vistos": "1. La denuncia y el informe.",
    "considerando": "1. Que los hechos se acreditaron.",
    "resuelvo": "1. Se declara fundada la denuncia.",
    "support": "Acompañamiento semanal.",
}


@pytest.fixture
def scene(school):
    return Scene.open(school).heard().reported()


def project(scene) -> Resolucion:
    return scene.case.resoluciones.get(kind="resultado")


def save(scene, actor, **texts) -> Resolucion:
    found = scene.case.resoluciones.filter(kind="resultado").first()
    return resoluciones.save_resolucion(
        case=scene.case, actor=actor, version=found.version if found else 0,
        texts=TEXTS | texts, medidas=[scene.medida()],
    )  # fmt: skip


def test_the_road_is_walked_whole_and_each_state_leaves_its_line(scene):
    seen = []
    with school_context(scene.school):
        row = save(scene, scene.encargada)
        seen.append(row.state)
        given = {"case": scene.case, "now": scene.now}
        row = resoluciones.send_resolucion(actor=scene.encargada, version=row.version, **given)
        seen.append(row.state)
        row = resoluciones.return_resolucion(
            actor=scene.directora, version=row.version, comments="Falta el fundamento.", **given
        )
        seen.append(row.state)
        row = save(scene, scene.encargada, considerando="1. Que se acreditó con el chat.")
        row = resoluciones.send_resolucion(actor=scene.encargada, version=row.version, **given)
    scene.resolved()
    seen.append(project_state(scene))
    assert scene.case.state == CaseState.RESUELTO
    with school_context(scene.school):
        aftermath.notify_result(
            case=scene.case, actor=scene.encargada, addressees=scene.addressees("personal"),
            now=scene.now,
        )  # fmt: skip
        acts = list(scene.case.actuaciones.values_list("acto", flat=True))
    assert seen == [R.BORRADOR, R.ENVIADA, R.DEVUELTA, R.APROBADA]
    assert acts.count(Acto.ENVIAR_RESOLUCION) == 2
    assert [acts.count(a) for a in (Acto.DEVOLVER_RESOLUCION, Acto.RESOLVER)] == [1, 1]
    assert Acto.ENVIAR_NOTIFICACION in acts


def project_state(scene) -> str:
    with school_context(scene.school):
        return project(scene).state


def test_the_directora_may_write_her_own(scene):
    with school_context(scene.school):
        row = save(scene, scene.directora, resultado="fundada")
        resoluciones.approve_resolucion(
            case=scene.case, actor=scene.directora, version=row.version, now=scene.now
        )
        row = project(scene)
        text = text_of(read_file(row.document.file_id)[1])

    assert (row.state, row.drafted_by, row.decided_by) == (
        R.APROBADA, scene.directora.user, scene.directora.user,
    )  # fmt: skip
    assert "Que los hechos se acreditaron" in text


def test_who_investigated_does_not_decide_what_another_wrote(scene):
    scene.drafted()
    with school_context(scene.school):
        scene.encargada.role = Role.DIRECTORA
        with pytest.raises(DomainError, match="Quien investigó no puede resolver"):
            resoluciones.approve_resolucion(
                case=scene.case, actor=scene.encargada, version=project(scene).version,
                now=scene.now,
            )  # fmt: skip


@pytest.fixture
def asked(scene):
    """A request that the sostenedor already answered."""
    scene.drafted().resolved()
    with school_context(scene.school):
        row = Reconsideracion.objects.create(
            case=scene.case, participant=scene.afectado, requested_by="Una madre",
            requested_at=at("2026-06-05 10:00"),
        )  # fmt: skip
    scene.act(Acto.RECONSIDERAR, "2026-06-05 10:00", party=scene.afectado.pk)
    with school_context(scene.school):
        yield reconsideraciones.consult_sostenedor(
            case=scene.case, actor=scene.encargada, reconsideracion_id=row.pk,
            answer="Sin observaciones.", at=at("2026-06-08 10:00"), now=scene.now,
        )  # fmt: skip


def decide(scene, row, body: str, abstained: str = "") -> Reconsideracion:
    return reconsideraciones.resolve_reconsideracion(
        case=scene.case, actor=scene.encargada, reconsideracion_id=row.pk, outcome="mantiene",
        grounds="Es proporcionada.", body=body, abstained=abstained, media=(),
        version=row.version, at=scene.now, now=scene.now,
    )  # fmt: skip


@pytest.mark.parametrize("who", ["directora", "encargada"])
def test_who_resolved_or_investigated_does_not_decide_it_again(scene, asked, who):
    name = getattr(scene, who).user.get_full_name()

    with pytest.raises(DomainError, match="no puede decidir la reconsideración"):
        decide(scene, asked, f"Dirección ({name})")


def test_who_stood_in_for_the_directora_is_as_barred_as_she_would_be(scene, asked):
    other = MembershipFactory(school=scene.school, role=Role.DIRECTORA)
    Resolucion.objects.filter(case=scene.case).update(decided_by=other.user)

    assert who_must_abstain(scene.case)[other.user.get_full_name()] == "resolvió"
    with pytest.raises(DomainError):
        decide(scene, asked, other.user.get_full_name())


def test_who_keeps_out_of_it_is_printed_whether_typed_or_not(scene, asked):
    row = decide(scene, asked, "Consejo Escolar")

    text = text_of(read_file(row.document.file_id)[1])
    assert f"{scene.directora.user.get_full_name()} (resolvió)" in text
    assert f"{scene.encargada.user.get_full_name()} (investigó)" in text
