"""Who is told of a plazo: its owner, then the directora, then the sostenedor. Never a party."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from cases.access import PARTIES, emails_among, users_among
from cases.deadlines.ladder import LATE_TO_DIRECTORA, LATE_TO_SOSTENEDOR
from cases.deadlines.owners import answers_for
from cases.models import Case, CaseAccess, Vencimiento
from cases.models.access import TeamRole
from schools.models import Membership, Role


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to tell. `who` is the stable part of the key; `kind` is how they are told."""

    who: str
    email: str
    kind: str  # aviso: it is theirs; escalamiento: they answer for it; sostenedor: no link


def recipients_of(
    vencimiento: Vencimiento, case: Case, *, rung: int, now: datetime
) -> list[Recipient]:
    """Return who is told at this rung, each person once. Queries: 3 to 4.

    Who is a party is told nothing. If that leaves nobody, the directora takes over; if she is a
    party too, the sostenedor. A 24 h clock tells the encargada and the directora from the start.
    """
    on = case.school.local_date(now)
    parties = users_among(case.participants.filter(role__in=PARTIES))
    owners = _without(parties, _owners(vencimiento, case, now, on))
    directoras = _without(parties, _members(Role.DIRECTORA, on) | _in_her_place(case, now))
    if vencimiento.due_on is None:
        owners |= _without(parties, _members(Role.ENCARGADA, on)) | directoras
    told = dict.fromkeys(owners or directoras, "aviso")
    if rung >= LATE_TO_DIRECTORA and vencimiento.acknowledged_at is None:
        told |= {user: "escalamiento" for user in directoras if user not in told}
    found = [Recipient(str(user), user_email, kind) for (user, user_email), kind in told.items()]
    escalates = rung >= LATE_TO_SOSTENEDOR and vencimiento.acknowledged_at is None
    alone = case.school.sostenedor.email
    if (escalates or not found) and alone and alone not in _emails(case):
        found.append(Recipient("sostenedor", alone, "sostenedor"))
    return sorted(found, key=lambda r: r.who)


def _emails(case: Case) -> set[str]:
    return emails_among(case.participants.filter(role__in=PARTIES))


def _owners(v: Vencimiento, case: Case, now: datetime, on: date) -> set[tuple[int, str]]:
    """Return who answers for the step; with the profesor jefe, whoever carries measures out."""
    first = v.owner_role == Role.PROFESOR_JEFE
    own = set() if first else _members(v.owner_role, on)
    if not first and not answers_for(v, Role.PROFESOR_JEFE):
        return own
    grants = CaseAccess.objects.filter(
        Q(until=None) | Q(until__gt=now), content_object=case, team_role=TeamRole.EJECUTA
    )
    chosen = set(grants.values_list("user_id", flat=True))
    return own | {user for user in _members(None, on) if user[0] in chosen}


def _in_her_place(case: Case, now: datetime) -> set[tuple[int, str]]:
    """Return who directs the case because the directora is part of it."""
    rows = CaseAccess.objects.filter(
        Q(until=None) | Q(until__gt=now), content_object=case, team_role=TeamRole.DIRIGE
    )
    return {(row.user_id, row.user.email) for row in rows.select_related("user")}


def _members(role: str | None, on: date) -> set[tuple[int, str]]:
    """Return (id, e-mail) of who holds `role` that day, substitutes in force included."""
    rows = Membership.objects.filter(
        Q(active_until=None) | Q(active_until__gte=on), active_from__lte=on, user__is_active=True
    )
    if role is not None:
        rows = rows.filter(Q(role=role) | Q(substitutes__role=role))
    return {(m.user_id, m.user.email) for m in rows.select_related("user")}


def _without(parties: set[int], users: set[tuple[int, str]]) -> set[tuple[int, str]]:
    return {user for user in users if user[0] not in parties}
