"""The one way in to what leaves the school: written with what causes it, sent later."""

import hashlib
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings

from cases.models import OutboxMessage
from schools.tenancy.context import current_school_id

AHEAD = timedelta(hours=1)  # somebody waits for a code before a screen: it goes before the rest


def enqueue(
    *,
    key: str,
    kind: str,
    recipient: str,
    subject: str,
    body: str,
    now: datetime,
    notificacion_id: int | None = None,
) -> OutboxMessage:
    """Write one e-mail in the caller's transaction; the same `key` twice is one e-mail.

    Subject and body carry no name, RUN, course, type of case nor word of the facts. A second
    caller with the same key waits for the first to commit and gets its row. Queries: 2.
    """
    message = OutboxMessage(
        key=key,
        kind=kind,
        recipient=recipient,
        subject=subject,
        body=body,
        message_id=message_id(key),
        created_at=now,
        next_attempt_at=now - AHEAD if kind == "codigo" else now,
        notificacion_id=notificacion_id,
    )
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    return OutboxMessage.objects.get(key=key)


def message_id(key: str) -> str:
    """Return the Message-ID of `key`: always the same, and nobody can read the key in it."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    text, secret = f"{current_school_id()}:{key}", settings.SECRET_KEY.encode()[:64]
    digest = hashlib.blake2b(text.encode(), key=secret, digest_size=16)
    return f"<{digest.hexdigest()}@{domain}>"
