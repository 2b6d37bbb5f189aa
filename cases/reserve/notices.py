"""Who decides is told that somebody asks; who asked, that there is an answer. No names."""

from datetime import datetime

from cases.access import PARTIES, users_among
from cases.models import Case, CaseAccess, IdentityRequest
from cases.models.access import TeamRole
from cases.reminders.messages import compose, site_url
from cases.reminders.outbox import enqueue
from cases.urgent.selectors import active_members
from schools.models import Role

ASKED = "Una solicitud espera su respuesta"
ANSWERED = "La dirección respondió su solicitud"


def tell_direction(case: Case, row: IdentityRequest, now: datetime) -> None:
    """Write to every directora who is no party, and to who stands for her."""
    parties = users_among(case.participants.filter(role__in=PARTIES))
    on = case.school.local_date(now)
    told = {m.user_id: m.user.email for m in active_members((Role.DIRECTORA,), on=on)}
    rows = CaseAccess.objects.filter(content_object=case, team_role=TeamRole.DIRIGE, until=None)
    told |= {access.user_id: access.user.email for access in rows.select_related("user")}
    for user_id, email in told.items():
        if user_id not in parties | {row.asked_by_id}:
            _write(case, f"identidad:{row.pk}:{user_id}", "identidad", ASKED, email, now)


def tell_asker(case: Case, row: IdentityRequest, now: datetime) -> None:
    """Write to who asked, unless they answered themselves."""
    if row.asked_by_id != row.decided_by_id:
        key = f"identidad:{row.pk}:respuesta"
        _write(case, key, "identidad_respuesta", ANSWERED, row.asked_by.email, now)


def _write(case: Case, key: str, template: str, subject: str, email: str, now: datetime) -> None:
    url = site_url("case-identity", case.pk)
    message = compose(template, subject, school=case.school, folio=case.folio, url=url)
    enqueue(
        key=key, kind="identidad", recipient=email, subject=message.subject, body=message.body,
        now=now,
    )  # fmt: skip
