"""What the delivery of e-mails asks and tells about the notices of families."""

from datetime import datetime

from cases.models import Notificacion, OutboxMessage
from cases.models.notifications import Hecho
from cases.models.outbox import OutboxState
from cases.notifications.authority import refusal
from cases.notifications.services import add_event


def withheld(message: OutboxMessage, now: datetime) -> str:
    """Return why a message must not go any more; "" if it may. Asked just before it is sent.

    Between the decision to tell somebody and the e-mail, a court may have ordered otherwise.
    """
    row = _notificacion(message)
    if row is None:
        return ""
    on = row.case.school.local_date(now)
    why = refusal(apoderado=row.apoderado, participant=row.participant, on=on)
    if why:
        add_event(row, Hecho.NO_AUTORIZADO, at=now, detail=why)
    elif message.recipient != row.apoderado.email:
        why = "El correo de la familia cambió después de escribir el mensaje."
        add_event(row, Hecho.FALLIDO, at=now, detail=f"{why} Reenvíe.")
    return why


def told(message: OutboxMessage, now: datetime) -> None:
    """Leave on the ladder of the notice that the mail server took the e-mail, or would not."""
    row = _notificacion(message)
    if row is None or message.kind != "notificacion":
        return
    if message.state == OutboxState.FALLIDO:
        add_event(row, Hecho.FALLIDO, at=now, detail=message.last_error)
        return
    add_event(row, Hecho.ENTREGADO, at=now, detail="Lo aceptó el servidor de correo de la familia")
    Notificacion.objects.filter(pk=row.pk, delivered_at=None).update(delivered_at=now)


def _notificacion(message: OutboxMessage) -> Notificacion | None:
    if message.notificacion_id is None:
        return None
    related = "case__school", "apoderado", "participant__student"
    return Notificacion.objects.select_related(*related).get(pk=message.notificacion_id)
