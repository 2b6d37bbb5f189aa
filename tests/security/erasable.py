"""A case on which everybody typed the same words, and its erasure."""

from datetime import timedelta

from cases.erasure.services import erase_case
from cases.models import Actuacion, Denuncia, Disposal, WorkDraft
from cases.models.denuncia import Canal
from cases.states import Acto
from schools.files import store_file
from tests.cases.scenes import Scene

CANARY = "la zarigüeya escondió los zapatos"
STRANGER = "Ermenegildo Quilapán Inventado"
LATER = timedelta(days=5 * 366)


def fill(scene: Scene) -> None:
    """Type the canary wherever a case takes words."""
    case = scene.case
    Denuncia.objects.create(
        case=case, canal=Canal.PRESENCIAL, known_at=scene.now, received_at=scene.now,
        registered_at=scene.now, received_by=scene.encargada, relato=CANARY,
        suggested_key="acoso_escolar",
    )  # fmt: skip
    Actuacion.objects.create(
        case=case, acto=Acto.CUMPLIR_PASO, at=scene.now, created_at=scene.now,
        actor_name=STRANGER, title="Nota", text=CANARY, data={"reference": CANARY},
    )  # fmt: skip
    case.participants.create(role="testigo", third_party=STRANGER, notes=CANARY)
    WorkDraft.objects.create(
        case=case, user=scene.encargada.user, key="nota", data={"a": CANARY}, updated_at=scene.now
    )
    store_file(
        content=CANARY.encode(), name=f"{CANARY}.txt", mime="text/plain", at=scene.now,
        case_id=case.pk,
    )  # fmt: skip


def erase(scene: Scene, **changes: object) -> Disposal:
    """Erase the case as the directora does, once its term has ended."""
    given = {"actor": scene.directora, "reason": "Terminó su plazo", "now": scene.now + LATER}
    return erase_case(case=scene.case, **{**given, **changes})
