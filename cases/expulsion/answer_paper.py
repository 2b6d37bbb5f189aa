"""The answer to a reconsideración (D-74): why, how the measure stands, and what follows."""

from dataclasses import replace

from cases.documents import builders
from cases.documents.builders.expulsion import LAWS
from cases.documents.reports import ReconsideracionReport
from cases.expulsion.decision_papers import INFORMED
from cases.expulsion.state import Procedure
from cases.expulsion.words import DECISIONS, day
from cases.models.expulsion import Hito, Salida
from schools.models import Membership

BECOMES = {
    Salida.EXPULSION: "se aplica la expulsión",
    Salida.CANCELACION: "se aplica la cancelación de matrícula",
    "otra": "se aplica otra medida, menos gravosa, en los términos del considerando",
    "ninguna": "no se aplica medida",
}
FIRM = (
    "Notificada esta resolución, la medida queda firme y se informa, en cinco días hábiles, "
    f"{INFORMED}"
)
STAYS = "El estudiante conserva su matrícula."


def respuesta(p: Procedure, data: dict, actor: Membership) -> ReconsideracionReport:
    """Return the D-74 of what the family asked; `p.row.decided` is still what was asked about."""
    decision = p.last(Hito.RESUELVE)
    report = builders.resolucion_reconsideracion(
        p.request,
        resolution_folio=decision.document.folio,
        actor=actor.user,
        decision=_decision(p, data),
        effect=FIRM if _left(p, data) in Salida.values else STAYS,
    )
    return replace(report, laws=LAWS)


def grounds(p: Procedure, data: dict) -> str:
    """Return the considerandos: what the Consejo said comes first."""
    council = p.last(Hito.CONSEJO)
    said = f"Que el Consejo de Profesores se pronunció por escrito el {day(p, council.at)}, en el "
    return f"{said}documento N° {council.document.folio}.\n{data['grounds']}"


def _left(p: Procedure, data: dict) -> str:
    """Return what is left of the measure."""
    if data["outcome"] == "mantiene":
        return p.row.decided
    return data["becomes"] if data["outcome"] == "modifica" else "ninguna"


def _decision(p: Procedure, data: dict) -> str:
    """Return how the measure stands, as what is resolved must say it."""
    folio = p.last(Hito.RESUELVE).document.folio
    measure = DECISIONS[p.row.decided].lower()
    if data["outcome"] == "modifica":
        return f"en lugar de la {measure}, {BECOMES[data['becomes']]}"
    return f"la {measure}, dispuesta por la resolución N° {folio}"
