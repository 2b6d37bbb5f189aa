"""Telling a family: sending, delivering on paper, acknowledging. Each rung leaves its proof."""

from datetime import datetime

from django.db import transaction

from cases.history.services import lock_case, record_actuacion
from cases.models import Case, Document, Notificacion, NotificacionEvento, Participant
from cases.models.documents import DocumentState
from cases.models.notifications import EFFECTIVE, Hecho, Medium, Purpose
from cases.notifications.authority import refusal
from cases.notifications.links import LINK_LIFE, hash_of, link_url, new_token
from cases.notifications.messages import document_waiting
from cases.reminders.outbox import enqueue
from cases.states import Acto, state_reason
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.models import Apoderado, Membership, StoredFile

RESERVED = frozenset({"D-12"})  # actas of interviews are never handed over
DELIVERED = frozenset({Hecho.ENTREGADO, Hecho.SE_NEGO})
OUTCOMES = (Hecho.ENTREGADO, Hecho.SE_NEGO, Hecho.NO_CONTESTA)
BLOCKED = frozenset({Hecho.NO_AUTORIZADO, Hecho.SIN_CORREO, Hecho.SIN_RUN})
PAPER = frozenset({Medium.PERSONAL, Medium.CARTA})


@transaction.atomic
def send_notificacion(
    *,
    case: Case,
    document: Document,
    participant: Participant,
    apoderado: Apoderado,
    purpose: str,
    medium: str,
    actor: Membership,
    now: datetime,
) -> Notificacion:
    """Tell one adult that a document waits for them; the plazo starts when they know, not now.

    By e-mail, a link goes to the outbox. On paper or by telephone, it waits for its delivery to
    be registered. Who may no longer be told, or has no e-mail, gets a visible rung instead of a
    message: the other adults of the same act are told all the same. Raises AlreadyDoneError for
    the same document, adult and medium twice.
    """
    case = lock_case(case)
    _refuse_document(case, document, participant)
    if Notificacion.objects.filter(document=document, apoderado=apoderado, medium=medium).exists():
        raise AlreadyDoneError("Ese documento ya se le notificó por ese medio.")
    row = Notificacion.objects.create(
        case=case, document=document, participant=participant, apoderado=apoderado,
        purpose=Purpose(purpose), medium=Medium(medium), created_at=now,
    )  # fmt: skip
    hecho = _dispatch(row, now)
    if hecho not in BLOCKED:
        record_actuacion(
            case=case, acto=Acto.ENVIAR_NOTIFICACION, at=now, now=now, actor=actor,
            event="", party=participant.pk, document=document,
            text=_what(row),
            data={"notificacion": row.pk},
        )  # fmt: skip
    return row


@transaction.atomic
def resend(*, notificacion: Notificacion, actor: Membership, now: datetime) -> Notificacion:
    """Send the e-mail again with a new link; the one before stops working at once."""
    lock_case(notificacion.case)
    row = _locked(notificacion)
    if row.medium != Medium.CORREO:
        raise DomainError("Sólo se reenvía lo que va por correo.", code="medio")
    if row.acknowledged_at:
        raise AlreadyDoneError("La familia ya acusó recibo: no hace falta reenviar.")
    if _dispatch(row, now, detail="Reenviado con un enlace nuevo") not in BLOCKED:
        record_actuacion(
            case=row.case, acto=Acto.ENVIAR_NOTIFICACION, at=now, now=now, actor=actor, event="",
            party=row.participant_id, document=row.document, title="Notificación reenviada",
            data={"notificacion": row.pk},
        )  # fmt: skip
    return row


@transaction.atomic
def register_delivery(
    *,
    notificacion: Notificacion,
    outcome: str,
    at: datetime,
    now: datetime,
    actor: Membership,
    witness: str = "",
    detail: str = "",
    evidence: StoredFile | None = None,
) -> Notificacion:
    """Register what happened with a delivery on paper or a call: day, hour, witness, photo.

    On paper, a delivery or a refusal before a witness makes the notice effective. A telephone
    call tells, but a decision is notified in writing: it starts no plazo.
    """
    lock_case(notificacion.case)
    row = _locked(notificacion)
    _refuse_delivery(row, Hecho(outcome), at, now, witness, evidence)
    add_event(row, outcome, at=at, detail=detail, witness=witness, evidence=evidence)
    if outcome in DELIVERED:
        row.sent_at, row.delivered_at = row.sent_at or at, at
        row.save(update_fields=["sent_at", "delivered_at"])
        if row.medium in PAPER:
            _take_effect(row, at=at, now=now, actor=actor)
    return row


@transaction.atomic
def acknowledge(*, notificacion: Notificacion, now: datetime) -> Notificacion:
    """Record the family's own «Acuso recibo»: a legal event. Twice is once."""
    lock_case(notificacion.case)
    row = _locked(notificacion)
    if row.acknowledged_at:
        raise AlreadyDoneError("Usted ya acusó recibo de este documento.")
    row.acknowledged_at = now
    row.save(update_fields=["acknowledged_at"])
    add_event(row, Hecho.ACUSADO, at=now)
    _take_effect(row, at=now, now=now, actor=None)
    return row


@transaction.atomic
def mark_opened(*, notificacion: Notificacion, now: datetime) -> None:
    """Record that the family opened its window; the first time is part of the legal history."""
    lock_case(notificacion.case)
    row = _locked(notificacion)
    add_event(row, Hecho.ABIERTO, at=now)
    if row.opened_at is None:
        row.opened_at = now
        row.save(update_fields=["opened_at"])
        record_actuacion(
            case=row.case, acto=Acto.ABRIR_NOTIFICACION, at=now, now=now, event="",
            actor_name=row.apoderado.name, party=row.participant_id, document=row.document,
            data={"notificacion": row.pk},
        )  # fmt: skip


