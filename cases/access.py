"""Who may see and do what in a case: roles give abilities, the case team gives sight.

Read it as a table: `ROLE_SIGHT` is what a role sees of every case of its school, `TEAM_SIGHT`
what a grant adds. A member of staff who is a party loses sight at once.
Source: modelo A, roles y confidencialidad, §1 and matriz de acceso.
"""

from datetime import datetime
from enum import IntEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case, CaseAccess, Participant
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from cases.states import ACTOS, Acto
from schools.models import Membership, Role, User


class Sight(IntEnum):
    """How much of a case a member sees; each level includes the one below, except REPORT."""

    NONE = 0
    REPORT = 1  # that their own report was received, and its constancia
    TASKS = 2  # the tasks and measures they must carry out; no account of facts
    FULL = 3


ROLE_SIGHT = {Role.ENCARGADA: Sight.FULL, Role.DIRECTORA: Sight.FULL}
TEAM_SIGHT = {
    TeamRole.INVESTIGA: Sight.FULL,
    TeamRole.APOYA: Sight.FULL,
    TeamRole.EJECUTA: Sight.TASKS,
    TeamRole.DENUNCIO: Sight.REPORT,
}
PARTIES = (ParticipantRole.AFECTADO, ParticipantRole.DENUNCIADO)
BLIND = frozenset({Role.SOSTENEDOR, Role.ADMINISTRADORA})  # never a case, whatever the grant


def cases_visible_to(
    membership: Membership, *, at: datetime, at_least: Sight = Sight.REPORT
) -> QuerySet[Case]:
    """Return the cases of which `membership` sees `at_least` that. Queries: 1, with EXISTS."""
    cases = Case.objects.all()
    if membership.role in BLIND:
        return cases.none()
    mine = Participant.objects.filter(
        _same_person(membership.user), case=OuterRef("pk"), role__in=PARTIES
    )
    cases = cases.filter(~Exists(mine))
    if membership.role in ROLE_SIGHT:
        return cases
    return cases.filter(Exists(grants_giving(at_least, membership, OuterRef("pk"), at=at)))


def grants_giving(
    sight: Sight, membership: Membership, case: object, *, at: datetime
) -> QuerySet[CaseAccess]:
    """Return the grants in force that let `membership` see at least `sight` of `case`."""
    functions = [function for function, level in TEAM_SIGHT.items() if level >= sight]
    return _grants(membership, at).filter(content_object=case, team_role__in=functions)


def sight_of(membership: Membership, case: Case, *, at: datetime) -> tuple[Sight, frozenset[str]]:
    """Return what `membership` sees of `case`, and its functions in the team. Queries: 2."""
    if membership.role in BLIND or _is_party(membership, case):
        return Sight.NONE, frozenset()
    grants = _grants(membership, at).filter(content_object=case)
    functions = frozenset(grants.values_list("team_role", flat=True))
    levels = [ROLE_SIGHT.get(membership.role, Sight.NONE)]
    levels += [TEAM_SIGHT[TeamRole(function)] for function in functions]
    return max(levels), functions


def may(membership: Membership, functions: frozenset[str], acto: Acto) -> str:
    """Return why `membership` may not do `acto`, in Spanish; "" if it may."""
    row = ACTOS[acto]
    if membership.role in row.roles or functions & row.team:
        return ""
    return f"Su rol no permite registrar «{acto.label.lower()}»."


def users_among(people: QuerySet[Participant]) -> set[int]:
    """Return the users who are one of `people`: as staff, or as the apoderado of their RUN.

    Queries: 1.
    """
    staff = people.filter(membership__isnull=False).values("membership")
    runs = people.filter(apoderado__run__gt="").values("apoderado__run")
    rows = Membership.objects.filter(Q(pk__in=staff) | Q(user__run__in=runs))
    return set(rows.values_list("user_id", flat=True))


def _same_person(user: User) -> Q:
    """Match the participants that are `user`; who is accused as an apoderado is staff no less."""
    as_staff = Q(membership__user_id=user.pk)
    return as_staff | Q(apoderado__run=user.run) if user.run else as_staff


def _is_party(membership: Membership, case: Case) -> bool:
    return any(p.role in PARTIES and _is(p, membership.user) for p in case.participants.all())


def _is(person: Participant, user: User) -> bool:
    if person.membership_id is not None:
        return person.membership.user_id == user.pk
    return bool(user.run and person.apoderado_id and person.apoderado.run == user.run)


def _grants(membership: Membership, at: datetime) -> QuerySet[CaseAccess]:
    live = Q(until=None) | Q(until__gt=at)
    return CaseAccess.objects.filter(live, user_id=membership.user_id)
