"""The weekly line on urgent accesses: to the directora and the sostenedor, when there were any."""

import logging
from datetime import datetime, timedelta

from cases.reminders.digest import digest_day
from cases.reminders.outbox import enqueue
from cases.urgent import selectors, texts
from schools.models import Role, School
from schools.tenancy.context import school_context

logger = logging.getLogger(__name__)

WEEK = timedelta(days=7)


def send_week_reports(*, now: datetime) -> int:
    """Write the report of each school on the first business day of the week; once per person."""
    written = 0
    for school in School.objects.select_related("sostenedor").order_by("pk"):
        if digest_day(school, now) is None:
            continue
        try:
            with school_context(school):
                written += _send(school, now)
        except Exception:  # one school must not silence the rest
            logger.exception("establecimiento %s sin informe semanal; se reintenta", school.pk)
    return written


def _send(school: School, now: datetime) -> int:
    count = selectors.urgent_since(now - WEEK, now)
    folios = selectors.urgent_folios(now - WEEK, now)
    if not count:
        return 0
    on = school.local_date(now)
    year, week, _ = on.isocalendar()
    people = selectors.active_members((Role.DIRECTORA, Role.SOSTENEDOR), on=on)
    told = {member.user.email for member in people} | ({school.sostenedor.email} - {""})
    for email in sorted(told):
        enqueue(
            key=f"urgente-semana:{year}-{week:02d}:{email}"[:160],
            kind="urgente",
            recipient=email,
            subject=texts.WEEK_SUBJECT,
            body=texts.week_report(school, count, folios),
            now=now,
        )
    return len(told)
