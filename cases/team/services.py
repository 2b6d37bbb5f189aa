"""The writers of the team that people use: join, leave, hand over. Each leaves an actuación."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from cases.access import PARTIES, users_among
from cases.deadlines.services import OPEN_STATES
from cases.history.services import lock_case, record_actuacion
from cases.models import Actuacion, Case, CaseAccess
from cases.models.access import TeamRole
from cases.policy import BLIND
from cases.states import Acto
from cases.team.grants import grant_access
from convivencia.dates import full_date
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.audit.services import record
from schools.models import Membership, Role
from schools.models.audit import AuditAct

# Who may have a function that opens more than the rest. Source: modelo A, roles, §1 (ENC; PSI,
# ORI, ENF) and 8.6.3 (quien investiga por encargo).
HELD_BY = {
    TeamRole.INVESTIGA: (Role.ENCARGADA, Role.EQUIPO, Role.DIRECTIVO, Role.INSPECTORIA),
    TeamRole.ATIENDE: (Role.ENCARGADA, Role.EQUIPO, Role.ENFERMERIA),
}
# That a denuncia was received is not taken back from who made or took it.
NEVER_ENDED = frozenset({TeamRole.DENUNCIO})
# Who stands for the directora is not taken out by who answers to them.
ENDED_BY_DIRECTION = frozenset({TeamRole.DIRIGE})
LONGEST = timedelta(days=2 * 365)
GIVEN_BY_HAND = (TeamRole.INVESTIGA, TeamRole.APOYA, TeamRole.ATIENDE, TeamRole.EJECUTA)


@transaction.atomic
def join(
    *,
    case: Case,
    member: Membership,
    team_role: TeamRole,
    reason: str,
    until: date | None,
    actor: Membership,
    now: datetime,
) -> CaseAccess:
    """Let somebody into the team, until the end of a day or for as long as the case lasts.

    Raises DomainError for a party, a role that never sees a case, or a function nobody hands out.
    Source: modelo A, roles, §1 (casos en que intervienen) e incompatibilidades.
    """
    case = lock_case(case)
    refuse(case, member, team_role, now)
    _refuse_term(case, until, now)
    access = grant_access(
        case=case, member=member, team_role=team_role, granted_by=actor, reason=reason, at=now
    )
    access.until = _end_of(case, until)
    access.save(update_fields=["until"])
    limit = f" Hasta el {full_date(until)}." if until else ""
    _write(case, f"{_named(member)}: {team_role.label.lower()}. {reason}{limit}", actor, now)
    return access


@transaction.atomic
def leave(*, case: Case, pk: int, reason: str, actor: Membership, now: datetime) -> CaseAccess:
    """End one access at once. AlreadyDoneError if it ended before."""
    case = lock_case(case)
    access = case.accesses.select_for_update(of=("self",)).select_related("user").get(pk=pk)
    if access.until is not None and access.until <= now:
        raise AlreadyDoneError("Ese acceso ya había terminado.")
    _refuse_ending(access, actor)
    access.until = now
    access.save(update_fields=["until"])
    record(
        AuditAct.OTORGAR,
        object_type="cases.caseaccess",
        object_id=access.pk,
        case_id=case.pk,
        user_id=actor.user_id,
        detail=f"Termina: {reason}"[:200],
    )
    what = access.get_team_role_display().lower()
    _write(case, f"Deja el equipo {access.user.get_full_name()} ({what}). {reason}", actor, now)
    return access


@transaction.atomic
def hand_over(
    *, case: Case, member: Membership, reason: str, actor: Membership, now: datetime
) -> Actuacion:
    """Give the inquiry to another: their grant starts, the one before ends, an acta says it all.

    The acta is the actuación itself: who gives, who takes, what is pending and until when.
    """
    case = lock_case(case)
    refuse(case, member, TeamRole.INVESTIGA, now)
    before = case.accesses.filter(team_role=TeamRole.INVESTIGA, until=None)
    before = list(before.exclude(user=member.user).select_related("user"))
    if (
        not before
        and case.accesses.filter(
            team_role=TeamRole.INVESTIGA, until=None, user=member.user
        ).exists()
    ):
        raise AlreadyDoneError(f"{_named(member)} ya investiga este caso.")
    for access in before:
        access.until = now
        access.save(update_fields=["until"])
    grant_access(
        case=case, member=member, team_role=TeamRole.INVESTIGA, granted_by=actor, reason=reason,
        at=now,
    )  # fmt: skip
    gave = ", ".join(a.user.get_full_name() for a in before) or "nadie la tenía asignada"
    text = "\n".join(
        [f"Entrega: {gave}.", f"Recibe: {_named(member)}.", f"Motivo: {reason}", *pending(case)]
    )
    return _write(case, text, actor, now, title="Entrega de la investigación")


def pending(case: Case) -> list[str]:
    """Return what the acta says of what is still to be done. Queries: 2."""
    lines, papers = pending_tasks(case), case.documents.count()
    head = "Pendiente al entregar:" if lines else "Sin tareas pendientes al entregar."
    return [head, *(f"– {line}" for line in lines), f"Documentos en el expediente: {papers}."]


def pending_tasks(case: Case) -> list[str]:
    """Return what is still to be done, each with its last day. Queries: 1."""
    rows = case.vencimientos.filter(state__in=OPEN_STATES, tramite__closed_at=None)
    return [f"{row.title}{_by(row)}." for row in rows.order_by("due_at", "order")]


def refuse(case: Case, member: Membership, team_role: TeamRole, now: datetime) -> None:
    """Raise DomainError if the person may not have that function in the case."""
    if team_role not in GIVEN_BY_HAND:
        raise DomainError("Esa función no se da a mano.", code="funcion")
    if member.role in BLIND:
        raise DomainError(f"{member.get_role_display()}: ese rol no ve casos.", code="rol")
    if member.role not in HELD_BY.get(team_role, (member.role,)):
        held = ", ".join(Role(role).label.lower() for role in HELD_BY[team_role])
        raise DomainError(f"«{team_role.label}» es sólo para: {held}.", code="team_role")
    if not member.is_active(case.school.local_date(now)):
        raise DomainError("Esa persona ya no trabaja en el establecimiento.", code="inactiva")
    if member.user_id in users_among(case.participants.filter(role__in=PARTIES)):
        raise DomainError("Esa persona es parte en el caso: no puede verlo.", code="parte")


def _refuse_term(case: Case, until: date | None, now: datetime) -> None:
    today = case.school.local_date(now)
    if until is not None and not today <= until <= today + LONGEST:
        raise DomainError(
            "El último día debe ser hoy o después, y no más allá de dos años.", code="until"
        )


def _refuse_ending(access: CaseAccess, actor: Membership) -> None:
    if access.team_role in NEVER_ENDED:
        raise DomainError(
            "Quien hizo o recibió la denuncia conserva su constancia.", code="funcion"
        )
    if access.team_role in ENDED_BY_DIRECTION and actor.role != Role.DIRECTORA:
        raise DomainError("Sólo la dirección puede terminar ese acceso.", code="rol")


def _end_of(case: Case, until: date | None) -> datetime | None:
    if until is None:
        return None
    return datetime.combine(until, time(23, 59, 59), tzinfo=ZoneInfo(case.school.time_zone))


def _named(member: Membership) -> str:
    return f"{member.user.get_full_name()}, {member.title}"


def _by(row: object) -> str:
    return f" (hasta el {full_date(row.due_on)})" if row.due_on else ""


def _write(case: Case, text: str, actor: Membership, now: datetime, title: str = "") -> Actuacion:
    return record_actuacion(
        case=case, acto=Acto.DAR_ACCESO, event="", at=now, now=now, actor=actor, text=text,
        title=title, keep_state=True,
    )  # fmt: skip
