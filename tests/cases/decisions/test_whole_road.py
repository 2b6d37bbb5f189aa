"""The decision from draft to notified, whoever writes it; and who may not decide it again."""

import pytest

from cases.decisions import aftermath, reconsideraciones, resoluciones
from cases.decisions.deciders import members_who_may
from cases.decisions.minute import minute_of
from cases.models import Case, Reconsideracion, Resolucion
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


def decide(
    scene, row, deciders=(), others="Hortensia Llancaqueo, por el Centro de Padres",
    body="consejo_escolar",
) -> Reconsideracion:  # fmt: skip
    return reconsideraciones.resolve_reconsideracion(
        case=scene.case, actor=scene.encargada, reconsideracion_id=row.pk, outcome="mantiene",
        grounds="Es proporcionada.", body=body, deciders=[one.pk for one in deciders],
        others=others, media=(), version=row.version, at=scene.now, now=scene.now,
    )  # fmt: skip


@pytest.mark.parametrize("who", ["directora", "encargada"])
def test_who_resolved_or_investigated_does_not_decide_it_again(scene, asked, who):
    with pytest.raises(DomainError, match="no puede decidir la reconsideración"):
        decide(scene, asked, [getattr(scene, who)])


SPELLINGS = {
    "orden": lambda name: f"{' '.join(reversed(name.split()))}, por los docentes",
    "mayúsculas": str.upper,
    "en parte": lambda name: " ".join(name.split()[:2]),
}


@pytest.mark.parametrize("who", ["directora", "encargada"])
@pytest.mark.parametrize("how", [*SPELLINGS, "cargo"])
def test_nobody_passes_under_another_spelling(scene, asked, who, how):
    name = getattr(scene, who).user.get_full_name()
    line = SPELLINGS[how](name) if how in SPELLINGS else f"La {who} del colegio"
    with pytest.raises(DomainError, match="no puede decidir la reconsideración"):
        decide(scene, asked, others=line)


def test_another_charge_of_the_same_person_is_the_same_person(scene, asked):
    """She may hold two memberships: it is her account that is barred."""
    with school_context(scene.school):
        also = MembershipFactory(
            school=scene.school, user=scene.encargada.user, role=Role.DIRECTIVO
        )
    with pytest.raises(DomainError, match="no puede decidir"):
        decide(scene, asked, [also])
    assert also not in members_who_may(scene.case, on=scene.now.date())


def test_a_member_is_chosen_and_not_typed(scene, asked):
    user = scene.profesor.user
    user.first_names, user.last_names = "Wenceslao", "Cayupil Ibáñez"  # nobody else's
    user.save(update_fields=["first_names", "last_names"])
    name = user.get_full_name()
    with pytest.raises(DomainError, match="márquela en la lista"):
        decide(scene, asked, others=name)
    row = decide(scene, asked, [scene.profesor])
    assert row.deciders == [scene.profesor.pk]


@pytest.mark.parametrize(
    ("body", "said"), [("subrogante", "la decide Consejo Escolar"), ("otro", "la decide")]
)
def test_in_acoso_only_the_consejo_escolar_decides(scene, asked, body, said):
    with pytest.raises(DomainError, match=said):
        decide(scene, asked, [scene.profesor], others="", body=body)


def test_somebody_decides(scene, asked):
    with pytest.raises(DomainError, match="quiénes la decidieron"):
        decide(scene, asked, others=" ")


def test_a_member_of_another_school_decides_nothing(scene, asked):
    other = MembershipFactory(role=Role.DIRECTIVO)
    with pytest.raises(DomainError, match="personas del establecimiento"):
        decide(scene, asked, [other])


@pytest.fixture
def by_others(scene, asked):
    """The same request, under a protocol that does not name the Consejo Escolar."""
    Case.objects.filter(pk=scene.case.pk).update(protocol_key="vulneracion_derechos")
    scene.refresh()
    return asked


def test_elsewhere_one_person_decides_and_the_sostenedor_is_the_sostenedor(scene, by_others):
    with pytest.raises(DomainError, match="no representa al sostenedor"):
        decide(scene, by_others, [scene.profesor], others="", body="sostenedor")
    with pytest.raises(DomainError, match="sólo a ella"):
        decide(scene, by_others, [], others="Alguien de afuera", body="subrogante")
    owner = MembershipFactory(school=scene.school, role=Role.SOSTENEDOR)
    row = decide(scene, by_others, [owner], others="", body="sostenedor")
    assert (row.body, row.deciders) == ("El sostenedor o quien lo representa", [owner.pk])


def test_where_the_protocol_asks_it_the_consejo_de_profesores_says_it_in_writing(scene, asked):
    Case.objects.filter(pk=scene.case.pk).update(protocol_key="faltas_graves")
    scene.case.tramites.update(protocol_key="faltas_graves")
    scene.refresh()
    with pytest.raises(DomainError, match="pronunciamiento escrito del Consejo de Profesores"):
        decide(scene, asked, [scene.profesor], others="", body="subrogante")

    row = reconsideraciones.consult_council(
        case=scene.case, actor=scene.encargada, reconsideracion_id=asked.pk,
        text="Que se mantenga.", attendees="Doce docentes", minutes="Una docente",
        at=at("2026-06-08 18:00"), now=scene.now,
    )  # fmt: skip
    act = scene.case.actuaciones.get(acto=Acto.CONSULTAR_CONSEJO)
    assert (act.event, act.document.code) == ("ev_pronunciamiento", "D-73")
    text = text_of(read_file(act.document.file_id)[1])
    assert "Que se mantenga" in text
    assert scene.afectado.student.paternal not in text
    scene.refresh()
    assert decide(scene, row, [scene.profesor], others="", body="subrogante").resolved_at


def test_who_stood_in_for_the_directora_is_as_barred_as_she_would_be(scene, asked):
    other = MembershipFactory(school=scene.school, role=Role.DIRECTORA)
    Resolucion.objects.filter(case=scene.case).update(decided_by=other.user)

    with pytest.raises(DomainError, match="resolvió en este caso"):
        decide(scene, asked, [other])


def test_who_keeps_out_of_it_is_printed(scene, asked):
    row = decide(scene, asked)

    text = text_of(read_file(row.document.file_id)[1])
    assert f"{scene.directora.user.get_full_name()} (resolvió)" in text
    assert f"{scene.encargada.user.get_full_name()} (investigó)" in text


def test_what_the_consejo_escolar_reads_names_nobody(scene, asked):
    asked.text = (
        f"Soy la madre de {scene.afectado.student.legal_name}. "
        f"{scene.denunciado.student.first_names} la molestó."
    )
    asked.save()
    text = minute_of(scene.case, asked).text
    for one in (scene.afectado, scene.denunciado):
        assert one.student.paternal not in text
        assert one.student.first_names not in text
    assert "[estudiante A]" in text
    assert "[estudiante B] la molestó" in text
