"""How long each family has: counted by the engine from its own notice, never from another's."""

from collections.abc import Iterable
from datetime import datetime

from cases.deadlines.selectors import calendar_for, events_of, main_tramite
from cases.models import Case, Notificacion
from cases.models.notifications import Purpose
from protocols.engine import Event, Protocol, Step, StepStatus, evaluate
from protocols.selectors import protocol_of

EVENT_OF = {Purpose.RESULTADO: "ev_notificacion", Purpose.CIERRE: "ev_cierre"}
ASKED = "ev_reconsideracion"


def reconsideracion_window(
    case: Case, notices: Iterable[Notificacion], *, now: datetime, if_told_now: bool = False
) -> StepStatus | None:
    """Return the step in which the adult of `notices` may ask reconsideración, as it runs for them.

    `notices` are those of one adult about one student. With `if_told_now`, as if they acknowledged
    at this instant. None if the protocol has no such step, or nothing has started it.
    Source: modelo A, 8.6.3.3.1 (five días hábiles from the notice).
    """
    protocol = protocol_of(case.reglamento, case.protocol_key)
    step = reconsideracion_step(protocol)
    own = _own_events(notices, now if if_told_now else None)
    if step is None or not own:
        return None
    mine = {*EVENT_OF.values(), ASKED}
    events = [
        event for event in events_of(case, tramite=main_tramite(case)) if event.name not in mine
    ]
    timeline = evaluate(protocol, case.facts, [*events, *own], calendar_for(case), now)
    status = timeline[step.id]
    return status if status.due and not status.projected else None


def reconsideracion_step(protocol: Protocol) -> Step | None:
    """Return the step that a request for reconsideración completes."""
    return next((s for s in protocol.steps if ASKED in s.done_by), None)


def _own_events(notices: Iterable[Notificacion], told_at: datetime | None) -> list[Event]:
    first: dict[str, datetime] = {}
    for row in notices:
        at, name = row.effective_at or told_at, EVENT_OF.get(row.purpose)
        if name and at:
            first[name] = min(at, first.get(name, at))
    return [Event(name, at) for name, at in first.items()]
