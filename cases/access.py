"""Whether a person may see or do something in a case, now: `cases.policy` over the rows.

A member of staff who is a party loses sight at once, whatever their role or their grants.
"""

import copy
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.decisions.charge import in_charge
from cases.models import Case, CaseAccess, Medida, Participant, Tramite
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from cases.policy import (
    BLIND,
    BY_FUNCTION,
    RESERVES_THE_ACCUSED,
    ROLE_SIGHT,
    SUPPORT_THAT_KNOWS,
    TEAM_SIGHT,
    UNCLEAR,
    Compartment,
    Sight,
    counted,
    opened_to,
    sight_in,
)
from cases.states import ACTOS, Acto
from schools.models import Enrolment, Membership, Role, User

PARTIES = (ParticipantRole.AFECTADO, ParticipantRole.DENUNCIADO)
_NAMED = {name for name, opened in BY_FUNCTION.items() if Compartment.ACUSADO in opened}


def cases_visible_to(
    membership: Membership, *, at: datetime, at_least: Sight = Sight.REPORT
) -> QuerySet[Case]:
    """Return the cases of which `membership` sees `at_least` that. Queries: 1, with EXISTS."""
    cases = Case.objects.all()
    mine = Participant.objects.filter(
        _same_person(membership.user), case=OuterRef("pk"), role__in=PARTIES
    )
    cases = cases.filter(~Exists(mine))
    if membership.role in ROLE_SIGHT:
        return cases
    return cases.filter(Exists(grants_giving(at_least, membership, OuterRef("pk"), at=at)))


def may_list(membership: Membership, at: datetime) -> bool:
    """True unless the role never sees a case and nobody put one in its hands."""
    return membership.role not in BLIND or cases_visible_to(membership, at=at).exists()


def grants_giving(
    sight: Sight, membership: Membership, case: object, *, at: datetime
) -> QuerySet[CaseAccess]:
    """Return the grants in force that let `membership` see at least `sight` of `case`."""
    functions = frozenset(function for function, level in TEAM_SIGHT.items() if level >= sight)
    functions = counted(membership.role, functions)
    rows = _grants(membership, at).filter(content_object=case, team_role__in=functions)
    if sight is not Sight.FULL or membership.role in SUPPORT_THAT_KNOWS:
        return rows
    sexual = Tramite.objects.filter(
        case=OuterRef("content_object"), protocol_key__in=RESERVES_THE_ACCUSED
    )
    unclear = Q(content_object__protocol_key__in=RESERVES_THE_ACCUSED) | Exists(sexual)
    return rows.exclude(
        unclear, content_object__state__in=UNCLEAR, team_role__in=set(TeamRole) - _NAMED
    )


def relate(membership: Membership, case: Case, *, at: datetime) -> None:
    """Put on `case` what `membership` sees of it: `functions`, `opened` and `sight`. Queries: 2."""
    case.functions, case.opened = frozenset(), frozenset()
    if not _is_party(membership, case):
        rows = _grants(membership, at).filter(content_object=case)
        held = frozenset(rows.values_list("team_role", flat=True))
        case.functions = counted(membership.role, held)
        case.opened = opened_to(membership.role, held)
        if _is_nameless(case.opened) and reserves_accused(case):
            case.opened = opened_to(membership.role, held, accused_reserved=True)
    case.sight = sight_in(case.opened)


def sight_of(membership: Membership, case: Case, *, at: datetime) -> tuple[Sight, frozenset[str]]:
    """Return what `membership` sees of `case`, and its functions in the team. Queries: 2."""
    relate(membership, case, at=at)
    return case.sight, case.functions


def acting(membership: Membership, case: Case) -> Membership:
    """Return the member as they act in this case: who directs it stands for the directora.

    Source: modelo A, roles, incompatibilidades (el Director denunciado es subrogado y decide el
    sostenedor).
    """
    if TeamRole.DIRIGE not in case.functions or membership.role == Role.DIRECTORA:
        return membership
    stand_in = copy.copy(membership)
    stand_in.job_title = f"{membership.title}, por inhabilidad de la dirección"
    stand_in.role = Role.DIRECTORA
    return stand_in