def add_event(
    row: Notificacion,
    kind: str,
    *,
    at: datetime,
    detail: str = "",
    witness: str = "",
    evidence: StoredFile | None = None,
) -> NotificacionEvento:
    """Add a rung to the ladder."""
    return NotificacionEvento.objects.create(
        notificacion=row, kind=Hecho(kind), at=at, detail=detail[:300], witness=witness,
        evidence=evidence,
    )  # fmt: skip


def _dispatch(row: Notificacion, now: datetime, *, detail: str = "") -> Hecho:
    """Put the message in the outbox, or say on the ladder why not; return the rung."""
    on = row.case.school.local_date(now)
    why = refusal(apoderado=row.apoderado, participant=row.participant, on=on)
    if why:
        hecho, detail = Hecho.NO_AUTORIZADO, why
    elif row.medium != Medium.CORREO:
        hecho = Hecho.POR_ENTREGAR
    elif not row.apoderado.email:
        hecho = Hecho.SIN_CORREO
    elif not row.apoderado.run:
        hecho = Hecho.SIN_RUN
    else:
        hecho = Hecho.ENVIADO
        _send_link(row, now)
    add_event(row, hecho, at=now, detail=detail)
    return hecho


def _send_link(row: Notificacion, now: datetime) -> None:
    token, school = new_token(), row.case.school
    row.token_hash, row.sent_at, row.expires_at = hash_of(token), now, now + LINK_LIFE
    row.code_hash, row.code_expires_at, row.failures = "", None, 0
    row.save()
    message = document_waiting(school, link_url(school, token))
    enqueue(
        key=f"notificacion:{row.pk}:{row.token_hash[:16]}",
        kind="notificacion",
        recipient=row.apoderado.email,
        subject=message.subject,
        body=message.body,
        now=now,
        notificacion_id=row.pk,
    )


def _take_effect(
    row: Notificacion, *, at: datetime, now: datetime, actor: Membership | None
) -> None:
    """Start what depends on the family knowing: once, at the first proof, whatever the medium."""
    if row.effective_at is not None:
        return
    row.effective_at = at
    row.save(update_fields=["effective_at"])
    if row.purpose not in EFFECTIVE or _told_before(row):
        return
    archived = state_reason(row.case.state, Acto.NOTIFICAR)
    record_actuacion(
        case=row.case,
        acto=Acto.ABRIR_NOTIFICACION if archived else Acto.NOTIFICAR,
        event="" if archived else None,
        at=at,
        now=now,
        actor=None if archived else actor,
        actor_name=row.apoderado.name if archived or actor is None else "",
        party=row.participant_id,
        title=f"Notificación practicada: {row.get_purpose_display().lower()}",
        text=_what(row),
        document=row.document,
        data={"notificacion": row.pk},
    )


def _what(row: Notificacion) -> str:
    return f"{row.document.title} N° {row.document.folio}, por {row.get_medium_display().lower()}."


def _told_before(row: Notificacion) -> bool:
    """True if this adult already knew of this document by another medium."""
    others = Notificacion.objects.filter(document=row.document, apoderado=row.apoderado)
    return others.filter(effective_at__isnull=False).exclude(pk=row.pk).exists()


def _locked(notificacion: Notificacion) -> Notificacion:
    rows = Notificacion.objects.select_for_update(of=("self",))
    related = "case__school", "case__reglamento", "apoderado", "participant__student", "document"
    return rows.select_related(*related).get(pk=notificacion.pk)


def _refuse_document(case: Case, document: Document, participant: Participant) -> None:
    if document.case_id != case.pk or participant.case_id != case.pk:
        raise DomainError("El documento no es de este caso.", code="ajeno")
    if document.code in RESERVED:
        raise DomainError("Las actas de entrevista no se entregan.", code="reservado")
    if document.state != DocumentState.EMITIDO:
        raise DomainError("Ese documento fue anulado o reemplazado.", code="anulado")
    if document.addressee_id not in (None, participant.pk):
        raise DomainError("Ese documento es la versión de otra familia.", code="ajeno")


def _refuse_delivery(
    row: Notificacion,
    outcome: Hecho,
    at: datetime,
    now: datetime,
    witness: str,
    evidence: StoredFile | None,
) -> None:
    if outcome not in OUTCOMES:
        raise DomainError("Elija qué ocurrió con la entrega.", code="outcome")
    if row.medium == Medium.CORREO:
        raise DomainError("Lo que va por correo no se registra a mano.", code="medio")
    if at > now or at < row.document.issued_at:
        raise DomainError(
            "La entrega ocurre después de emitir el documento y antes de ahora.", code="at"
        )
    if outcome in (Hecho.SE_NEGO, Hecho.NO_CONTESTA) and not witness.strip():
        raise DomainError("Indique quién fue testigo.", code="witness")
    if outcome == Hecho.ENTREGADO and row.medium in PAPER and evidence is None:
        raise DomainError("Adjunte la foto de la copia firmada o del comprobante.", code="photo")
    on = row.case.school.local_date(at)
    why = refusal(apoderado=row.apoderado, participant=row.participant, on=on)
    if why:
        raise DomainError(why, code="no_autorizado")
