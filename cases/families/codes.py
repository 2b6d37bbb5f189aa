"""The one-time code: six digits to the contact the school holds, and a stop for who guesses."""

import secrets
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

from cases.history.services import lock_case
from cases.models import LinkAttempt, Notificacion, OutboxMessage
from cases.notifications.messages import access_code
from cases.reminders.outbox import enqueue
from convivencia.exceptions import DomainError
from schools.models import School

LIFE = timedelta(minutes=10)
LOCK = timedelta(minutes=15)
ALLOWED_FAILURES = 5  # of one visitor on one link
CODE_WEARS_OUT = 20  # failures of everybody against one code: it stops working, nobody is locked
PAUSE = timedelta(minutes=1)  # between two codes
PER_HOUR = 5
TOO_MANY = "Hubo demasiados intentos desde su conexión. Espere 15 minutos y pruebe otra vez."


def request_code(
    *, notice: Notificacion, school: School, right_run: bool, source: str, now: datetime
) -> None:
    """Send a code if the RUN was right; say nothing either way.

    Raises DomainError when the visitor asked too often: right or wrong RUN, the same.
    """
    refuse_locked(notice, f"run:{source}", now)
    count_failure(notice, f"run:{source}", now)  # every request counts, or the count would tell
    row = Notificacion.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    email = notice.apoderado.email
    if not right_run or not email or _too_soon(row, now):
        return
    code = f"{secrets.randbelow(10**6):06d}"
    row.code_hash, row.code_expires_at, row.failures = _hash(row, code), now + LIFE, 0
    row.save(update_fields=["code_hash", "code_expires_at", "failures"])
    message = access_code(school, code, int(LIFE.total_seconds() // 60))
    enqueue(
        key=f"codigo:{row.pk}:{now:%Y%m%d%H%M%S%f}",
        kind="codigo",
        recipient=email,
        subject=message.subject,
        body=message.body,
        now=now,
        notificacion_id=row.pk,
    )


def check_code(
    *, notice: Notificacion, code: str, right_run: bool, source: str, now: datetime
) -> bool:
    """Return whether `code` opens the window; it does so once.

    Five failures stop this visitor on this link for a while, not the family elsewhere. A code
    that was tried twenty times, from anywhere, is worn out: the family asks for another.
    Raises DomainError while the visitor is stopped.
    """
    lock_case(notice.case)  # before its notices, as every writer does: whoever enters writes both
    refuse_locked(notice, f"codigo:{source}", now)
    row = Notificacion.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    live = row.code_expires_at is not None and now <= row.code_expires_at
    same = constant_time_compare(row.code_hash, _hash(row, code))
    if right_run and live and same and row.code_hash:
        row.code_hash, row.code_expires_at, row.failures = "", None, 0
        row.save(update_fields=["code_hash", "code_expires_at", "failures"])
        LinkAttempt.objects.filter(notificacion=row, source__endswith=source).update(
            failures=0, locked_until=None
        )
        return True
    row.failures = min(row.failures + 1, CODE_WEARS_OUT)
    if row.failures >= CODE_WEARS_OUT:
        row.code_hash = ""
    row.save(update_fields=["failures", "code_hash"])
    count_failure(notice, f"codigo:{source}", now)
    return False


def refuse_locked(notice: Notificacion, source: str, now: datetime) -> None:
    """Raise DomainError while this visitor is stopped on this link."""
    rows = LinkAttempt.objects.filter(notificacion=notice, source=source, locked_until__gt=now)
    if rows.exists():
        raise DomainError(TOO_MANY, code="bloqueado")


def count_failure(notice: Notificacion, source: str, now: datetime) -> None:
    """Count one more; the fifth within a quarter of an hour stops the visitor for another."""
    LinkAttempt.objects.bulk_create(
        [LinkAttempt(notificacion=notice, source=source, last_at=now)], ignore_conflicts=True
    )
    row = LinkAttempt.objects.select_for_update().get(notificacion=notice, source=source)
    row.failures = 1 if now - row.last_at > LOCK else row.failures + 1
    row.last_at = now
    if row.failures >= ALLOWED_FAILURES:
        row.failures, row.locked_until = 0, now + LOCK
    row.save(update_fields=["failures", "last_at", "locked_until"])


def _too_soon(row: Notificacion, now: datetime) -> bool:
    if row.code_hash and row.code_expires_at and row.code_expires_at - LIFE + PAUSE > now:
        return True
    sent = OutboxMessage.objects.filter(
        notificacion_id=row.pk, kind="codigo", created_at__gt=now - timedelta(hours=1)
    )
    return sent.count() >= PER_HOUR


def _hash(row: Notificacion, code: str) -> str:
    return salted_hmac("familia.codigo", f"{row.pk}:{code}", algorithm="sha256").hexdigest()
