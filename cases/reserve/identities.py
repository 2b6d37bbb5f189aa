"""Who asked to remain unknown: kept apart, asked for, shown for a time to one person."""

from datetime import datetime, timedelta

from django.db import transaction

from cases.access import users_among
from cases.history.services import lock_case
from cases.models import Case, IdentityRequest, Participant, ReservedIdentity
from cases.reserve.notices import tell_asker, tell_direction
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.audit.services import record
from schools.models import Membership, Role, User
from schools.models.audit import AuditAct

UNKNOWN = "Denunciante con identidad reservada"
OPEN_FOR = timedelta(hours=24)


def keep_identity(
    *, participant: Participant, name: str, detail: str, taken_by: User, at: datetime
) -> ReservedIdentity:
    """Keep the name of a denunciante who asked for it where nothing else reads.

    Source: modelo A, 5.2.3.7; LGE, art. 16 E, letra f.
    """
    return ReservedIdentity.objects.create(
        participant=participant, name=name, detail=detail, asked_at=at, taken_by=taken_by
    )


@transaction.atomic
def ask_identity(
    *, case: Case, identity: ReservedIdentity, actor: Membership, reason: str, now: datetime
) -> IdentityRequest:
    """Ask the directora to let one person know, and say what for. AlreadyDoneError if it waits."""
    case = lock_case(case)
    if waiting_of(identity, actor.user):
        raise AlreadyDoneError("Ya pidió conocer esta identidad: falta la respuesta de dirección.")
    row = IdentityRequest.objects.create(
        identity=identity,
        asked_by=actor.user,
        asked_by_name=signature_of(actor),
        reason=reason,
        asked_at=now,
    )
    _note(case, row, actor, AuditAct.CAMBIAR, "pide conocer una identidad reservada")
    tell_direction(case, row, now)
    return row


@transaction.atomic
def decide_identity(
    *, case: Case, pk: int, actor: Membership, grant: bool, answer: str, now: datetime
) -> IdentityRequest:
    """Say yes for a day, or no, with the reason. Only a directora, and never to herself.

    Raises DomainError for another role, for who asked, or to tell who is part of the case;
    AlreadyDoneError once said.
    """
    case = lock_case(case)
    if actor.role != Role.DIRECTORA:
        raise DomainError("Sólo la dirección decide sobre una identidad reservada.", code="rol")
    row = IdentityRequest.objects.select_for_update(of=("self",)).get(pk=pk)
    if row.granted is not None:
        raise AlreadyDoneError("Esa solicitud ya tiene respuesta.")
    if row.asked_by_id == actor.user_id:
        raise DomainError(
            "Quien pide conocer una identidad no se responde: debe hacerlo quien subrogue a la "
            "dirección.",
            code="propia",
        )
    if grant and row.asked_by_id in users_among(Participant.objects.filter(case=case)):
        raise DomainError("Quien la pide interviene en el caso: no se le puede dar.", code="parte")
    row.granted, row.answer, row.decided_by, row.decided_at = grant, answer, actor.user, now
    row.until = now + OPEN_FOR if grant else None
    row.save(update_fields=["granted", "answer", "decided_by", "decided_at", "until"])
    said = "concede conocer" if grant else "niega conocer"
    _note(case, row, actor, AuditAct.OTORGAR, f"{said} una identidad reservada")
    tell_asker(case, row, now)
    return row


def look_at_identity(*, case: Case, pk: int, actor: Membership, now: datetime) -> ReservedIdentity:
    """Return the identity to who was let know, while it lasts; each look leaves its line.

    Raises DomainError if it was not granted to this person, or its time passed.
    """
    row = IdentityRequest.objects.select_related("identity").filter(
        pk=pk, asked_by=actor.user, granted=True, until__gt=now
    ).first()  # fmt: skip
    if row is None:
        raise DomainError("No tiene permiso vigente para conocer esta identidad.", code="permiso")
    _note(case, row, actor, AuditAct.VER, "conoce una identidad reservada")
    return row.identity


def waiting_of(identity: ReservedIdentity, user: User) -> IdentityRequest | None:
    """Return the request of `user` that has no answer yet."""
    return identity.requests.filter(asked_by=user, granted=None).first()


def signature_of(actor: Membership) -> str:
    """Return name and charge, as the history prints them."""
    return f"{actor.user.get_full_name()}, {actor.title}"[:160]


def _note(case: Case, row: IdentityRequest, actor: Membership, act: AuditAct, detail: str) -> None:
    record(
        act,
        object_type="identidad reservada",
        object_id=row.pk,
        case_id=case.pk,
        user_id=actor.user_id,
        detail=detail,
    )
