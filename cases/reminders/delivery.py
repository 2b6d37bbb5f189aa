"""Sending what the outbox holds: at least once, one Message-ID, no lock while it sends.

Each message is claimed in a transaction of its own, which also says when to try again; then it is
sent with nothing open; then it is marked. Who dies in between leaves a message that becomes due
again when its claim runs out. The only repetition is that of a death between the server's «250»
and the mark, and it carries the same Message-ID.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django_scopes import scopes_disabled

from cases.models import OutboxMessage
from cases.models.outbox import OutboxState
from cases.reminders.mailer import CouldNotSendError, Mailer, safe_body
from schools.tenancy.context import school_context

logger = logging.getLogger(__name__)

BATCH = 100
SECONDS = 50  # the next run takes what is left
# Longer than a task may live: while a claim holds, whoever made it may still be sending.
CLAIM = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 30)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)
CODE_LIFE = timedelta(minutes=15)

Withheld = Callable[[OutboxMessage, datetime], str]
Told = Callable[[OutboxMessage, datetime], None]


def deliver(
    *, clock: Callable[[], datetime], withheld: Withheld, told: Told, seconds: float = SECONDS
) -> int:
    """Send what is due; return how many messages the mail server took.

    `withheld` says, at the last moment, why a message must not go; `told` hears how each ended.
    A server that cannot be reached ends the run: the next one tries again, one message first.
    """
    sent, stop_at = 0, monotonic() + seconds
    with Mailer() as mailer:
        for pk, school_id in due_messages(clock()):
            message = _claim(pk, school_id, clock(), withheld, told)
            if message is None:
                continue
            try:
                mailer.send(message)
            except CouldNotSendError as error:
                _failed(message, error, clock(), told)
                if error.unreachable:
                    break
            else:
                _delivered(message, clock(), told)
                sent += 1
            if monotonic() > stop_at:
                break
    return sent


def due_messages(now: datetime) -> Iterator[tuple[int, int]]:
    """Yield (id, school) of what waits to be sent, oldest first. Queries: 1 per hundred."""
    seen: set[int] = set()
    while True:
        with scopes_disabled():  # on purpose: it serves every school, with the sweep's own login
            rows = OutboxMessage.objects.using("sweep").filter(next_attempt_at__lte=now)
            rows = rows.exclude(pk__in=seen).order_by("next_attempt_at", "pk")
            batch = list(rows.values_list("pk", "school_id")[:BATCH])
        yield from batch
        seen |= {pk for pk, _ in batch}
        if len(batch) < BATCH:
            return


def _claim(
    pk: int, school_id: int, now: datetime, withheld: Withheld, told: Told
) -> OutboxMessage | None:
    """Take one message for as long as a task may live; None if somebody else has it."""
    try:
        with school_context(school_id):
            rows = OutboxMessage.objects.select_for_update(skip_locked=True)
            message = rows.filter(
                pk=pk, state=OutboxState.PENDIENTE, next_attempt_at__lte=now
            ).first()
            if message is None:
                return None
            if late := _expired(message, now):
                _close(message, OutboxState.FALLIDO, last_error=late)
                told(message, now)
                return None
            if why := withheld(message, now):  # it leaves its own rung
                _close(message, OutboxState.FALLIDO, last_error=why)
                return None
            message.attempts += 1
            message.next_attempt_at = now + CLAIM
            message.save(update_fields=["attempts", "next_attempt_at"])
            return message
    except Exception:  # one bad row must not silence the rest
        logger.exception("mensaje %s sin tomar; se reintenta en la próxima vuelta", pk)
        return None


def _expired(message: OutboxMessage, now: datetime) -> str:
    if message.kind == "codigo" and now > message.created_at + CODE_LIFE:
        return "El código venció antes de poder enviarse."
    if now > message.created_at + GIVE_UP_AFTER:
        return f"No se pudo enviar en {GIVE_UP_AFTER.days} días. {message.last_error}"[:200]
    return ""


def _delivered(message: OutboxMessage, now: datetime, told: Told) -> None:
    with school_context(message.school_id):
        _close(message, OutboxState.ENVIADO, sent_at=now, last_error="")
        told(message, now)


def _failed(message: OutboxMessage, error: CouldNotSendError, now: datetime, told: Told) -> None:
    """Try later, longer each time; or stop, and let it be seen."""
    logger.warning("mensaje %s no enviado (intento %s): %s", message.pk, message.attempts, error)
    with school_context(message.school_id):
        if error.permanent:
            _close(message, OutboxState.FALLIDO, last_error=str(error)[:200])
            told(message, now)
            return
        wait = min(FIRST_WAIT * 2 ** (message.attempts - 1), LONGEST_WAIT)
        message.next_attempt_at, message.last_error = now + wait, str(error)[:200]
        message.save(update_fields=["next_attempt_at", "last_error"])


def _close(message: OutboxMessage, state: OutboxState, **changes: object) -> None:
    """End a message. Links and codes do not stay in the table once they left."""
    message.state, message.next_attempt_at = state, None
    message.body = safe_body(message)
    for name, value in changes.items():
        setattr(message, name, value)
    message.save(update_fields=["state", "next_attempt_at", "body", *changes])
