"""What «Hoy» shows of personal data to who attends to it: no name, only what and until when."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from cases.models import Breach, BreachAct
from cases.models.privacy import BreachActKind
from cases.overview.wall import Wall
from cases.privacy.presenters import breach_line
from cases.privacy.selectors import waiting_lines
from cases.today.board import Section, TaskRow
from schools.abilities import Ability, can
from schools.models import Membership


def privacy_sections(membership: Membership, wall: Wall) -> list[Section]:
    """Return the requests without answer and the breaches that are open. Queries: 2 or 3."""
    if not can(membership, Ability.ANSWER_RIGHTS):
        return []
    rows = [*_breaches(wall), *_requests(wall)]
    return [Section("Datos personales", rows, "amber")] if rows else []


def _requests(wall: Wall) -> list[TaskRow]:
    return [
        TaskRow(
            due=line.due,
            title=f"Responder una solicitud de {line.row.get_right_display().lower()}",
            meta=f"Solicitud {line.row.folio} · {line.norm}",
            url=reverse("privacy-request", args=[line.row.pk]),
            action="Responder",
            action_url=reverse("privacy-request-answer", args=[line.row.pk]),
        )
        for line in waiting_lines(wall)
    ]


def _breaches(wall: Wall) -> list[TaskRow]:
    closed = BreachAct.objects.filter(breach=OuterRef("pk"), kind=BreachActKind.CIERRE)
    found = Breach.objects.filter(~Exists(closed)).prefetch_related("acts").order_by("known_at")
    return [
        TaskRow(
            due=line.due,
            title=line.missing[0] if line.missing else "Cerrar la vulneración de seguridad",
            meta=f"Vulneración {line.row.folio}",
            url=reverse("privacy-breach", args=[line.row.pk]),
            action="Registrar",
            action_url=reverse("privacy-breach-act", args=[line.row.pk]),
        )
        for line in (breach_line(row, wall) for row in found)
    ]
