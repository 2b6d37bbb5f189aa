"""Time passes: plazos draw near, run out, and start when another one ends. Keep the rows true."""

import logging
from datetime import datetime, timedelta

from django.db.models import Q

from cases.deadlines.services import project
from cases.models import Case, Vencimiento
from protocols.engine import Calendar
from protocols.engine.definitions import Step
from protocols.selectors import calendar_of, with_reglamento
from schools.models import School
from schools.tenancy.context import school_context

logger = logging.getLogger(__name__)

WARN_DAYS = Step.__dataclass_fields__["warn_days"].default
WARN_HOURS = Step.__dataclass_fields__["warn_hours"].default


def refresh(*, now: datetime) -> int:
    """Project again each case of each school in which a boundary went by; return how many."""
    return sum(_refresh_school(school, now) for school in School.objects.order_by("pk"))


def _refresh_school(school: School, now: datetime) -> int:
    with school_context(school):
        pending = stale_cases(now, calendar_of(school))
    done = 0
    for pk in pending:
        try:
            with school_context(school):
                done += _refresh_case(pk, now)
        except Exception:  # one bad case must not silence the rest
            logger.exception("caso %s sin actualizar; se reintenta", pk)
    return done


def stale_cases(now: datetime, calendar: Calendar) -> list[int]:
    """Return the cases of the school in context whose stored states time has left behind."""
    near_day = calendar.add(now.astimezone(calendar.tz).date(), WARN_DAYS)
    near_hour = now + timedelta(hours=WARN_HOURS)
    overdue = Q(state__in=["en_curso", "por_vencer"], due_at__lt=now)
    near = Q(state="en_curso") & (Q(due_on__lte=near_day) | Q(due_on=None, due_at__lte=near_hour))
    started = Q(state="en_espera", projected=True, starts_at__lte=now)
    rows = Vencimiento.objects.filter(overdue | near | started, tramite__closed_at=None)
    return list(rows.order_by("case_id").values_list("case_id", flat=True).distinct())


def _refresh_case(pk: int, now: datetime) -> int:
    rows = Case.objects.select_for_update(of=("self",), skip_locked=True)
    case = with_reglamento(rows).select_related("school").filter(pk=pk).first()
    if case is None:
        return 0
    project(case, now=now)
    return 1
