"""Finding the reminders whose hour has come, and writing each in the outbox once.

Finding crosses schools, with a login that sees three columns. Each row is then read again inside
its school. Two sweeps at once, or one that dies half-way, neither lose nor repeat a reminder.
"""

import logging
from collections.abc import Iterator
from datetime import datetime
from time import monotonic

from django.db.models import Q
from django_scopes import scopes_disabled

from cases.deadlines.ladder import due_rung, next_reminder
from cases.deadlines.selectors import calendar_for
from cases.deadlines.services import project
from cases.models import Case, Vencimiento
from cases.models.case import CaseState
from cases.reminders.outbox import enqueue
from cases.reminders.recipients import recipients_of
from cases.reminders.texts import reminder
from protocols.selectors import with_reglamento
from schools.tenancy.context import school_context

logger = logging.getLogger(__name__)

BATCH = 200
SECONDS = 50  # the next run takes what is left


def sweep(*, now: datetime, seconds: float = SECONDS) -> int:
    """Remind of every vencimiento whose hour has come; return how many e-mails were written."""
    written, stop_at = 0, monotonic() + seconds
    for pk, school_id in due_vencimientos(now):
        try:
            with school_context(school_id):
                written += remind(pk=pk, now=now)
        except Exception:  # one bad row must not silence the rest
            logger.exception("vencimiento %s sin aviso; se reintenta en la próxima vuelta", pk)
        if monotonic() > stop_at:
            break
    return written


def due_vencimientos(now: datetime) -> Iterator[tuple[int, int]]:
    """Yield (id, school) of what is due, oldest first, batch by batch, each once."""
    after = Q()
    while True:
        with scopes_disabled():  # on purpose: it serves every school, with the sweep's own login
            rows = Vencimiento.objects.using("sweep").filter(after, next_reminder_at__lte=now)
            batch = list(
                rows.order_by("next_reminder_at", "pk").values_list(
                    "pk", "school_id", "next_reminder_at"
                )[:BATCH]
            )
        yield from ((pk, school_id) for pk, school_id, _ in batch)
        if len(batch) < BATCH:
            return
        pk, _, at = batch[-1]
        after = Q(next_reminder_at__gt=at) | Q(next_reminder_at=at, pk__gt=pk)


def remind(*, pk: int, now: datetime) -> int:
    """Write the reminders of one vencimiento and move it to its next rung, in one transaction.

    Locks the case first, as every writer does, and leaves it for the next run if somebody holds
    it. The plazo is worked out again: what is done, moved or archived says nothing.
    """
    found = Vencimiento.objects.filter(pk=pk, next_reminder_at__lte=now).first()
    case = _free_case(found.case_id) if found else None
    if case is None:
        return 0
    project(case, now=now)
    row = Vencimiento.objects.select_related("tramite").get(pk=pk)
    if case.state == CaseState.ARCHIVADO or row.tramite.closed_at is not None:
        return _stop(row)
    if row.next_reminder_at is None or row.next_reminder_at > now:
        return 0
    written = _write(row, case, now)
    row.rung, row.next_reminder_at = next_reminder(row, calendar_for(case), after=now)
    row.save(update_fields=["rung", "next_reminder_at"])
    return written


def _free_case(pk: int) -> Case | None:
    rows = Case.objects.select_for_update(of=("self",), skip_locked=True)
    return with_reglamento(rows).select_related("school__sostenedor").filter(pk=pk).first()


def _stop(row: Vencimiento) -> int:
    row.next_reminder_at = None
    row.save(update_fields=["next_reminder_at"])
    return 0


def _write(row: Vencimiento, case: Case, now: datetime) -> int:
    calendar = calendar_for(case)
    rung = due_rung(row, calendar, at=now)
    if rung is None:
        return 0
    people = recipients_of(row, case, rung=rung, now=now)
    for one in people:
        message = reminder(row, case, kind=one.kind, calendar=calendar, now=now)
        enqueue(
            key=f"plazo:{row.pk}:{row.due_at:%Y%m%d%H%M}:{rung}:{one.who}",
            kind="aviso" if one.kind == "aviso" else "escalamiento",
            recipient=one.email,
            subject=message.subject,
            body=message.body,
            now=now,
        )
    return len(people)
