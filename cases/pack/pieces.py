"""What goes in the expediente, in order of entry, each as the authority may read it."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from cases.documents.kinds import KINDS
from cases.documents.redaction import redacted_whole
from cases.documents.render import render
from cases.documents.reports import Report
from cases.expulsion.state import Procedure
from cases.fichas.loader import health_codes
from cases.models import Document, Participant
from cases.models.documents import DocumentState
from cases.pack.revive import report_of, texts_of
from convivencia.exceptions import DomainError
from schools.files import read_file
from schools.models import Membership

COPY = "Copia con reserva de la identidad de terceros"


@dataclass(frozen=True, slots=True)
class Piece:
    """One paper: its bytes as they leave, and the hash it was issued with."""

    title: str
    at: datetime
    content: bytes
    code: str = ""
    folio: str = ""
    original: str = ""  # SHA-256 of the document as issued
    redacted: bool = False

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def documents_of(p: Procedure) -> list[Document]:
    """Return the papers of the procedure by day and hour of entry. Queries: 2.

    What was written of somebody's health stays in the case: no authority asked for it here.
    """
    own = {act.document_id for act in p.acts if act.document_id}
    tracks = {act.actuacion.tramite_id for act in p.acts if act.actuacion_id}
    same = p.case.actuaciones.filter(tramite__in=tracks - {None}, document__isnull=False)
    own |= set(same.values_list("document_id", flat=True)) | _reports(p)
    found = p.case.documents.filter(pk__in=own).exclude(state=DocumentState.ANULADO)
    return list(found.exclude(code__in=health_codes()).order_by("issued_at", "pk"))


def _reports(p: Procedure) -> set[int]:
    """Return both oficios: one act issues two."""
    return {pk for act in p.acts for name in ("sie", "seremi") if (pk := act.data.get(name))}


def third_parties(p: Procedure) -> list[Participant]:
    """Return every pupil of the case but the one that the procedure is about. Queries: 1."""
    people = p.case.participants.select_related("student", "membership__user", "apoderado")
    mine = p.row.participant.student_id
    return [one for one in people if one.student_id and one.student_id != mine]


def piece_of(document: Document, p: Procedure) -> Piece:
    """Return the document as issued, or its copy with initials if it names another pupil."""
    _, content = read_file(document.file_id)
    title = f"{document.title} N° {document.folio}"
    piece = Piece(
        title, document.issued_at, content, document.code, document.folio, document.sha256
    )
    others, reader = third_parties(p), p.row.participant.name
    if not _names(document, others, reader):
        return piece
    report = report_of(document)
    if report is None:
        raise DomainError(
            f"{title} nombra a otro estudiante y no se pudo hacer su copia con reserva.",
            code="sin_copia",
        )
    hidden = _hidden(report, others, reader)
    return replace(piece, content=render(hidden, KINDS[document.code])[1], redacted=True)


def _names(document: Document, others: list[Participant], reader: str) -> bool:
    words = list(texts_of(document.snapshot))
    return any(redacted_whole(word, others, reader=reader) != word for word in words)


def _hidden(report: Report, others: list[Participant], reader: str) -> Report:
    """Return the report with initials everywhere; who signs as staff keeps the name."""
    staff = {m.user.get_full_name() for m in Membership.objects.select_related("user")}
    hidden = redacted_whole(report, others, reader=reader)
    pairs = zip(report.signatures, hidden.signatures, strict=True)
    lines = tuple(was if was.name in staff else now for was, now in pairs)
    return replace(hidden, signatures=lines, letterhead=report.letterhead, copy_for=COPY)
