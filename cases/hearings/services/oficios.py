"""To report to a court, the prosecutor, the police or the network: write, send, prove."""

from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction

from cases.deadlines.selectors import main_tramite, timeline_of
from cases.documents.builders import constancia_envio
from cases.documents.builders import oficio as build_oficio
from cases.documents.builders.common import blank_line, declared
from cases.documents.reports import Person
from cases.documents.services import issue_document
from cases.hearings.directory import Clase
from cases.hearings.services.checks import refuse_before, refuse_future, refuse_stale
from cases.hearings.uploads import read_upload
from cases.history.services import check_acto, lock_case, record_actuacion
from cases.models import Actuacion, Case, Document, Tramite
from cases.models.documents import DocumentState
from cases.procedure import acto_of
from cases.states import Acto
from convivencia.exceptions import AlreadyDoneError, DomainError
from protocols.engine import State, StepStatus
from protocols.selectors import titles_of
from schools.files import file_data
from schools.models import Membership, StoredFile
from schools.uploads.services import keep_upload

OFICIO = "oficio"
CONSTANCIA = "ofi-03-constancia"
# The acts of the duty to report: a protocol may have a step of its own for each.
DUTY = (Acto.DENUNCIAR, Acto.REDACTAR_OFICIO, Acto.ENVIAR_OFICIO)


class Channel(models.TextChoices):
    """Source: modelo A, 8.6.4.7: a quick and effective way that leaves proof."""

    CORREO = "correo", "Correo electrónico"
    OJV = "ojv", "Oficina judicial virtual"
    CONDUCTOR = "conductor", "Oficio conductor, en mano"
    PARTES = "partes", "Oficina de partes"
    PRESENCIAL = "presencial", "Denuncia presencial"


@dataclass(frozen=True, slots=True)
class OficioInput:
    """An oficio as typed."""

    clase: str
    addressee: str
    subject: str
    account: str
    sender: Membership
    sender_email: str
    sender_phone: str
    addressee_place: str = ""
    measures: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    request: str = ""


@transaction.atomic
def issue_oficio(
    *,
    case: Case,
    actor: Membership,
    entry: OficioInput,
    now: datetime,
    version: int | None = None,
) -> Document:
    """Issue D-40 and start the trámite of the oficio, whose clock ran from the first knowledge.

    Source: modelo A, 8.6.4.6–7; Código Procesal Penal arts. 175 and 176 (24 hours).
    """
    case = lock_case(case)
    refuse_stale(case, version)
    check_acto(case, Acto.REDACTAR_OFICIO, actor=actor)
    sender = Person(entry.sender.user.get_full_name(), title=entry.sender.title)
    signs = entry.sender.user_id == actor.user_id
    report = build_oficio(
        case,
        entry.addressee,
        subject=entry.subject,
        account=entry.account,
        sender=sender,
        sender_email=entry.sender_email,
        sender_phone=entry.sender_phone,
        written_on=now,
        is_crime=entry.clase == Clase.PENAL,
        addressee_place=entry.addressee_place,
        measures=entry.measures,
        enclosures=entry.enclosures,
        request=entry.request,
        signatures=(declared(sender, now) if signs else blank_line(sender),),
    )
    document = issue_document(case=case, code="D-40", report=report, actor=actor.user, at=now)
    record_actuacion(
        case=case,
        acto=Acto.REDACTAR_OFICIO,
        at=now,
        now=now,
        actor=actor,
        text=f"{entry.addressee}. Envía {sender.name}.",
        data={"clase": entry.clase, "addressee": entry.addressee, "oficio": document.pk},
        document=document,
        tramite=oficio_tramite(case, actor=actor, now=now),
    )
    return document


def oficio_tramite(case: Case, *, actor: Membership, now: datetime) -> Tramite:
    """Return the open trámite of the oficio, started now if there is none."""
    found = case.tramites.filter(protocol_key=OFICIO, closed_at=None).first()
    if found:
        return found
    if OFICIO not in titles_of(case.reglamento):
        return main_tramite(case)
    tramite = Tramite.objects.create(
        case=case, protocol_key=OFICIO, started_at=now, reason="Deber de denunciar o comunicar"
    )
    record_actuacion(
        case=case, acto=Acto.ABRIR_TRAMITE, at=now, now=now, actor=actor, title="Trámite de oficio",
        tramite=tramite,
    )  # fmt: skip
    return tramite


@dataclass(frozen=True, slots=True)
class SendingInput:
    """How an oficio left, as typed."""

    sent_at: datetime
    channel: str
    reference: str
    received_by: str = ""
    notes: str = ""
    proof: UploadedFile | None = None


@transaction.atomic
def register_sending(
    *, case: Case, actor: Membership, document: Document, entry: SendingInput, now: datetime
) -> Document:
    """Register that an oficio left, issue its constancia (D-41), and meet the steps it meets.

    The duty to report is met when every addressee that the age asks for was reached.
    Source: modelo A, 8.6.4.7; reading A-36.
    """
    case = lock_case(case)
    check_acto(case, Acto.ENVIAR_OFICIO, actor=actor)
    written = _written(case, document)
    if any(sent.data.get("oficio") == document.pk for sent in _sent(case)):
        raise AlreadyDoneError("El envío de ese oficio ya está registrado.")
    refuse_future(entry.sent_at, now, "El envío")
    refuse_before(case, entry.sent_at, document.issued_at, "El envío", "la emisión del oficio")
    proof = _keep(case, entry.proof, actor, now)
    report = constancia_envio(
        case,
        document,
        addressee=written.data["addressee"],
        sent_at=entry.sent_at,
        channel=Channel(entry.channel).label,
        actor=actor.user,
        title=actor.title,
        reference=entry.reference,
        received_by=entry.received_by,
        notes=_notes(entry.notes, proof),
        signatures=(declared(Person(actor.user.get_full_name(), title=actor.title), now),),
    )
    constancia = issue_document(case=case, code="D-41", report=report, actor=actor.user, at=now)
    _record_sending(case, actor, written, constancia, entry, proof=proof, now=now)
    _meet_duty(case, actor, entry.sent_at, constancia, now=now)
    return constancia


