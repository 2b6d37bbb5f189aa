"""The one writer of urgent accesses: grant, trail and notices in one transaction.

Source: modelo A, roles, §1 (equipo de convivencia, equipo directivo e inspectoría conocen los casos
en que intervienen); the sixty minutes, the reason and the notices are ours.
"""

import re
from datetime import datetime, timedelta

from django.contrib.auth.models import Permission
from django.db import transaction

from cases.access import emails_among, sight_of, users_among
from cases.models import Case, CaseAccess
from cases.models.access import TeamRole
from cases.policy import Sight
from cases.reminders.outbox import enqueue
from cases.urgent import texts
from cases.urgent.selectors import active_members
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.abilities import Ability, can
from schools.audit.services import record
from schools.models import Membership, Role
from schools.models.audit import AuditAct

FOLIO = re.compile(r"(\d{4})-(\d{1,6})", re.ASCII)
LASTS = timedelta(minutes=60)
SHORTEST_REASON = 20
UNKNOWN = "No hay un caso con ese folio que usted pueda abrir."


@transaction.atomic
def open_urgently(*, folio: str, reason: str, actor: Membership, now: datetime) -> CaseAccess:
    """Let `actor` read a case for an hour, and tell the directora and the sostenedor.

    A folio of another school, one that never was, and one of a case in which the actor is a party
    answer alike. While an access is open no other is given: nothing is extended in silence.
    """
    if not can(actor, Ability.OPEN_URGENTLY):
        raise DomainError("Su rol no puede abrir casos en una urgencia.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise DomainError(f"Explique el motivo en {SHORTEST_REASON} letras o más.", code="reason")
    case = _case_of(folio)
    if case is None or actor.user_id in users_among(case.participants.all()):
        raise DomainError(UNKNOWN, code="folio")
    if sight_of(actor, case, at=now)[0] >= Sight.FULL:
        raise AlreadyDoneError("Usted ya puede ver ese caso.")
    access = _grant(case, reason.strip(), actor, now)
    record(
        AuditAct.OTORGAR,
        object_type="cases.caseaccess",
        object_id=access.pk,
        case_id=case.pk,
        user_id=actor.user_id,
        detail=f"Acceso de urgencia, 60 minutos: {reason.strip()}"[:200],
    )
    _tell(case, access, now)
    return access


def _case_of(folio: str) -> Case | None:
    """Return the case of the school in context with that folio, locked. Queries: 1."""
    found = FOLIO.fullmatch(folio.strip())
    if found is None:
        return None
    rows = Case.objects.select_for_update(of=("self",)).select_related("school__sostenedor")
    return rows.filter(year=int(found[1]), number=int(found[2])).first()


def _grant(case: Case, reason: str, actor: Membership, now: datetime) -> CaseAccess:
    """Write the grant, or open again the one that ran out."""
    permission = Permission.objects.get(content_type__app_label="cases", codename="view_case")
    values = {"granted_by": actor.user, "reason": reason[:200], "granted_at": now}
    values |= {"until": now + LASTS, "permission": permission}
    access, _ = CaseAccess.objects.update_or_create(
        content_object=case, user=actor.user, team_role=TeamRole.URGENTE, defaults=values
    )
    return access


def _tell(case: Case, access: CaseAccess, now: datetime) -> None:
    """Write to every directora and to the sostenedor who is no party; to one of them at least."""
    parties = users_among(case.participants.all())
    on = case.school.local_date(now)
    told = {
        member.user.email
        for member in active_members((Role.DIRECTORA, Role.SOSTENEDOR), on=on)
        if member.user_id not in parties
    }
    told |= {case.school.sostenedor.email} - {""}
    told -= emails_among(case.participants.all())
    if not told:
        raise DomainError("No hay a quién avisar: la dirección debe tener un correo registrado.")
    for email in sorted(told):
        enqueue(
            key=f"urgente:{access.pk}:{now:%Y%m%d%H%M%S%f}:{email}"[:160],
            kind="urgente",
            recipient=email,
            subject=texts.SUBJECT,
            body=texts.notice(case, now),
            now=now,
        )
