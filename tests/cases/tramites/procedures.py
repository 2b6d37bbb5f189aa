"""Two procedures of a reglamento, as small as they can be, and how they are walked."""

from django.urls import reverse

from cases.models import Vencimiento
from cases.tramites.services import start_tramite
from schools.tenancy.context import school_context
from tests.cases.scenes import at

LATER = at("2026-04-30 12:00")


# A second procedure with interviews, a decision and a report of its own, as small as it can be.
DISCIPLINA = {
    "key": "prueba_disciplina",
    "prefix": "dis",
    "modelo": "A",
    "version": "1",
    "title": "Disciplina de prueba",
    "kind": "disciplina",
    "instrument": "Reglamento de prueba",
    "source": "1",
    "in_force_from": "2026-01-01",
    "steps": [
        {
            "id": "dis-01-apertura", "title": "Abrir", "stage": "Recepción",
            "responsible": "Dirección", "counts_from": "ev_denuncia", "plazo": "2 dias_habiles",
            "done_by": ["ev_apertura"], "emits": ["ev_apertura"], "acto": "abrir_investigacion",
            "source": "1",
        },
        {
            "id": "dis-02-entrevista", "title": "Oír", "stage": "Investigación",
            "responsible": "Encargado", "counts_from": "ev_apertura", "plazo": "3 dias_habiles",
            "done_by": ["ev_entrevista"], "emits": ["ev_entrevista"], "acto": "entrevistar",
            "source": "2",
        },
        {
            "id": "dis-03-aviso", "title": "Avisar a la autoridad", "stage": "Recepción",
            "responsible": "Dirección", "counts_from": "ev_conocimiento",
            "plazo": "24 horas_corridas", "acto": "denunciar", "source": "3",
        },
    ],
    "gates": [
        {
            "acts": ["ev_resolucion"],
            "requirements": [
                {
                    "id": "oir", "text": "Falta oír en disciplina.", "step": "dis-02-entrevista",
                    "done": "dis-02-entrevista", "source": "2",
                }
            ],
        }
    ],
}  # fmt: skip


MEDIACION = DISCIPLINA | {
    "key": "mediacion",
    "prefix": "med",
    "title": "Gestión colaborativa de conflictos",
    "kind": "gestion_colaborativa",
    "steps": [
        {
            "id": "med-04-mediacion", "title": "Mediar", "stage": "Resolución",
            "responsible": "Orientador", "counts_from": "ev_conocimiento", "plazo": "sin_plazo",
            "source": "8.5.1.2",
        }
    ],
    "gates": [],
}  # fmt: skip


def start(scene, key="prueba_disciplina", **more):
    with school_context(scene.school):
        given = {"reason": "Faltas al reglamento en el mismo hecho.", "at": LATER, "now": LATER}
        tramite = start_tramite(
            case=scene.case, protocol_key=key, actor=scene.encargada, **given | more
        )
    scene.refresh()
    return tramite


def row_of(scene, step_id) -> Vencimiento:
    with school_context(scene.school):
        return Vencimiento.objects.select_related("case__reglamento", "tramite").get(
            case=scene.case, step_id=step_id
        )


def enter(client, member):
    client.force_login(member.user)
    return client


def page(scene, name="case-tramites", *more):
    return reverse(name, args=[scene.case.pk, *more])
