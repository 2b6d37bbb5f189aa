"""Which steps of a trámite only the procedure itself meets: nobody ticks an expulsion off."""

from cases.expulsion.steps import heard_names
from cases.expulsion.tracks import AFTER
from cases.models import Actuacion, Vencimiento
from convivencia.exceptions import DomainError
from protocols.selectors import protocol_of

OWN = frozenset({"expulsion", AFTER})


REFUSED = (
    "La fecha de un acto de este procedimiento no se corrige en la historia: la ley cuenta sus "
    "plazos. Si es de una notificación, corríjala en «Expulsión», «Otros actos»."
)


def refuse_date(original: Actuacion) -> None:
    """Raise DomainError if the line of the history is an act of the procedure: it has its own."""
    if original.data.get("expulsion") and original.data.get("hito"):
        raise DomainError(REFUSED, code="del_procedimiento")


def is_of_procedure(row: Vencimiento) -> bool:
    """Return whether an act of the procedure meets the step, in a trámite of its own."""
    key = row.tramite.protocol_key
    if key not in OWN:
        return False
    step = protocol_of(row.case.reglamento, key).step(row.step_id)
    return bool({step.id, *step.completing_events} & heard_names())
