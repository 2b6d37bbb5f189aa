"""How long a file is kept before it may be erased.

No norm fixes one term for these files. The table of `cases.privacy.rules` says which is counted
and why: the longest of those that lean on them (Código Civil, art. 2515). A sexual crime against a
minor has no prescription (Ley 21.160): its file is never erased in this way.
"""

from datetime import date

from cases.models import Case
from cases.privacy.rules import rule_of

YEARS = rule_of("caso").years
FOR_EVER = frozenset(rule_of("caso_sexual").protocols)


def retention_ends(case: Case) -> date | None:
    """Return the first day on which the case may be erased; None while there is none."""
    if case.closed_at is None or FOR_EVER & _protocols(case):
        return None
    closed = case.school.local_date(case.closed_at)
    try:
        return closed.replace(year=closed.year + YEARS)
    except ValueError:  # closed on 29 February
        return date(closed.year + YEARS, 3, 1)


def _protocols(case: Case) -> set[str]:
    return {case.protocol_key, *case.tramites.values_list("protocol_key", flat=True)}
