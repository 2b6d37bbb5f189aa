"""Which measures a member carries out, and which still stand."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from cases.models import Medida
from cases.models.decisions import ResolucionState, TipoMedida
from schools.models import Enrolment, Membership, Role


def in_charge(member: Membership) -> Q:
    """Match the measures of the member's role, never those of a decision not yet taken.

    A profesor jefe carries out those of the own course.
    """
    mine = Q(owner_role=member.role)
    mine &= Q(resolucion=None) | Q(resolucion__state=ResolucionState.APROBADA)
    if member.role != Role.PROFESOR_JEFE:
        return mine
    enrolled = Enrolment.objects.filter(
        student=OuterRef("participant__student"), curso=member.curso_id, ends_on=None
    )
    return mine & Exists(enrolled)


def standing(today: date) -> Q:
    """Match the measures that did not end: a lifted resguardo has no further review."""
    lifted = Q(tipo=TipoMedida.RESGUARDO, ends_on__isnull=False, review_on=None)
    return (Q(ends_on=None) | Q(ends_on__gte=today)) & ~lifted


def has_ended(row: Medida, today: date) -> bool:
    """Return whether the measure ended, by its date or because it was lifted."""
    if row.ends_on is None:
        return False
    lifted = row.tipo == TipoMedida.RESGUARDO and row.review_on is None
    return lifted or row.ends_on < today
