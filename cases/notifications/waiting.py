"""Which notices still wait for a family: those that may yet change something."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import CaseState, Citacion, Notificacion
from cases.models.documents import DocumentState
from cases.models.hearings import CitacionOutcome
from cases.models.notifications import EFFECTIVE, Medium, Purpose

ENDED = (CaseState.CERRADO, CaseState.ARCHIVADO)


def awaited(rows: QuerySet[Notificacion], *, at: datetime) -> QuerySet[Notificacion]:
    """Keep the notices whose answer matters at `at`.

    Not the known ones, nor those of an ended case, of a citation already held, of a paper that was
    replaced, of a call that was answered, nor the first of two media for the same paper.
    """
    rows = rows.filter(acknowledged_at=None, effective_at=None)
    rows = rows.filter(document__state=DocumentState.EMITIDO).exclude(_over())
    rows = rows.exclude(Exists(_held(at)))
    answered = Q(medium=Medium.TELEFONO, delivered_at__isnull=False) & ~Q(purpose__in=EFFECTIVE)
    return rows.exclude(answered).exclude(Exists(_same_paper()))


def _over() -> Q:
    """The notice of the closing is the only one that waits after it."""
    closing = Q(case__state=CaseState.CERRADO, purpose=Purpose.CIERRE)
    return Q(case__state__in=ENDED) & ~closing


def _held(at: datetime) -> QuerySet[Citacion]:
    past = Q(meets_at__lte=at) | ~Q(outcome=CitacionOutcome.PENDIENTE)
    return Citacion.objects.filter(past, document=OuterRef("document"))


def _same_paper() -> QuerySet[Notificacion]:
    same = Notificacion.objects.filter(
        document=OuterRef("document"), apoderado=OuterRef("apoderado")
    )
    later = Q(pk__gt=OuterRef("pk"), sent_at__isnull=False)
    return same.filter(Q(effective_at__isnull=False) | later).exclude(pk=OuterRef("pk"))
