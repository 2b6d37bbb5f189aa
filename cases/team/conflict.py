"""Who directs the case when the directora is part of it.

Source: modelo A, roles, incompatibilidades (el Director denunciado es subrogado y decide el
sostenedor).
"""

from datetime import datetime

from cases.access import PARTIES, emails_among, users_among
from cases.models import Case
from cases.models.access import TeamRole
from cases.reminders.messages import compose, site_url
from cases.reminders.outbox import enqueue
from cases.team.grants import grant_access
from cases.urgent.selectors import active_members
from schools.models import Membership, Role

REASON = "La dirección es parte en el caso y no tiene quien la subrogue."


def cover_directora(*, case: Case, actor: Membership, now: datetime) -> list[Membership]:
    """Put the sostenedor in the directora's place if every directora is a party; return who.

    A substitute in force who is no party goes first: then nothing is done. Where the sostenedor
    has no account, the e-mail that the school keeps is told to name a substitute.
    """
    on = case.school.local_date(now)
    parties = users_among(case.participants.filter(role__in=PARTIES))
    directoras = active_members((Role.DIRECTORA,), on=on)
    if not any(m.user_id in parties for m in directoras):
        return []
    if any(m.user_id not in parties for m in directoras):
        return []
    found = [m for m in active_members((Role.SOSTENEDOR,), on=on) if m.user_id not in parties]
    for member in found:
        grant_access(
            case=case, member=member, team_role=TeamRole.DIRIGE, granted_by=actor, reason=REASON,
            at=now,
        )  # fmt: skip
    among = case.participants.filter(role__in=PARTIES)
    alone = {case.school.sostenedor.email} - emails_among(among)
    _tell(case, {m.user.email for m in found} or alone, now)
    return found


def _tell(case: Case, emails: set[str], now: datetime) -> None:
    for email in sorted(filter(None, emails)):
        message = compose(
            "inhabilidad",
            f"Un caso de {case.school.name} requiere su decisión",
            school=case.school,
            folio=case.folio,
            url=site_url("case-detail", case.pk),
        )
        enqueue(
            key=f"inhabilidad:{case.pk}:{email}",
            kind="inhabilidad",
            recipient=email,
            subject=message.subject,
            body=message.body,
            now=now,
        )
