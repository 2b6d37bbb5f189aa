"""What is asked against an expulsion: its plazo, who answers it, and how the history takes it."""

from dataclasses import dataclass
from datetime import datetime

from cases.expulsion import dates
from cases.expulsion.selectors import procedure_of
from cases.expulsion.tracks import DISCIPLINE
from cases.models import Case, Expulsion, Participant, Reconsideracion, Resolucion
from cases.models.decisions import ResolucionState
from cases.models.expulsion import Hito, Salida
from cases.procedure import reason_against
from cases.states import Acto
from protocols.engine import StepStatus

WORDS = {Salida.EXPULSION: "la expulsión", Salida.CANCELACION: "la cancelación de la matrícula"}


@dataclass(frozen=True, slots=True)
class Recourse:
    """The plazo of the law for that pupil, and the decision that is asked about."""

    expulsion: Expulsion
    window: StepStatus
    folio: str
    before: str  # the charge of who receives and answers it
    answered: bool

    @property
    def what(self) -> str:
        """Return the measure inside a sentence."""
        return WORDS.get(self.expulsion.decided, "lo resuelto en el procedimiento disciplinario")


def recourse_of(case: Case, participant: Participant, *, now: datetime) -> Recourse | None:
    """Return what the law gives that pupil; None if no expulsion was decided and told.

    Source: DFL 2/1998 art. 6 d): from the notice, whatever the state of the denuncia.
    """
    rows = Expulsion.objects.filter(case=case, participant=participant).exclude(decided="")
    row = rows.select_related("participant__student").first()
    if row is None:
        return None
    row.case = case
    p = procedure_of(row, now=now)
    if not p.has(Hito.NOTIFICA_RESOLUCION):
        return None
    answered = p.request is not None and p.request.resolved_at is not None
    folio = p.last(Hito.RESUELVE).document.folio
    return Recourse(row, dates.window(p), folio, case.school.directora_title, answered)


def only_recourse(case: Case, participant: Participant, *, now: datetime) -> Recourse | None:
    """Return the recourse where nothing else was decided in the case; None otherwise."""
    decided = Resolucion.objects.filter(case=case, kind="resultado")
    if decided.filter(state=ResolucionState.APROBADA).exists():
        return None
    return recourse_of(case, participant, now=now)


def how_recorded(case: Case) -> dict:
    """Return how the history takes a request against an expulsion.

    Where the case is its own procedure, it moves as the protocol says; elsewhere, or once the case
    ended, the request leaves the case where it is and the procedure hears it when it takes it up.
    """
    own = case.protocol_key in DISCIPLINE
    if own and not reason_against(case, Acto.RECONSIDERAR):
        return {"acto": Acto.RECONSIDERAR}
    event = "ev_reconsideracion" if own else ""
    return {"acto": Acto.RECURRIR, "event": event, "keep_state": True}


def belongs_to_expulsion(request: Reconsideracion) -> bool:
    """Return whether only the procedure of the expulsion may answer a request. Queries: 0."""
    return request.expulsion_id is not None
