"""What beat wakes up. Every task may run twice, at the same time or after dying half-way."""

from celery import shared_task
from django.conf import settings

from cases.documents.signing import remind_signers
from cases.notifications.outcome import told, withheld
from cases.pack import services as pack
from cases.reminders import delivery, digest, seals
from cases.reminders import refresh as refreshing
from cases.reminders import sweep as sweeping
from cases.urgent import report
from convivencia.clock import now
from schools.tenancy.tasks import SteppedSchoolTask


@shared_task
def sweep() -> int:
    """Write the reminders whose hour has come; at least once, and the outbox makes it once."""
    return sweeping.sweep(now=now())


@shared_task
def refresh_states() -> int:
    """Bring the stored states up to date with the passing of time."""
    return refreshing.refresh(now=now())


@shared_task
def deliver_outbox() -> int:
    """Send what the outbox holds; at least once, always with the same Message-ID."""
    return delivery.deliver(clock=now, withheld=withheld, told=told)


@shared_task
def send_digests() -> int:
    """Write the 08:00 summary of each school where it is time; once per member and day.

    With it, once a week, the report of urgent accesses; and whoever lets a signature wait is told.
    """
    report.send_week_reports(now=now())
    remind_signers(now=now())
    return digest.send_digests(now=now())


@shared_task
def seal_audit() -> int:
    """Seal the trail of each school, once per day of the school."""
    return seals.seal_schools(now=now(), folder=settings.AUDIT_SEALS_DIR)


@shared_task(base=SteppedSchoolTask, name="cases.pack.make")
def make_pack(*, school_id: int, pack_id: int) -> None:
    """Make the file of an expulsion that the directora asked for; once, if it runs twice."""
    pack.make(school_id=school_id, pack_id=pack_id, now=now())
