"""The present instant: plazos as they stand now, e-mails long gone, a family's link to try."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.deadlines.ladder import next_reminder
from cases.deadlines.selectors import calendar_for
from cases.deadlines.services import project
from cases.demo.roster import Place
from cases.models import Case, Notificacion, OutboxMessage, Vencimiento
from cases.models.outbox import OutboxState
from cases.notifications.outcome import told
from cases.notifications.services import resend
from cases.reminders.mailer import safe_body

FRESH = timedelta(days=2)  # younger e-mails are left to be sent, so that there is mail to read
FEW, DUE = 6, 2
SENT_AFTER = timedelta(seconds=40)


@dataclass(frozen=True)
class FamilyLink:
    """A link that works, and what its door asks for."""

    url: str
    run: str
    email: str


def bring_to(now: datetime) -> None:
    """Work out every plazo at `now`; reminders that time left behind are not sent."""
    for case in Case.objects.select_related("reglamento", "school").order_by("pk"):
        project(case, now=now)
        rows = case.vencimientos.filter(next_reminder_at__lte=now)
        for row in rows.exclude(pk__in=_kept(now)):
            row.rung, row.next_reminder_at = next_reminder(row, calendar_for(case), after=now)
            row.save(update_fields=["rung", "next_reminder_at"])


def _kept(now: datetime) -> list[int]:
    """Return the latest few that are overdue: their reminders go out when the demo starts."""
    late = Vencimiento.objects.filter(next_reminder_at__lte=now, state="vencido")
    return list(late.order_by("-next_reminder_at", "-pk").values_list("pk", flat=True)[:DUE])


def settle_mail(now: datetime) -> None:
    """Mark as sent what would have been sent long ago; the newest few stay to be sent."""
    pending = OutboxMessage.objects.filter(state=OutboxState.PENDIENTE)
    pending = pending.order_by("-created_at", "-pk")
    kept = [m.pk for m in pending.filter(created_at__gt=now - FRESH)[:FEW]]
    for message in pending.exclude(pk__in=kept).order_by("pk"):
        at = min(message.created_at + SENT_AFTER, now)
        message.state, message.sent_at, message.attempts = OutboxState.ENVIADO, at, 1
        message.next_attempt_at, message.body = None, safe_body(message)
        message.save()
        told(message, at)
    OutboxMessage.objects.filter(pk__in=kept).update(next_attempt_at=now)


def family_link(place: Place, now: datetime) -> FamilyLink | None:
    """Send again the latest result that its family has not acknowledged; return its new link."""
    row = (
        Notificacion.objects.filter(
            purpose="resultado", medium="correo", sent_at__isnull=False, acknowledged_at=None
        )
        .select_related("case__school", "apoderado")
        .order_by("-created_at", "-pk")
        .first()
    )
    if row is None:
        return None
    row = resend(notificacion=row, actor=place.staff["encargada"], now=now)
    message = OutboxMessage.objects.filter(notificacion_id=row.pk).latest("pk")
    url = re.search(r"https?://\S+/familia/\S+", message.body)[0]
    return FamilyLink(url, row.apoderado.shown_run, row.apoderado.email)
