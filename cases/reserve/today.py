"""What «Hoy» shows the dirección of the identities that somebody asks to know."""

from django.urls import reverse

from cases.access import cases_visible_to
from cases.models import IdentityRequest
from cases.overview.wall import Wall
from cases.today.board import Section, TaskRow
from schools.models import Membership, Role


def identity_sections(membership: Membership, wall: Wall) -> list[Section]:
    """Return the requests that wait for an answer, oldest first. Queries: 1, or 0."""
    if membership.role != Role.DIRECTORA:
        return []
    rows = IdentityRequest.objects.filter(
        granted=None, identity__participant__case__in=cases_visible_to(membership, at=wall.now)
    ).select_related("identity__participant__case")
    found = [_row(row, wall) for row in rows.order_by("asked_at", "pk")]
    return [Section("Identidades reservadas", found, "amber")] if found else []


def _row(row: IdentityRequest, wall: Wall) -> TaskRow:
    case = row.identity.participant.case
    return TaskRow(
        due=wall.waiting_since(row.asked_at),
        title="Decidir si alguien conoce una identidad reservada",
        meta=f"Caso {case.folio}",
        url=reverse("case-identity", args=[case.pk]),
        action="Responder",
        action_url=reverse("case-identity-decide", args=[case.pk, row.pk]),
        mine=True,
    )
