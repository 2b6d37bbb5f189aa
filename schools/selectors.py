"""Reads about people and roles."""

from django.http import HttpRequest

from schools.models import Membership, School
from schools.tenancy.context import user_context

SESSION_KEY = "membership"


def memberships_for_request(request: HttpRequest) -> list[Membership]:
    """Return the memberships in force of who is signed in; none for a visitor."""
    return memberships_of(request.user.pk) if request.user.is_authenticated else []


def chosen_membership(request: HttpRequest) -> Membership | None:
    """Return the membership the session works under: the chosen one, else the first."""
    wanted = request.session.get(SESSION_KEY)
    found = request.memberships
    return next((m for m in found if m.pk == wanted), found[0] if found else None)


def memberships_of(user_id: int) -> list[Membership]:
    """Return a person's memberships in force today, of every school, school loaded."""
    from convivencia.clock import now  # noqa: PLC0415 -- settings must be ready

    at = now()
    with user_context(user_id):
        rows = Membership.objects.model._base_manager.filter(user_id=user_id)
        rows = rows.select_related("school", "user").order_by("school__name", "pk")
        return [m for m in rows if m.is_active(m.school.local_date(at))]


def school_by_rbd(rbd: str) -> School | None:
    """Return the school of an RBD; its row is public."""
    return School.objects.select_related("sostenedor").filter(rbd=rbd).first()
