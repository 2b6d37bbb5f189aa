"""No ordinary act ends an enrolment: each door refuses it with the norm and the way to go."""

import pytest
from django.urls import reverse

from cases.decisions import reconsideraciones, resoluciones
from cases.decisions.way_out import OnlyByProcedureError, ends_enrolment
from cases.hearings.services.resguardo import ResguardoInput, ResguardoKind, adopt_resguardo
from cases.models import Expulsion, Medida, Reconsideracion, Tramite, Vencimiento
from cases.overview.screens import special_screen
from cases.overview.services import complete_step
from cases.states import Acto
from cases.tramites.facts import questions_of
from convivencia.exceptions import DomainError
from protocols.catalog.faltas import load_regimen, regimen_to_data
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.discipline.scenes import a_fair_choice, choose, impute, under, with_project
from tests.cases.expulsion.scenes import Walk
from tests.cases.scenes import Scene, at

pytestmark = pytest.mark.django_db

ENDS = [
    "Expulsión",
    "Se expulsa al estudiante del establecimiento",
    "1. Expúlsese al estudiante, advirtiéndole que no podrá volver.",
    "Cancelación de la matrícula",
    "Cancélese, desde hoy, su matrícula.",
    "Carta de no renovación de matrícula para el año siguiente",
    "No se le renovará la matrícula el próximo año.",
    "Caducidad de la matrícula",
    "Término anticipado de matrícula",
    "Aplíquese la expulsión, pues no procede otra medida.",
    "No asistirá a la gira. Además, se expulsa al alumno.",
]
STAYS = [
    "Condicionalidad de matrícula",
    "Expulsión de la sala por el resto de la hora",
    "Adviértase que de repetirse podría aplicarse la cancelación de matrícula.",
    "No se aplica la expulsión pedida por la familia.",
    "La expulsión pedida por la familia no procede.",
    "Taller de convivencia; se cancela la salida del viernes",
    "No renovar el préstamo del casillero",
    "Suspensión de clases, 2 días",
    "",
]


@pytest.fixture
def scene(school):
    return Scene.open(school)


@pytest.mark.parametrize("text", ENDS)
def test_a_text_that_ends_an_enrolment_is_known(text):
    assert ends_enrolment(text)


@pytest.mark.parametrize("text", STAYS)
def test_what_only_names_or_denies_it_is_let_through(text):
    assert not ends_enrolment(text)


def refusal(scene: Scene, run) -> OnlyByProcedureError:
    """Run it, and return how it was refused: the norm, and where it is done."""
    with school_context(scene.school), pytest.raises(OnlyByProcedureError) as refused:
        run()
    assert "DFL 2/1998, art. 6 letra d" in refused.value.message
    assert refused.value.way[1] == reverse("case-expulsion", args=[scene.case.pk])
    with school_context(scene.school):
        assert not Expulsion.objects.exists()
    return refused.value


@pytest.mark.parametrize(
    ("modelo", "falta", "measures"),
    [
        ("A", "NA-MG-04", ["MD-07", "MD-08"]),
        ("B", "KM-T3-X-a", ["KM-T3-X-MD-g", "KM-T3-X-MD-h"]),
    ],
)
def test_the_measures_of_the_reglamento_that_end_it_are_not_chosen(scene, modelo, falta, measures):
    under(scene, modelo, *regimen_to_data(load_regimen(modelo)))
    with_project(scene)
    row = impute(scene, falta)

    for code in measures:
        refusal(scene, lambda code=code: choose(scene, row, a_fair_choice(code)))
    with school_context(scene.school):
        assert not Medida.objects.exists()


def test_a_measure_of_the_school_is_known_by_its_title(scene):
    """A reglamento of its own may not have said what the measure does."""
    faltas, medidas = regimen_to_data(load_regimen("A"))
    _rename(medidas, "MD-06", "Caducidad de la matrícula")
    under(scene, "A", faltas, medidas)
    with_project(scene)
    row = impute(scene, "NA-MG-04")

    refusal(scene, lambda: choose(scene, row, a_fair_choice("MD-06")))


def _rename(data: object, code: str, title: str) -> None:
    if isinstance(data, dict):
        if data.get("code") == code:
            data["title"] = title
        for value in data.values():
            _rename(value, code, title)
    elif isinstance(data, list):
        for value in data:
            _rename(value, code, title)


def saved(scene: Scene, **more: object):
    """Save the project as the encargada would, with what is changed."""
    medida = scene.medida() | more.pop("medida", {})
    texts = {"considerando": "Se acreditó.", "resuelvo": "1. Fundada.", "support": "Apoyo."}
    return resoluciones.save_resolucion(
        case=scene.case, actor=scene.encargada, version=0, medidas=[medida],
        texts=texts | {"calificacion": "acoso"} | more,
    )  # fmt: skip


