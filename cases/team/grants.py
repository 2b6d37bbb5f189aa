"""Who joins the team of a case, and why."""

from datetime import date, datetime

from django.contrib.auth.models import Permission

from cases.access import users_among
from cases.deadlines.selectors import local_day
from cases.models import Case, CaseAccess, Participant
from cases.models.access import TeamRole
from cases.policy import ROLE_SIGHT
from schools.audit.services import record
from schools.models import Enrolment, Membership, Role
from schools.models.audit import AuditAct


def grant_access(
    *,
    case: Case,
    member: Membership,
    team_role: TeamRole,
    granted_by: Membership,
    reason: str,
    at: datetime,
) -> CaseAccess:
    """Let `member` see what `team_role` sees of the case, from now on; once is enough."""
    access, created = CaseAccess.objects.get_or_create(
        content_object=case,
        user=member.user,
        team_role=team_role,
        defaults={
            "permission": Permission.objects.get(
                content_type__app_label="cases", codename="view_case"
            ),
            "granted_by": granted_by.user,
            "reason": reason[:200],
            "granted_at": at,
        },
    )
    if not created and access.until is not None:
        access.until, access.reason = None, reason[:200]
        access.granted_by, access.granted_at = granted_by.user, at
        access.save(update_fields=["until", "reason", "granted_by", "granted_at"])
    record(
        AuditAct.OTORGAR,
        object_type="cases.caseaccess",
        object_id=access.pk,
        case_id=case.pk,
        user_id=granted_by.user_id,
        detail=f"{TeamRole(team_role).label}: {reason}"[:200],
    )
    return access


def give_task(
    *,
    case: Case,
    role: str,
    participant: Participant,
    reason: str,
    actor: Membership,
    at: datetime,
) -> list[Membership]:
    """Let who carries a measure out see their task, and nothing else of the case.

    Return them; the roles that see every case need no grant, and are not returned.
    """
    if role in ROLE_SIGHT:
        return []
    on = local_day(at, case.school)
    members = members_in_charge(case, role, participant=participant, on=on)
    for member in members:
        grant_access(
            case=case,
            member=member,
            team_role=TeamRole.EJECUTA,
            granted_by=actor,
            reason=reason,
            at=at,
        )
    return members


def members_in_charge(
    case: Case, role: str, *, participant: Participant, on: date
) -> list[Membership]:
    """Return who carries a measure out: the members of a role; of the pupil's course for its jefe.

    Nobody who is part of the case. Queries: 2 or 3.
    """
    rows = Membership.objects.filter(role=role).select_related("user")
    if role == Role.PROFESOR_JEFE:
        cursos = Enrolment.objects.filter(student_id=participant.student_id, ends_on=None)
        rows = rows.filter(curso_id__in=cursos.values("curso_id"))
    users = users_among(Participant.objects.filter(case=case))
    return [m for m in rows.order_by("pk") if m.is_active(on) and m.user_id not in users]
