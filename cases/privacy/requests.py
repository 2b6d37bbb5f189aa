"""Register, prolong and answer what somebody asks about their personal data."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cases.documents.folios import next_folio
from cases.models import RightsRequest
from cases.models.privacy import IdentityProof, Outcome, Right
from cases.privacy.clocks import answer_by, clock_of
from cases.reserve.identities import signature_of
from convivencia.exceptions import AlreadyDoneError, DomainError
from protocols.selectors import calendar_of
from schools.audit.services import record
from schools.models import Apoderado, Membership, Student
from schools.models.audit import AuditAct
from schools.privacy.blocks import block_of, refuse_if_blocked, set_block


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose data: a student, an apoderado, or somebody who is in no list of the school."""

    student: Student | None = None
    apoderado: Apoderado | None = None
    other: str = ""

    @property
    def person(self) -> Student | Apoderado | None:
        return self.student or self.apoderado

    @property
    def name(self) -> str:
        return str(self.person or self.other)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, what, and how they proved who they are."""

    right: str
    asked_by: str
    by_representative: bool
    identity: str
    identity_detail: str
    what: str
    received_at: datetime


@transaction.atomic
def register_request(
    *, holder: Holder, asking: Asking, actor: Membership, now: datetime
) -> RightsRequest:
    """Register a request, whatever day it came in: the plazo runs from that day.

    Source: Ley 19.628, arts. 4 and 11 (Ley 21.719).
    """
    if asking.received_at > now:
        raise DomainError(
            "La solicitud no puede haber llegado después de ahora.", code="received_at"
        )
    explains = asking.by_representative or asking.identity == IdentityProof.OTRA
    if explains and not asking.identity_detail.strip():
        raise DomainError(
            "Explique cómo se verificó: el documento que acredita la representación o la forma "
            "usada.",
            code="identity_detail",
        )
    year = actor.school.local_date(now).year
    row = RightsRequest.objects.create(
        year=year, number=next_folio(kind="derechos", year=year), right=Right(asking.right),
        student=holder.student, apoderado=holder.apoderado, other_holder=holder.other,
        by_representative=asking.by_representative, asked_by=asking.asked_by,
        identity=IdentityProof(asking.identity), identity_detail=asking.identity_detail,
        what=asking.what, received_at=asking.received_at, registered_at=now,
        registered_by=actor.user, registered_by_name=signature_of(actor),
    )  # fmt: skip
    _note(row, actor, f"registró una solicitud de {row.get_right_display().lower()}")
    return row


@transaction.atomic
def extend_request(
    *, row: RightsRequest, reason: str, actor: Membership, now: datetime
) -> RightsRequest:
    """Take the one prórroga, before the plazo ends. Source: Ley 19.628, art. 11 (Ley 21.719)."""
    row = _locked(row)
    calendar = calendar_of(actor.school)
    if not clock_of(row, calendar).more:
        raise DomainError("Este plazo no admite prórroga.", code="prorroga")
    if row.extended_at is not None:
        raise AlreadyDoneError("Esta solicitud ya se prorrogó: sólo se puede una vez.")
    if now > answer_by(row, calendar).at:
        raise DomainError(
            "El plazo ya venció: no se puede prorrogar. Responda ahora.", code="plazo"
        )
    row.extended_at, row.extension_reason = now, reason
    row.save(update_fields=["extended_at", "extension_reason"])
    _note(row, actor, "prorrogó la respuesta")
    return row


@transaction.atomic
def answer_request(
    *, row: RightsRequest, outcome: str, answer: str, norm: str, actor: Membership, now: datetime
) -> RightsRequest:
    """Grant or refuse, with the reason; a refusal says on what norm it stands.

    A block that is granted begins now. Source: Ley 19.628, arts. 8 ter and 11 (Ley 21.719).
    """
    row = _locked(row)
    if outcome != Outcome.CONCEDIDA and not norm.strip():
        raise DomainError("Indique la norma en que se funda lo que se niega.", code="norm")
    row.outcome, row.answer, row.norm = Outcome(outcome), answer, norm.strip()
    row.answered_at, row.answered_by = now, actor.user
    row.answered_by_name = signature_of(actor)
    row.save()
    _note(row, actor, f"respondió la solicitud: {row.get_outcome_display().lower()}")
    person = row.student or row.apoderado
    asks_block = row.right == Right.BLOQUEO and outcome != Outcome.NEGADA
    if asks_block and person is not None and block_of(person) is None:
        set_block(person=person, reason=f"Solicitud {row.folio}", actor=actor, now=now)
    return row


def refuse_print(person: Student | Apoderado) -> None:
    """Raise DomainError for who is blocked, unless it answers what that very person asked."""
    asked = RightsRequest.objects.filter(
        **{"student" if isinstance(person, Student) else "apoderado": person},
        right__in=[Right.ACCESO, Right.PORTABILIDAD], answered_at=None,
    )  # fmt: skip
    if not asked.exists():
        refuse_if_blocked(person, use="exportar")


def _locked(row: RightsRequest) -> RightsRequest:
    row = RightsRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.answered_at is not None:
        raise AlreadyDoneError("Esta solicitud ya tiene respuesta.")
    return row


def _note(row: RightsRequest, actor: Membership, detail: str) -> None:
    record(
        AuditAct.CAMBIAR, object_type="solicitud de derechos", object_id=row.pk,
        user_id=actor.user_id, detail=f"{row.folio}: {detail}",
    )  # fmt: skip
