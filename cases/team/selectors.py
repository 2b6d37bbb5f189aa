"""Who is in the team, who was, and who could join."""

from dataclasses import dataclass
from datetime import datetime

from cases.access import PARTIES, users_among
from cases.models import Case, CaseAccess
from cases.models.access import TeamRole
from cases.policy import BLIND, BY_FUNCTION, ROLE_SIGHT, Compartment
from cases.team.services import ENDED_BY_DIRECTION, HELD_BY, NEVER_ENDED
from schools.models import Membership, Role

WORDS = {
    Compartment.EXPEDIENTE: "todo el expediente",
    Compartment.SALUD: "notas de salud",
    Compartment.TAREAS: "sus tareas",
    Compartment.CONSTANCIA: "que su denuncia fue recibida",
    Compartment.ACCESOS: "quién lo ha visto",
}


BY_POST = "todo el caso, por su cargo"


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One access, and what it opens, in words."""

    access: CaseAccess
    ended: bool
    opens: str
    may_end: bool = False


def team_lines(case: Case, *, viewer: Membership, at: datetime) -> list[TeamLine]:
    """Return every access of the case, those in force first. Queries: 2."""
    rows = case.accesses.select_related("user", "granted_by").order_by("-granted_at", "pk")
    lead, found = _who_leads(case, at), []
    for row in rows:
        opens = BY_POST if row.user_id in lead else what_it_opens(row.team_role)
        ended = _ended(row, at)
        found.append(TeamLine(row, ended, opens, not ended and _may_end(row, viewer)))
    return sorted(found, key=lambda line: line.ended)


def what_it_opens(team_role: str) -> str:
    """Return «todo el expediente y sus tareas»: what the table says of a function."""
    opened = BY_FUNCTION.get(team_role, frozenset())
    words = [text for compartment, text in WORDS.items() if compartment in opened]
    if Compartment.EXPEDIENTE in opened:
        words = [w for w in words if w != WORDS[Compartment.CONSTANCIA]]
    return f"{', '.join(words[:-1])} y {words[-1]}" if len(words) > 1 else "".join(words)


def who_may_join(case: Case, *, at: datetime) -> list[Membership]:
    """Return the members who may be let in: active, no party, of a role that sees cases."""
    on = case.school.local_date(at)
    parties = users_among(case.participants.filter(role__in=PARTIES))
    rows = Membership.objects.exclude(role__in=list(BLIND)).filter(user__is_active=True)
    rows = rows.select_related("user").order_by("user__last_names", "user__first_names", "pk")
    return [m for m in rows if m.is_active(on) and m.user_id not in parties]


def who_may_take_over(case: Case, *, at: datetime) -> list[Membership]:
    """Return the members to whom the inquiry may be handed over. Queries: 2."""
    return [m for m in who_may_join(case, at=at) if m.role in HELD_BY[TeamRole.INVESTIGA]]


def _who_leads(case: Case, at: datetime) -> set[int]:
    """Return the users who see every case by their role, today."""
    on = case.school.local_date(at)
    rows = Membership.objects.filter(role__in=list(ROLE_SIGHT))
    return {row.user_id for row in rows if row.is_active(on)}


def _may_end(row: CaseAccess, viewer: Membership) -> bool:
    function = TeamRole(row.team_role)
    if function in ENDED_BY_DIRECTION:
        return viewer.role == Role.DIRECTORA
    return function not in NEVER_ENDED


def _ended(row: CaseAccess, at: datetime) -> bool:
    return row.until is not None and row.until <= at
