"""Which decisions an adult may still ask to be looked at again: each with its plazo."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.expulsion.recourse import Recourse, recourse_of
from cases.models import Notificacion, Reconsideracion, Resolucion
from cases.models.decisions import ResolucionState
from cases.notifications.terms import reconsideracion_window
from cases.procedure import reason_against
from cases.states import Acto
from protocols.engine import StepStatus

ORDINARY, EXPULSION = "resultado", "expulsion"
NOTHING = "ninguna"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision that may be asked about. `window` is None until the adult is told of it."""

    key: str
    what: str  # inside a sentence: «la expulsión»
    window: StepStatus | None
    recourse: Recourse | None = None

    @property
    def title(self) -> str:
        """Return it as a family chooses it."""
        if self.recourse is None:
            return "Lo que se decidió sobre la denuncia"
        return f"{self.what[:1].upper()}{self.what[1:]} (resolución N° {self.recourse.folio})"


def decisions_for(
    notice: Notificacion,
    notices: Sequence[Notificacion],
    asked: Sequence[Reconsideracion],
    *,
    now: datetime,
) -> list[Decision]:
    """Return what the adult of `notice` may ask now; `asked` is what they asked before.

    The expulsion first: the law gives it whatever the state of the denuncia. Queries: 2 to 9.
    Source: DFL 2/1998 art. 6 d); modelo A, 8.6.3.3.1.
    """
    found = []
    recourse = recourse_of(notice.case, notice.participant, now=now)
    if recourse and _is_open(recourse, asked):
        found.append(Decision(EXPULSION, recourse.what, recourse.window, recourse))
    if not reason_against(notice.case, Acto.RECONSIDERAR) and _has_other(notice, recourse, asked):
        window = reconsideracion_window(notice.case, notices, now=now)
        what = "lo decidido sobre la denuncia" if found else "la decisión"
        found.append(Decision(ORDINARY, what, window))
    return found


def _is_open(recourse: Recourse, asked: Sequence[Reconsideracion]) -> bool:
    mine = any(row.expulsion_id == recourse.expulsion.pk for row in asked)
    return not (mine or recourse.answered or recourse.expulsion.decided == NOTHING)


def _has_other(
    notice: Notificacion, recourse: Recourse | None, asked: Sequence[Reconsideracion]
) -> bool:
    """Return whether there is a decision on the denuncia itself, and it was not asked about."""
    if any(row.expulsion_id is None for row in asked):
        return False
    if recourse is None and not asked:
        return True
    decided = Resolucion.objects.filter(case=notice.case, kind="resultado")
    return decided.filter(state=ResolucionState.APROBADA).exists()
