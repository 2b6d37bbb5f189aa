"""What the pages of the calendar show."""

from datetime import date, datetime

from django.http import HttpRequest

from cases.access import cases_visible_to
from cases.calendar.moves import Move
from cases.models import CalendarChange
from cases.policy import Sight
from convivencia.dates import short_date
from protocols.catalog.calendar import load_table
from protocols.days import OwnDays
from protocols.engine import Calendar
from protocols.engine.calendar import SATURDAY
from protocols.selectors import calendar_of
from schools.abilities import Ability, can
from schools.territory import comuna_name

Context = dict[str, object]


def calendar_page(request: HttpRequest, *, year: str | None, at: datetime) -> Context:
    """Return the feriados of one year with their law, and what the school wrote. Queries: 1."""
    school, table = request.school, load_table()
    today = school.local_date(at)
    chosen = int(year) if year and year.isascii() and year.isdecimal() else today.year
    chosen = min(max(chosen, table.desde.year), table.hasta.year)
    own = OwnDays.read(school.calendar)
    return {
        "year": chosen,
        "years": [y for y in (chosen - 1, chosen + 1) if table.desde.year <= y <= table.hasta.year],
        "feriados": _feriados(calendar_of(school), own, chosen),
        "own": own,
        "today": today,
        "place": comuna_name(school.comuna),
        "table": table,
        "may_change": can(request.membership, Ability.MANAGE_CALENDAR),
        "changes": CalendarChange.objects.all()[:50],
    }


def _feriados(calendar: Calendar, own: OwnDays, year: int) -> list[dict]:
    mine = {row.on for row in own.feriados}
    return [
        {"feriado": f, "own": on in mine, "weekend": on.weekday() >= SATURDAY}
        for on, f in sorted(calendar.feriados.items())
        if on.year == year
    ]


def moves_context(request: HttpRequest, moves: list[Move], *, at: datetime) -> Context:
    """Return what a change moves; the cases that the member may not see are only counted."""
    return _rows(request, [move.to_json() for move in moves], at)


def change_page(request: HttpRequest, change: CalendarChange, *, at: datetime) -> Context:
    """Return one change with the dates it moved, as they were. Queries: 1."""
    return {"change": change, **_rows(request, change.moved, at)}


def _rows(request: HttpRequest, moved: list[dict], at: datetime) -> Context:
    ids = {row["case_id"] for row in moved}
    visible: set[int] = set()
    if ids:
        seen = cases_visible_to(request.membership, at=at, at_least=Sight.FULL)
        visible = set(seen.filter(pk__in=ids).values_list("pk", flat=True))
    rows = [
        {
            **row,
            "before": _day(row["before"]),
            "after": _day(row["after"]),
            "visible": row["case_id"] in visible,
        }
        for row in moved
    ]
    return {
        "moves": [row for row in rows if row["visible"]],
        "hidden": sum(not row["visible"] for row in rows),
        "plazos": len(rows),
        "cases": len(ids),
        "was_over": sum(row["was_over"] for row in rows),
        "now_over": sum(row.get("now_over", False) for row in rows),
    }


def _day(iso: str) -> str:
    return short_date(date.fromisoformat(iso))
