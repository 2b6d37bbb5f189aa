"""The terms of the law over a case, whatever the reglamento says."""

from datetime import datetime

from cases.deadlines.selectors import calendar_for, events_of
from cases.models import Case, Tramite
from protocols.catalog.norms import Limit, limits_for
from protocols.selectors import protocol_of


def limits_of(case: Case, tramite: Tramite, *, now: datetime) -> tuple[Limit, ...]:
    """Return the limits that run over a trámite, the first to expire first. Queries: 1 to 2."""
    protocol = protocol_of(case.reglamento, tramite.protocol_key)
    events = events_of(case, tramite=tramite)
    return limits_for(protocol, case.facts, events, calendar_for(case), now)
