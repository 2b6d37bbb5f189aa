"""Reads about the members of a school."""

from datetime import date

from django.db.models import Q, QuerySet

from schools.models import Membership, Role, User
from schools.people.selectors import alphabetical


def members(on: date) -> QuerySet[Membership]:
    """Return the memberships in force or to come, by surname. Queries: 1."""
    rows = Membership.objects.select_related("user", "curso", "substitutes__user")
    rows = rows.filter(Q(active_until=None) | Q(active_until__gte=on))
    return rows.order_by(*alphabetical("user__last_names", "user__first_names"), "role", "pk")


def past_members(on: date) -> QuerySet[Membership]:
    """Return the memberships that ended, the latest first. Queries: 1."""
    rows = Membership.objects.select_related("user", "curso", "substitutes__user")
    return rows.filter(active_until__lt=on).order_by("-active_until", "pk")


def users_in_school(on: date) -> QuerySet[User]:
    """Return the people with a membership in force or to come."""
    return User.objects.filter(pk__in=members(on).order_by().values("user_id")).order_by(
        *alphabetical("last_names", "first_names")
    )


def overlapping(user_id: int, role: str, since: date, until: date | None) -> QuerySet[Membership]:
    """Return the memberships of a person in a role that share a day with a period."""
    rows = Membership.objects.filter(user_id=user_id, role=role)
    rows = rows.filter(Q(active_until=None) | Q(active_until__gte=since))
    return rows.filter(active_from__lte=until) if until else rows


def other_administrators(membership: Membership, on: date) -> QuerySet[Membership]:
    """Return who else administers the school from `on` without an end."""
    rows = Membership.objects.filter(role=Role.ADMINISTRADORA, active_until=None)
    return rows.filter(active_from__lte=on).exclude(pk=membership.pk)
