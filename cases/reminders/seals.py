"""The daily seal of the trail leaves the database: by e-mail to the directora, and to a folder."""

import logging
from datetime import datetime
from pathlib import Path

from django.db.models import Q

from cases.reminders.messages import Message, compose
from cases.reminders.outbox import enqueue
from convivencia.dates import full_date
from schools.audit.seals import Seal, seal_chain, seals_since, write_out
from schools.models import Membership, Role, School
from schools.models.audit import AuditSeal
from schools.tenancy.context import school_context

logger = logging.getLogger(__name__)


def seal_schools(*, now: datetime, folder: Path) -> int:
    """Seal every school that has no seal of its day; return how many got one.

    Run as often as one likes. What an earlier run could not write outside is written by this one.
    """
    sealed = 0
    for school in School.objects.order_by("pk"):
        try:
            sealed += seal_school(school, now=now, folder=folder)
        except Exception:  # one school must not leave the rest without a seal
            logger.exception("establecimiento %s sin sello; se reintenta", school.pk)
    return sealed


def seal_school(school: School, *, now: datetime, folder: Path) -> bool:
    """Seal one school, tell its directoras, and copy the seal outside; True if it is new."""
    with school_context(school):
        seal, is_new = seal_chain(school=school, now=now)
        if seal is not None and is_new:
            _tell(school, seal, now)
        copies = seals_since(school.local_date(now))
    write_out(folder, school.rbd, copies)
    return is_new


def seal_message(school: School, seal: AuditSeal) -> Message:
    """Return the e-mail: three values that say nothing of anybody."""
    subject = f"Sello del registro de accesos del {full_date(seal.day)}"
    line = f"{school.rbd} {Seal(seal.day, seal.seq, seal.hash).line}"
    return compose("sello", subject, school=school, day=full_date(seal.day), line=line)


def _tell(school: School, seal: AuditSeal, now: datetime) -> None:
    message = seal_message(school, seal)
    for member in _directoras(seal):
        enqueue(
            key=f"sello:{seal.day:%Y%m%d}:{member.user_id}", kind="sello",
            recipient=member.user.email, subject=message.subject, body=message.body, now=now,
        )  # fmt: skip


def _directoras(seal: AuditSeal) -> list[Membership]:
    in_force = Q(active_until=None) | Q(active_until__gte=seal.day)
    rows = Membership.objects.filter(
        in_force, role=Role.DIRECTORA, active_from__lte=seal.day, user__is_active=True
    )
    return list(rows.select_related("user").order_by("user_id", "pk"))
