"""Health and psychosocial notes: written by who attends, corrected by a later one."""

from datetime import datetime

from django.db import transaction

from cases.models import Case, Participant, ReservedNote
from cases.models.case import ParticipantRole
from cases.policy import Compartment
from cases.reserve.identities import signature_of
from convivencia.exceptions import DomainError
from schools.audit.services import record
from schools.models import Membership
from schools.models.audit import AuditAct


@transaction.atomic
def write_note(
    *,
    case: Case,
    participant: Participant,
    kind: str,
    text: str,
    actor: Membership,
    now: datetime,
    corrects: ReservedNote | None = None,
) -> ReservedNote:
    """Keep a note on a pupil of the case. It enters no paper and no version for a family.

    Raises DomainError unless the compartment of health is open to the member.
    Source: modelo A, C-19 (ficha de derivación: sólo encargado y Dirección, y quien atiende).
    """
    if Compartment.SALUD not in case.opened:
        raise DomainError("Sólo quien atiende, la encargada y la dirección escriben aquí.", "rol")
    note = ReservedNote.objects.create(
        case=case,
        participant=participant,
        kind=kind,
        text=text,
        author=actor.user,
        author_name=signature_of(actor),
        at=now,
        corrects=corrects,
    )
    record(
        AuditAct.CAMBIAR,
        object_type="nota reservada",
        object_id=note.pk,
        case_id=case.pk,
        user_id=actor.user_id,
    )
    return note


def notes_of(case: Case) -> list[ReservedNote]:
    """Return the notes, newest first, each with what corrected it. Queries: 2."""
    rows = ReservedNote.objects.filter(case=case, corrects=None)
    return list(rows.select_related("participant__student").prefetch_related("corrections"))


def pupils_of(case: Case) -> list[Participant]:
    """Return the students one may write about."""
    left_out = ParticipantRole.DENUNCIANTE
    return [p for p in case.participants.all() if p.student_id and p.role != left_out]
