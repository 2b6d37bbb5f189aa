"""The case list as it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from cases.models import Case, CaseState
from cases.overview.wall import Wall, protocol_title
from convivencia.dates import Due

STATE_TONE = {"recibido": "blue", "en_reconsideracion": "amber", "cerrado": "", "archivado": ""}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case of the list."""

    case: Case
    title: str
    who: str
    state: str
    tone: str
    due: Due | None
    next_title: str


def rows_of(cases: Iterable[Case], wall: Wall) -> list[CaseRow]:
    """Return the rows: next date first, type, course and initials, state last."""
    return [_row(case, wall) for case in cases]


def _row(case: Case, wall: Wall) -> CaseRow:
    who = [case.victims[0].curso_name] if case.victims and case.victims[0].curso_name else []
    who += [", ".join(p.initials for p in case.victims[:2])] if case.victims else []
    first, due = case.next_due, None
    if first:
        due = wall.due(datetime.fromisoformat(first["at"]), by_hours=first["on"] is None)
    return CaseRow(
        case,
        protocol_title(case.protocol_key),
        " · ".join(who),
        CaseState(case.state).label,
        STATE_TONE.get(case.state, "green" if not case.is_open else "blue"),
        due,
        first["title"] if first else "",
    )


def edge(text: str) -> tuple[int, int] | None:
    """Return the (year, number) of a folio in an address; None for anything else."""
    parts = text.split("-")
    if len(parts) == 2 and all(p.isdecimal() and len(p) <= 7 for p in parts):  # noqa: PLR2004
        return int(parts[0]), int(parts[1])
    return None


def page_urls(
    cases: list[Case], more: bool, query: dict[str, str], *, came_back: bool, deep: bool
) -> dict[str, str]:
    """Return the addresses of the pages beside this one, keeping the filters."""
    if not cases:
        return {}
    newer = more if came_back else deep
    older = True if came_back else more
    found = {}
    if newer:
        found["newer_url"] = "?" + urlencode(query | {"despues": cases[0].folio})
    if older:
        found["older_url"] = "?" + urlencode(query | {"antes": cases[-1].folio})
    return found
