"""Which steps of a trámite only the procedure itself meets: nobody ticks an expulsion off."""

from cases.expulsion.steps import heard_names
from cases.expulsion.tracks import AFTER
from cases.models import Vencimiento
from protocols.selectors import protocol_of

OWN = frozenset({"expulsion", AFTER})


def is_of_procedure(row: Vencimiento) -> bool:
    """Return whether an act of the procedure meets the step, in a trámite of its own."""
    key = row.tramite.protocol_key
    if key not in OWN:
        return False
    step = protocol_of(row.case.reglamento, key).step(row.step_id)
    return bool({step.id, *step.completing_events} & heard_names())