def test_a_project_of_resolucion_neither_orders_it_nor_lists_it(scene):
    scene.heard().reported()

    refusal(scene, lambda: saved(scene, resuelvo="1. Cancélese la matrícula del estudiante."))
    refusal(scene, lambda: saved(scene, medida={"description": "Expulsión del colegio"}))
    with school_context(scene.school):
        assert not Medida.objects.exists()


def test_an_adult_has_no_enrolment_to_lose(scene):
    """«Expulsión» of a guardian from a meeting is another matter: the text is not refused."""
    scene.heard().reported()
    with school_context(scene.school):
        adult = scene.case.participants.create(role="testigo", membership=scene.profesor)
        row = saved(scene, medida={"participant": adult, "description": "Expulsión de la reunión"})
    assert row.pk


def test_what_was_written_before_the_rule_is_neither_sent_nor_approved(scene):
    scene.heard().reported().drafted()
    with school_context(scene.school):
        row = scene.case.resoluciones.get(kind="resultado")
        medida = row.medidas.get()
        medida.description = "Cancelación de matrícula"
        medida.save(update_fields=["description"])
        given = {"case": scene.case, "version": row.version, "now": scene.now}
    refusal(scene, lambda: resoluciones.approve_resolucion(actor=scene.directora, **given))
    with school_context(scene.school):
        scene.case.resoluciones.update(state="borrador")
    refusal(scene, lambda: resoluciones.send_resolucion(actor=scene.encargada, **given))


def test_a_resguardo_is_not_a_way_out(scene):
    measure = ResguardoInput(
        participant=scene.denunciado, kind=ResguardoKind.OTRA,
        detail="Cancelación preventiva de la matrícula", grounds="Riesgo",
        owner_role=Role.ENCARGADA, starts_on=at("2026-04-30 09:00").date(),
        review_on=at("2026-05-05 09:00").date(), ends_on=None,
    )  # fmt: skip
    refusal(
        scene,
        lambda: adopt_resguardo(
            case=scene.case, actor=scene.encargada, measures=[measure],
            at=at("2026-04-30 09:00"), now=scene.now,
        ),
    )  # fmt: skip


def test_a_reconsideracion_does_not_turn_another_measure_into_it(scene):
    scene.heard().reported().drafted().resolved()
    scene.act(Acto.NOTIFICAR, "2026-06-03 09:00", party=scene.denunciado.pk)
    scene.act(Acto.RECONSIDERAR, "2026-06-04 09:00", party=scene.denunciado.pk)
    with school_context(scene.school):
        row = Reconsideracion.objects.create(
            case=scene.case, participant=scene.denunciado, requested_by="Su padre", text="x",
            requested_at=at("2026-06-04 09:00"), consulted_at=at("2026-06-05 09:00"),
        )  # fmt: skip
    refusal(
        scene,
        lambda: reconsideraciones.resolve_reconsideracion(
            case=scene.case, actor=scene.directora, reconsideracion_id=row.pk,
            outcome="modifica", grounds="Se reemplaza por la cancelación de la matrícula.",
            body="consejo_escolar", deciders=(), others="Una apoderada", media=[], version=0,
            at=at("2026-06-08 09:00"), now=scene.now,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("modelo", "protocol", "step"),
    [("B", "expulsion", "EX-10"), ("A", "expulsion_cancelacion", "exp-01-firmeza")],
)
def test_a_step_of_the_procedure_is_not_ticked_off(school, modelo, protocol, step):

    walk = Walk.e05(school, modelo=modelo, protocol=protocol)
    with school_context(school):
        rows = Vencimiento.objects.select_related("case__reglamento", "tramite")
        row = rows.get(case=walk.case, step_id=step)
        assert special_screen(row)[0] == reverse("case-expulsion", args=[walk.case.pk])
        with pytest.raises(DomainError, match="sólo se decide en su procedimiento"):
            complete_step(
                case=walk.case, step=row, at=walk.now, text="", attachment=None,
                envio="0b8f2a52-0ae1-4d9a-8a9b-5f8f7b6a1c11", actor=walk.directora, now=walk.now,
            )  # fmt: skip


def test_the_measure_is_not_stated_as_one_more_fact(scene):
    with school_context(scene.school):
        for key in ("faltas_graves", "expulsion_cancelacion"):
            Tramite.objects.create(case=scene.case, protocol_key=key, started_at=scene.now)
        asked = {q.fact: q.options for q in questions_of(scene.case)}
    assert not {"expulsion", "cancelacion", "no_renovacion"} & set(asked.get("medida", {}))


def test_the_page_of_such_a_measure_says_why_and_leads_there(scene, client):
    with_project(scene)
    row = impute(scene, "NA-MG-04")
    client.force_login(scene.encargada.user)
    url = reverse("case-falta-measure", args=[scene.case.pk, row.pk, "MD-07"])
    for answer in (client.get(url), client.post(url, {"why": "x"})):
        page = answer.content.decode()
        assert "DFL 2/1998, art. 6 letra d" in page
        assert f'href="{reverse("case-expulsion", args=[scene.case.pk])}"' in page
        assert "<textarea" not in page
