"""What the families bring: received always, with a numbered receipt."""

from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from cases.deadlines.selectors import main_tramite
from cases.documents.builders import cargo_antecedentes
from cases.documents.reports import Person
from cases.documents.services import issue_document
from cases.hearings.dates import ANTECEDENTES, spoken, status_of
from cases.hearings.selectors import families
from cases.hearings.services.checks import refuse_before, refuse_foreign, refuse_future
from cases.hearings.uploads import read_upload
from cases.history.services import lock_case, record_actuacion
from cases.models import Antecedente, Case, Participant
from cases.states import Acto
from convivencia.exceptions import DomainError
from protocols.engine import OPEN
from schools.files import file_data
from schools.models import Membership, StoredFile
from schools.uploads.services import keep_upload


@transaction.atomic
def receive_antecedente(
    *,
    case: Case,
    participant: Participant,
    delivered_by: str,
    description: str,
    file: UploadedFile | StoredFile | None,
    at: datetime,
    now: datetime,
    actor: Membership | None = None,
) -> Antecedente:
    """Keep what a family brought, and issue its cargo (D-16). A late one is received and marked.

    `actor` is the member who receives; None when the family sends it in its own window.
    `file`: an upload, checked here by its content; a file already kept; None for a thing on paper.
    Raises DomainError naming the file if it is unfit, or if `at` is in the future.
    Source: modelo A, 8.6.3.2 B.5.
    """
    case = lock_case(case)
    refuse_foreign(case, participant)
    refuse_future(at, now, "La entrega")
    refuse_before(case, at, case.known_at, "La entrega", "la toma de conocimiento")
    user = actor.user if actor else None
    row = Antecedente.objects.create(
        case=case,
        participant=participant,
        delivered_by=delivered_by,
        description=description,
        file=_kept(case, file, at=now, user_id=user.pk if user else None),
        received_at=at,
        late=is_late(case, at=at, now=now),
        number=(case.antecedentes.aggregate(last=Max("number"))["last"] or 0) + 1,
    )
    receiver = Person(user.get_full_name(), title=actor.title) if actor else None
    report = cargo_antecedentes(row, receiver=receiver)
    row.document = issue_document(
        case=case, code="D-16", report=report, actor=user, at=now, addressee=participant
    )
    row.save(update_fields=["document"])
    _record(row, actor=actor, now=now)
    return row


def is_late(case: Case, *, at: datetime, now: datetime) -> bool:
    """True if the window to bring antecedentes had run out at `at`; not if it never opened."""
    status = status_of(case, ANTECEDENTES, now=now)
    return status.due is not None and not status.projected and at > status.due.at


def _kept(
    case: Case, file: UploadedFile | StoredFile | None, *, at: datetime, user_id: int | None
) -> StoredFile | None:
    if file is None or isinstance(file, StoredFile):
        return file
    content, name, mime = read_upload(file)
    given = {"at": at, "user_id": user_id, "case_id": case.pk}
    return keep_upload(content=content, name=name, mime=mime, **given)


def _record(row: Antecedente, *, actor: Membership | None, now: datetime) -> None:
    text = f"Cargo N° {row.number}. Entrega: {row.delivered_by}. {row.description}"
    record_actuacion(
        case=row.case,
        acto=Acto.RECIBIR_ANTECEDENTE,
        at=row.received_at,
        now=now,
        actor=actor,
        actor_name="" if actor else row.delivered_by,
        party=row.participant_id,
        text=f"{text} Recibido fuera de plazo." if row.late else text,
        data={"antecedente": row.pk, "late": row.late, **file_data(row.file)},
        document=row.document,
    )


@dataclass(frozen=True, slots=True)
class Waiver:
    """One family's written renunciation: who signed it, when, and the paper."""

    participant: Participant
    signed_by: str
    signed_at: datetime
    file: UploadedFile


@transaction.atomic
def waive_antecedentes(
    *, case: Case, actor: Membership, waivers: list[Waiver], now: datetime
) -> None:
    """Record that every family gave up, in writing, the rest of the plazo of antecedentes.

    One act, dated when the last of them signed: with one missing there is no waiver.
    Raises DomainError if a family is missing or the plazo is not running.
    """
    case = lock_case(case)
    _refuse_partial(case, waivers)
    at = max(waiver.signed_at for waiver in waivers)
    refuse_future(at, now, "La renuncia")
    status = status_of(case, ANTECEDENTES, now=now)
    if status.state not in OPEN or now > status.due.at:
        raise DomainError(
            "El plazo para aportar antecedentes no está corriendo: no hay a qué renunciar.",
            code="sin_plazo",
        )
    first = min(waiver.signed_at for waiver in waivers)
    refuse_before(case, first, status.started_at, "La renuncia", "la última entrevista")
    files = [_kept(case, w.file, at=now, user_id=actor.user_id) for w in waivers]
    lines = [
        f"{w.signed_by}, por {w.participant.name}, {spoken(case, w.signed_at)}" for w in waivers
    ]
    record_actuacion(
        case=case,
        acto=Acto.RENUNCIAR_PLAZO,
        at=at,
        now=now,
        actor=actor,
        text="Renuncian por escrito: " + "; ".join(lines) + ".",
        data={
            "files": [file.pk for file in files],
            "file_names": [file.original_name for file in files],
            "parties": [w.participant.pk for w in waivers],
        },
        tramite=main_tramite(case),
    )


def _refuse_partial(case: Case, waivers: list[Waiver]) -> None:
    signed = {waiver.participant.pk for waiver in waivers}
    missing = [p.name for p in families(case) if p.pk not in signed]
    if missing or not signed:
        raise DomainError(
            "La renuncia sólo vale si todas las familias la firman.",
            code="renuncia_parcial",
            reasons=tuple(f"Falta la de la familia de {name}." for name in missing),
        )
