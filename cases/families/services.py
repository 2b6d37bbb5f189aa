"""What a family does in its own window: bring antecedentes, ask for reconsideración."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cases.documents.builders import recurso
from cases.documents.reports.common import SignatureLine
from cases.documents.services import issue_document
from cases.expulsion.recourse import Recourse, how_recorded
from cases.families.asking import Decision, decisions_for
from cases.hearings.services import receive_antecedente
from cases.hearings.uploads import read_upload
from cases.history.services import check_acto, lock_case, record_actuacion
from cases.models import Antecedente, Document, Notificacion, Reconsideracion
from cases.models.decisions import ResolucionState
from cases.states import Acto
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.files import file_data, store_file
from schools.models import StoredFile
from schools.uploads.services import keep_upload

STATEMENT = "Presentado en la ventana de la familia, con su RUN y un código enviado a su correo."


@transaction.atomic
def deliver_antecedentes(
    *, notice: Notificacion, description: str, files: Sequence[UploadedFile], now: datetime
) -> list[Antecedente]:
    """Receive what the family sends, one cargo per file; a late one is received and marked."""
    if not files and not description.strip():
        raise DomainError("Escriba algo o adjunte al menos un archivo.", code="vacio")
    return [_receive(notice, description, file, now) for file in (files or [None])]


@transaction.atomic
def request_reconsideracion(
    *,
    notice: Notificacion,
    text: str,
    files: Sequence[UploadedFile],
    now: datetime,
    against: str = "",
) -> Reconsideracion:
    """Receive a request to look again (D-70), with its receipt. Late is marked, never refused.

    `against` says which decision, where there are two. If another adult of the same student has
    one pending against it, this one is added as an antecedente, with its own receipt: one body
    answers both together. Raises DomainError only while there is no decision to look at.
    Source: modelo A, 8.6.3.3.1–3; DFL 2/1998 art. 6 d).
    """
    case = notice.case = lock_case(notice.case)
    decision = _decision(notice, against, now)
    recourse = decision.recourse
    given = {"participant": notice.participant, "expulsion": recourse and recourse.expulsion}
    pending = Reconsideracion.objects.filter(**given, resolved_at=None).first()
    if pending is not None:
        _join(notice, text, files, now)
        return pending
    due = decision.window.due if decision.window else None
    row = Reconsideracion.objects.create(
        **given,
        case=case,
        apoderado=notice.apoderado,
        requested_by=notice.apoderado.name,
        text=text,
        file=_keep(notice, files[0], now) if files else None,
        requested_at=now,
        late=due is not None and now > due.at,
    )
    row.document = _receipt(row, notice, due.on if due else None, recourse, now)
    row.save(update_fields=["document"])
    _record(row, notice, now)
    for number, file in enumerate(files[1:], start=2):
        _receive(notice, f"Anexo {number} de la reconsideración", file, now)
    return row


def _decision(notice: Notificacion, against: str, now: datetime) -> Decision:
    """Return what is asked about; DomainError if nothing was decided yet, or they asked it."""
    found = decisions_for(notice, notices_of(notice), asked_by(notice), now=now)
    chosen = next((one for one in found if against in {"", one.key}), None)
    if chosen is None:
        check_acto(notice.case, Acto.RECONSIDERAR, actor=None, family=True)
        raise AlreadyDoneError("Usted ya pidió que se revise esta decisión.")
    return chosen


def asked_by(notice: Notificacion) -> list[Reconsideracion]:
    """Return what this adult asked about this student. Queries: 1."""
    rows = Reconsideracion.objects.filter(
        participant=notice.participant, apoderado=notice.apoderado
    )
    return list(rows.select_related("document").order_by("pk"))


def notices_of(notice: Notificacion) -> list[Notificacion]:
    """Return everything told to the same adult about the same student of the case."""
    rows = Notificacion.objects.filter(
        case=notice.case, participant=notice.participant, apoderado=notice.apoderado
    )
    return list(rows.select_related("document").order_by("created_at", "pk"))


def _receive(
    notice: Notificacion, description: str, file: UploadedFile | StoredFile | None, now: datetime
) -> Antecedente:
    return receive_antecedente(
        case=notice.case,
        participant=notice.participant,
        delivered_by=notice.apoderado.name,
        description=description.strip()[:300] or "Archivo enviado por la familia",
        file=file,
        at=now,
        now=now,
    )


def _join(notice: Notificacion, text: str, files: Sequence[UploadedFile], now: datetime) -> None:
    """Add what a second adult asks to the request that is pending."""
    words = store_file(
        content=text.encode(),
        name="solicitud.txt",
        mime="text/plain; charset=utf-8",
        at=now,
        case_id=notice.case_id,
    )
    _receive(notice, "Se suma a la reconsideración pendiente: lo que pide", words, now)
    for file in files:
        _receive(notice, "Se suma a la reconsideración pendiente: anexo", file, now)


def _keep(notice: Notificacion, file: UploadedFile, now: datetime) -> StoredFile:
    content, name, mime = read_upload(file)
    given = {"at": now, "case_id": notice.case_id}
    return keep_upload(content=content, name=name, mime=mime, **given)


def _receipt(
    row: Reconsideracion, notice: Notificacion, due_on: date | None, recourse: Recourse | None,
    now: datetime,
) -> Document:  # fmt: skip
    """Issue its receipt; of an expulsion, it is asked of the directora, who answers it."""
    decision = (
        row.case.resoluciones.filter(state=ResolucionState.APROBADA)
        .select_related("document")
        .order_by("-decided_at")
        .first()
    )
    folio = decision.document.folio if decision and decision.document else ""
    before = {"before": recourse.before, "resolves": recourse.before} if recourse else {}
    signature = SignatureLine(
        row.requested_by, "Recurrente", "declarada",
        run=notice.apoderado.run, statement=STATEMENT, signed_at=now,
    )  # fmt: skip
    report = recurso(
        row,
        due_on=due_on,
        resolution_folio=recourse.folio if recourse else folio,
        signatures=(signature,),
        **before,
    )
    return issue_document(
        case=row.case, code="D-70", report=report, actor=None, at=now, addressee=row.participant
    )


def _record(row: Reconsideracion, notice: Notificacion, now: datetime) -> None:
    how = how_recorded(row.case) if row.expulsion_id else {"acto": Acto.RECONSIDERAR}
    record_actuacion(
        **how,
        case=row.case,
        at=now,
        now=now,
        actor_name=notice.apoderado.name,
        party=row.participant_id,
        text="Recibida fuera de plazo: quien resuelve decide si la admite." if row.late else "",
        document=row.document,
        data={"reconsideracion": row.pk, "late": row.late, **file_data(row.file)},
    )