def may(membership: Membership, functions: frozenset[str], acto: Acto) -> str:
    """Return why `membership` may not do `acto`, in Spanish; "" if it may."""
    row = ACTOS[acto]
    if only_reads(membership.role, functions) and not functions & row.team:
        return "El acceso de urgencia es sólo para leer."
    if membership.role in row.roles or functions & row.team:
        return ""
    return f"Su rol no permite registrar «{acto.label.lower()}»."


def known_to(membership: Membership, *, at: datetime) -> Q:
    """Match the participants whose identity the member knows, in the cases they see.

    Who carries out a task knows whom it is about; a profesor jefe, the pupils of the course.
    Source: modelo A, roles, §1 PJE (A-58); C-05 and C-08.
    """
    if membership.role in ROLE_SIGHT:
        return Q()
    case = OuterRef("case")
    tasks = Medida.objects.filter(in_charge(membership), participant=OuterRef("pk"))
    known = Exists(grants_giving(Sight.FULL, membership, case, at=at)) | Exists(tasks)
    named = counted(membership.role, frozenset(_NAMED))
    known |= Exists(_grants(membership, at).filter(content_object=case, team_role__in=named))
    if membership.curso_id:
        pupils = Enrolment.objects.filter(curso_id=membership.curso_id, ends_on=None)
        known |= Exists(pupils.filter(student=OuterRef("student")))
    return Q(known)


def reserves_accused(case: Case) -> bool:
    """Return whether who is accused is not to be known yet. Queries: 0 or 1.

    Source: modelo A, 5.3.3.2 F.a.3 y G (C-05).
    """
    if case.state not in UNCLEAR:
        return False
    if case.protocol_key in RESERVES_THE_ACCUSED:
        return True
    return case.tramites.filter(protocol_key__in=RESERVES_THE_ACCUSED).exists()


def only_reads(role: str, functions: frozenset[str]) -> bool:
    """True for who sees the whole case only because they opened it in an urgency."""
    own = functions - {TeamRole.URGENTE}
    return own != functions and sight_in(opened_to(role, own)) < Sight.FULL


def users_among(people: QuerySet[Participant]) -> set[int]:
    """Return the users who are one of `people`: as staff, or as the apoderado of their RUN.

    Queries: 1.
    """
    staff = people.filter(membership__isnull=False).values("membership")
    runs = people.filter(apoderado__run__gt="").values("apoderado__run")
    rows = Membership.objects.filter(Q(pk__in=staff) | Q(user__run__in=runs))
    return set(rows.values_list("user_id", flat=True))


def emails_among(people: QuerySet[Participant]) -> set[str]:
    """Return the e-mails with which one of `people` signs in. Queries: 2."""
    return set(User.objects.filter(pk__in=users_among(people)).values_list("email", flat=True))


def _same_person(user: User) -> Q:
    """Match the participants that are `user`; who is accused as an apoderado is staff no less."""
    as_staff = Q(membership__user_id=user.pk)
    return as_staff | Q(apoderado__run=user.run) if user.run else as_staff


def _is_nameless(opened: frozenset[Compartment]) -> bool:
    return Compartment.EXPEDIENTE in opened and Compartment.ACUSADO not in opened


def _is_party(membership: Membership, case: Case) -> bool:
    return any(p.role in PARTIES and _is(p, membership.user) for p in case.participants.all())


def _is(person: Participant, user: User) -> bool:
    if person.membership_id is not None:
        return person.membership.user_id == user.pk
    return bool(user.run and person.apoderado_id and person.apoderado.run == user.run)


def _grants(membership: Membership, at: datetime) -> QuerySet[CaseAccess]:
    live = Q(until=None) | Q(until__gt=at)
    return CaseAccess.objects.filter(live, user_id=membership.user_id)