def _written(case: Case, document: Document) -> Actuacion:
    row = case.actuaciones.filter(acto=Acto.REDACTAR_OFICIO, document=document).first()
    if row is None:
        raise DomainError("Ese documento no es un oficio de este caso.", code="ajeno")
    if document.state != DocumentState.EMITIDO:
        raise DomainError("Ese oficio fue anulado o reemplazado.", code="anulado")
    return row


def _sent(case: Case) -> models.QuerySet[Actuacion]:
    return case.actuaciones.filter(acto=Acto.ENVIAR_OFICIO)


def _keep(
    case: Case, upload: UploadedFile | None, actor: Membership, now: datetime
) -> StoredFile | None:
    if upload is None:
        return None
    content, name, mime = read_upload(upload)
    given = {"at": now, "user_id": actor.user_id, "case_id": case.pk}
    return keep_upload(content=content, name=name, mime=mime, **given)


def _notes(notes: str, proof: StoredFile | None) -> str:
    if proof is None:
        return notes
    kept = f"Comprobante: {proof.original_name}, huella {proof.sha256[:8]} … {proof.sha256[-8:]}."
    return f"{notes} {kept}".strip()


def _record_sending(
    case: Case,
    actor: Membership,
    written: Actuacion,
    constancia: Document,
    entry: SendingInput,
    *,
    proof: StoredFile | None,
    now: datetime,
) -> None:
    common = {"case": case, "now": now, "actor": actor, "document": constancia}
    record_actuacion(
        acto=Acto.ENVIAR_OFICIO,
        at=entry.sent_at,
        text=f"{written.data['addressee']}, por {Channel(entry.channel).label.lower()}. "
        f"{entry.reference}".strip(),
        data={
            "oficio": written.document_id,
            "clase": written.data["clase"],
            "reference": entry.reference,
            "proof": proof.pk if proof else None,
            **file_data(proof),
        },
        tramite=written.tramite,
        **common,
    )
    record_actuacion(
        acto=Acto.CUMPLIR_PASO,
        event=CONSTANCIA,
        at=now,
        title="Constancia de envío en el expediente",
        tramite=written.tramite,
        **common,
    )


def _meet_duty(
    case: Case, actor: Membership, sent_at: datetime, constancia: Document, *, now: datetime
) -> None:
    tramite, reached = main_tramite(case), _reached(case)
    for status in _duties(case, now=now):
        if status.is_done or not _clases_of(status) <= reached:
            continue
        record_actuacion(
            case=case,
            acto=Acto.CUMPLIR_PASO,
            event=status.step.id,
            at=sent_at,
            now=now,
            actor=actor,
            title="Deber de denunciar cumplido",
            document=constancia,
            tramite=tramite,
        )


def _duties(case: Case, *, now: datetime) -> list[StepStatus]:
    """Return the steps of the case's own protocol that ask to report, those that apply."""
    timeline = timeline_of(case, main_tramite(case), now=now)
    return [
        status
        for status in timeline
        if acto_of(status.step) in DUTY and status.state is not State.NO_APLICA
    ]


def _clases_of(status: StepStatus) -> set[str]:
    """Return the ways a step asks for: by its recipients, or by its own words."""
    names = status.recipients or (status.step.title,)
    return {Clase.FAMILIA if "familia" in name.lower() else Clase.PENAL for name in names}


def _reached(case: Case) -> set[str]:
    return {sent.data.get("clase") for sent in _sent(case)}


def required_clases(case: Case, *, now: datetime) -> list[str]:
    """Return the ways that the protocol asks for, by its own conditions."""
    asked = set().union(*(_clases_of(status) for status in _duties(case, now=now)))
    return [clase for clase in Clase.values if clase in asked]


def pending_clases(case: Case, *, now: datetime) -> list[str]:
    """Return the ways still to be reached."""
    reached = _reached(case)
    return [clase for clase in required_clases(case, now=now) if clase not in reached]


@transaction.atomic
def explain_no_report(*, case: Case, actor: Membership, reason: str, now: datetime) -> Actuacion:
    """Leave in writing why the school does not report. It does not stop the clock.

    Source: Código Procesal Penal arts. 175 (one report exempts the rest) and 177.
    """
    case = lock_case(case)
    check_acto(case, Acto.CUMPLIR_PASO, actor=actor)
    denuncia = case.denuncia
    denuncia.no_report_reason = reason[:500]
    denuncia.save(update_fields=["no_report_reason"])
    return record_actuacion(
        case=case,
        acto=Acto.CUMPLIR_PASO,
        event="",
        at=now,
        now=now,
        actor=actor,
        title="Por qué no se denunció",
        text=reason,
        tramite=main_tramite(case),
    )
