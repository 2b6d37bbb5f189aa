"""What goes in the expediente, in order of entry, each as the authority may read it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cases.documents.kinds import KINDS
from cases.documents.redaction import named_in, names_any, redacted_whole, squeezed
from cases.documents.render import render
from cases.documents.reports import snapshot
from cases.documents.signing import CODE as SIGNATURES
from cases.expulsion.state import Procedure
from cases.fichas.loader import health_codes
from cases.models import Document, Participant
from cases.models.documents import DocumentState
from cases.models.expulsion import Hito
from cases.pack.revive import report_of, texts_of
from convivencia.exceptions import DomainError
from schools.files import read_file
from schools.models import Guardianship, Membership, Student

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
    """Return the papers of the procedure by day and hour of entry. Queries: 3.

    What was written of somebody's health stays in the case: no authority asked for it here.
    """
    own = {act.document_id for act in p.acts if act.document_id}
    tracks = {act.actuacion.tramite_id for act in p.acts if act.actuacion_id}
    same = p.case.actuaciones.filter(tramite__in=tracks - {None}, document__isnull=False)
    own |= set(same.values_list("document_id", flat=True)) | _reports(p)
    found = p.case.documents.filter(pk__in=own).exclude(pk__in=_superseded(p))
    found = found.exclude(state=DocumentState.ANULADO).exclude(code__in=health_codes())
    papers = list(found.order_by("issued_at", "pk"))
    return sorted([*papers, *_certificates(p, papers)], key=lambda one: (one.issued_at, one.pk))


def _certificates(p: Procedure, papers: list[Document]) -> list[Document]:
    """Return the last certificate of the signatures of each paper: a line may be blank on it."""
    folios = {one.folio for one in papers}
    rows = p.case.documents.filter(code=SIGNATURES, state=DocumentState.EMITIDO).order_by("pk")
    last = {row.snapshot["folio"]: row for row in rows if row.snapshot["folio"] in folios}
    return list(last.values())


def _reports(p: Procedure) -> set[int]:
    """Return both oficios: one act issues two."""
    return {pk for act in p.acts for name in ("sie", "seremi") if (pk := act.data.get(name))}


def _superseded(p: Procedure) -> set[int]:
    """Return the oficios that others took the place of: only the last two are presented."""
    old = p.every(Hito.OFICIOS)[:-1]
    return {pk for act in old for name in ("sie", "seremi") if (pk := act.data.get(name))}


def hide(value: Any, p: Procedure) -> Any:
    """Return a text, or a report, with every other pupil that it names as initials.

    The staff and the family of the pupil keep their names: they signed, or were told. Queries: 4.
    """
    texts = [value] if isinstance(value, str) else texts_of(snapshot(value))
    others = third_parties(p, texts)
    hidden = redacted_whole(value, others, reader=p.row.participant.name, keep=_kept(p))
    return hidden if isinstance(value, str) else replace(hidden, letterhead=value.letterhead)


def third_parties(p: Procedure, texts: Iterable[str]) -> list[Participant]:
    """Return every pupil of the case but the one that it is about, and those `texts` name.

    A pupil of the school may be in what somebody wrote without being in the case. Queries: 2.
    """
    people = p.case.participants.select_related("student")
    mine = p.row.participant.student_id
    known = {one.student_id: one for one in people if one.student_id and one.student_id != mine}
    words, reader = squeezed(" ".join(texts)), p.row.participant.name
    named = [s for s in Student.objects.exclude(pk=mine) if named_in(words, s, reader=reader)]
    found = [Participant(case=p.case, student=one) for one in named if one.pk not in known]
    return [*known.values(), *found]


def _kept(p: Procedure) -> set[str]:
    """Return the names of the staff and of the pupil's adults. Queries: 2."""
    staff = {m.user.get_full_name() for m in Membership.objects.select_related("user")}
    rows = Guardianship.objects.filter(student=p.row.participant.student_id)
    return staff | {one.apoderado.name for one in rows.select_related("apoderado")}


def piece_of(document: Document, p: Procedure) -> Piece:
    """Return the document as issued, or its copy with initials if it names another pupil."""
    _, content = read_file(document.file_id)
    title = f"{document.title} N° {document.folio}"
    piece = Piece(
        title, document.issued_at, content, document.code, document.folio, document.sha256
    )
    texts = list(texts_of(document.snapshot))
    others = third_parties(p, texts)
    if not names_any("\n".join(texts), others, reader=p.row.participant.name):
        return piece
    report = report_of(document)
    if report is None:
        raise DomainError(
            f"{title} nombra a otro estudiante y no se pudo hacer su copia con reserva.",
            code="sin_copia",
        )
    hidden = hide(report, p)
    if hidden == report:  # only the staff or the family bears that name
        return piece
    copy = replace(hidden, copy_for=COPY)
    return replace(piece, content=render(copy, KINDS[document.code])[1], redacted=True)
