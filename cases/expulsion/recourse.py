"""What the family asks from its own window against an expulsion: its plazo, and who answers it."""

from dataclasses import dataclass
from datetime import datetime

from cases.expulsion import dates
from cases.expulsion.selectors import procedure_of
from cases.models import Case, Expulsion, ExpulsionAct, Participant, Reconsideracion, Resolucion
from cases.models.decisions import ResolucionState
from cases.models.expulsion import Hito
from protocols.engine import StepStatus


@dataclass(frozen=True, slots=True)
class Recourse:
    """The plazo of the law for that pupil, and the decision that is asked about."""

    window: StepStatus
    folio: str
    before: str  # the charge of who receives and answers it


def recourse_of(case: Case, participant: Participant, *, now: datetime) -> Recourse | None:
    """Return what the law gives that pupil; None if no expulsion was decided and told."""
    rows = Expulsion.objects.filter(case=case, participant=participant).exclude(decided="")
    row = rows.select_related("participant__student").first()
    if row is None:
        return None
    row.case = case
    p = procedure_of(row, now=now)
    if not p.has(Hito.NOTIFICA_RESOLUCION):
        return None
    folio = p.last(Hito.RESUELVE).document.folio
    return Recourse(dates.window(p), folio, case.school.directora_title)


def belongs_to_expulsion(request: Reconsideracion) -> bool:
    """Return whether only the procedure of the expulsion may answer a request. Queries: 1 to 3.

    Where the case has an ordinary decision too, it is that of whoever adopted it.
    """
    rows = Expulsion.objects.filter(participant=request.participant_id).exclude(decided="")
    row = rows.first()
    if row is None:
        return False
    decided = Resolucion.objects.filter(
        case=request.case_id, kind="resultado", state=ResolucionState.APROBADA
    )
    if not decided.exists():
        return True
    acts = ExpulsionAct.objects.filter(expulsion=row, kind=Hito.RECONSIDERA)
    return any(act.data.get("reconsideracion") == request.pk for act in acts)
