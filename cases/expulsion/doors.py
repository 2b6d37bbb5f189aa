"""Which steps of a trámite only the procedure itself meets: nobody ticks an expulsion off."""

from cases.expulsion.steps import heard_names
from cases.expulsion.tracks import AFTER
from cases.models import Actuacion, Reconsideracion, Vencimiento
from convivencia.exceptions import DomainError
from protocols.selectors import protocol_of

OWN = frozenset({"expulsion", AFTER})


REFUSED = (
    "La ley cuenta plazos desde los actos de este procedimiento: en la historia sólo se aclara su "
    "detalle. Las horas de una notificación se corrigen en «Expulsión», «Otros actos», mientras no "
    "conste el certificado de firmeza."
)


def refuse_date(original: Actuacion) -> None:
    """Raise DomainError if the line of the history is an act of the procedure: it has its own.

    The request of a family counts as one, by whichever window it came. Queries: 0 or 1.
    """
    asked = Reconsideracion.objects.filter(pk=original.data.get("reconsideracion"))
    if original.data.get("hito") or asked.exclude(expulsion=None).exists():
        raise DomainError(REFUSED, code="del_procedimiento")


def is_of_procedure(row: Vencimiento) -> bool:
    """Return whether an act of the procedure meets the step, in a trámite of its own."""
    key = row.tramite.protocol_key
    if key not in OWN:
        return False
    step = protocol_of(row.case.reglamento, key).step(row.step_id)
    return bool({step.id, *step.completing_events} & heard_names())
