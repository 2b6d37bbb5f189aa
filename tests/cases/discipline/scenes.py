"""Short ways to impute, to close older cases and to choose measures in the tests of faltas."""

from datetime import date

from cases.decisions.resoluciones import save_resolucion
from cases.discipline import measures, services
from cases.discipline.measures import Choice
from cases.models import Case, CaseState, FaltaImputada, Medida, Participant
from protocols.models import ReglamentoVersion
from protocols.selectors import regimen_of
from schools.models import Curso, Enrolment
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene

FACTS_ON = date(2026, 4, 28)
FAIR = {
    "owner_role": "directora",
    "starts_on": date(2026, 6, 22),
    "why": "Proporcionada a su edad y a los hechos",
    "days": 2,
    "review_on": date(2026, 7, 3),
    "facts": ("riesgo_real_actual", "medidas_previas", "informe_comision", "epoca_permite"),
}


def impute(scene: Scene, code: str, **more: object) -> FaltaImputada:
    """Impute a conduct to the accused student, as the encargada."""
    given = {
        "person": scene.denunciado.pk,
        "facts_on": FACTS_ON,
        "grounds": "Lo vieron dos adultos.",
        "actor": scene.encargada,
        "version": scene.case.version,
        "now": scene.now,
        **more,
    }
    with school_context(scene.school):
        row = services.impute_falta(case=scene.case, code=code, **given)
    scene.refresh()
    return row


def close_with(
    scene: Scene, code: str, *, on: date = date(2026, 4, 1), state: str = CaseState.CERRADO,
    resultado: str = "fundada", level: str = "EB",
) -> FaltaImputada:  # fmt: skip
    """Return a falta of the same student in another, older case."""
    with school_context(scene.school):
        falta = regimen_of(scene.case.reglamento).falta(code)
        case = Case.objects.create(
            year=2026, number=5000 + Case.objects.count(), protocol_key="acoso_escolar",
            reglamento=scene.case.reglamento, known_at=scene.case.known_at, state=state,
            opened_by=scene.encargada.user, created_at=scene.case.created_at,
            facts={"resultado": resultado},
        )  # fmt: skip
        person = Participant.objects.create(
            case=case, role="denunciado", student=scene.denunciado.student
        )
        return FaltaImputada.objects.create(
            case=case, participant=person, code=code, gravity=falta.gravity.value, level=level,
            title=falta.title, source=falta.source, facts_on=on, reglamento=case.reglamento,
            grounds="x", confirmed_by=scene.encargada.user, confirmed_at=scene.now,
        )  # fmt: skip


def under(scene: Scene, modelo: str, faltas: dict, medidas: dict) -> None:
    """Put the case under a version with these faltas and measures, and the same protocols."""
    with school_context(scene.school):
        old = scene.case.reglamento
        version = ReglamentoVersion.objects.create(
            modelo=modelo, version=old.version + 1, title=old.title, protocols=old.protocols,
            in_force_from=old.in_force_from, published_at=old.published_at, faltas=faltas,
            medidas=medidas,
        )  # fmt: skip
        Case.objects.filter(pk=scene.case.pk).update(reglamento=version)
    scene.refresh()


def move_to(scene: Scene, *, nivel: str, grade: int) -> None:
    """Say that the accused student is in another course."""
    with school_context(scene.school):
        curso = Curso.objects.create(year=2026, nivel=nivel, grade=grade, letter="Z")
        Enrolment.objects.filter(student=scene.denunciado.student).update(curso=curso)


def with_project(scene: Scene) -> None:
    """Hear, report, and leave the project of resolución begun by the encargada."""
    scene.heard().reported()
    with school_context(scene.school):
        save_resolucion(
            case=scene.case, actor=scene.encargada, version=0, texts={"considerando": "x"}
        )
    scene.refresh()


def a_fair_choice(code: str, **change: object) -> Choice:
    """Return a choice that nothing forbids, but for what is changed."""
    return Choice(**{"code": code, **FAIR, **change})


def choose(scene: Scene, row: FaltaImputada, choice: Choice) -> Medida:
    with school_context(scene.school):
        medida = measures.choose_measure(
            case=scene.case, pk=row.pk, choice=choice, actor=scene.encargada,
            version=scene.case.version, now=scene.now,
        )  # fmt: skip
    scene.refresh()
    return medida
