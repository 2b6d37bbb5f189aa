"""Reads of urgent accesses."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from cases.models import Case, CaseAccess
from cases.models.access import TeamRole
from schools.models import AuditEntry, Membership
from schools.models.audit import AuditAct


def active_members(roles: Iterable[str], *, on: date) -> list[Membership]:
    """Return who holds one of `roles` that day, substitutes included. Queries: 1."""
    rows = Membership.objects.filter(
        Q(active_until=None) | Q(active_until__gte=on), active_from__lte=on, user__is_active=True
    )
    rows = rows.filter(Q(role__in=roles) | Q(substitutes__role__in=roles))
    return list(rows.select_related("user"))


def urgent_since(since: datetime, until: datetime) -> int:
    """Return how many urgent accesses were opened in a period, by the trail. Queries: 1."""
    return _opened(since, until).count()


def urgent_folios(since: datetime, until: datetime) -> list[str]:
    """Return the folios of the cases opened in an urgency in a period. Queries: 1."""
    ids = _opened(since, until).values("case_id")
    return [case.folio for case in Case.objects.filter(pk__in=ids).order_by("year", "number")]


def _opened(since: datetime, until: datetime) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(
        act=AuditAct.OTORGAR,
        object_type="cases.caseaccess",
        detail__startswith="Acceso de urgencia",
        at__gte=since,
        at__lt=until,
    )


def open_now(membership: Membership, *, at: datetime) -> list[CaseAccess]:
    """Return the urgent accesses that `membership` has open. Queries: 1."""
    rows = CaseAccess.objects.filter(
        user_id=membership.user_id, team_role=TeamRole.URGENTE, until__gt=at
    )
    return list(rows.select_related("content_object"))
