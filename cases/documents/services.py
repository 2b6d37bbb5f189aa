"""Issue, annul and replace the papers of a case. Nothing here changes a document's content."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from cases.documents.codes import new_code
from cases.documents.folios import next_folio
from cases.documents.kinds import KINDS, DocumentKind
from cases.documents.render import render
from cases.documents.reports import Issue, Report, SignatureLine, snapshot
from cases.documents.reports.common import content_hash
from cases.documents.seal import sealed
from cases.models import Case, Document, Participant, Signature
from cases.models.documents import DocumentState
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.audit.services import record
from schools.files import store_file
from schools.models import StoredFile, User
from schools.models.audit import AuditAct
from schools.uploads.services import keep_upload


def issue_document(
    *,
    case: Case,
    code: str,
    report: Report,
    actor: User | None,
    at: datetime,
    addressee: Participant | None = None,
    signatures: tuple[SignatureLine, ...] = (),
    keep_signatures: bool = True,
    explains: Document | None = None,
) -> Document:
    """Number, render, hash and keep a document, in the caller's transaction.

    `signatures` take the place of those in `report`; `explains` is what a sheet in plain words
    goes with. The folio's row stays locked until the
    caller commits, so folios are consecutive. Raises DomainError if the report cannot be printed.
    """
    kind = KINDS[code]
    if signatures:
        report = replace(report, signatures=tuple(signatures))
    year = timezone.localtime(at, ZoneInfo(report.letterhead.time_zone)).year
    number = next_folio(kind="documento", year=year)
    issued = replace(report, issue=_issue(report, f"{year}-{number}", at))
    _, pdf = render(issued, kind)
    pdf = sealed(pdf, rbd=report.letterhead.rbd, at=at)
    file = _store_pdf(case, pdf, f"{_slug(kind)}-{year}-{number}.pdf", actor, at)
    document = Document.objects.create(
        case=case,
        code=code,
        title=kind.title,
        year=year,
        number=number,
        level=kind.level,
        addressee=addressee,
        explains=explains,
        file=file,
        sha256=file.sha256,
        template_version=kind.template_version,
        snapshot=snapshot(issued),
        verification_code=issued.issue.code,
        issued_at=at,
        issued_by=actor,
    )
    if keep_signatures:  # a certificate prints those of another document
        _attach(document, issued.signatures, actor, at)
    return document


def preview(code: str, report: Report) -> bytes:
    """Return the PDF of a draft: «BORRADOR» across each page, no number, nothing stored."""
    return render(replace(report, issue=None), KINDS[code], draft=True)[1]


def annul_document(*, document: Document, actor: User) -> Document:
    """Mark a document as void; it keeps its number and its bytes.

    Why belongs to the history: the caller records it (`cases.history.services`).
    """
    return _close(document, DocumentState.ANULADO, actor)


def replace_document(
    *, document: Document, report: Report, actor: User | None, at: datetime, code: str = ""
) -> Document:
    """Issue a new document in the place of `document`, which stays as «reemplazado»."""
    new = issue_document(
        case=document.case,
        code=code or document.code,
        report=report,
        actor=actor,
        at=at,
        addressee=document.addressee,
    )
    _close(document, DocumentState.REEMPLAZADO, actor, replaced_by=new)
    return new


def _close(
    document: Document, state: DocumentState, actor: User | None, **changes: object
) -> Document:
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if document.state != DocumentState.EMITIDO:
        raise AlreadyDoneError("Este documento ya fue anulado o reemplazado.")
    document.state = state
    for name, value in changes.items():
        setattr(document, name, value)
    document.save(update_fields=["state", *changes])
    record(
        AuditAct.CAMBIAR,
        object_type="documento",
        object_id=document.pk,
        case_id=document.case_id,
        user_id=actor.pk if actor else None,
        detail=f"N° {document.folio}: {document.get_state_display().lower()}",
    )
    for sheet in document.sheets.filter(state=DocumentState.EMITIDO):
        _close(sheet, DocumentState.ANULADO, actor)
    return document


def _issue(report: Report, folio: str, at: datetime) -> Issue:
    code = new_code()
    url = f"{settings.SITE_URL.rstrip('/')}/v/{report.letterhead.rbd}/{code}/"
    return Issue(folio=folio, code=code, url=url, at=at, content_hash=content_hash(report))


def _store_pdf(case: Case, pdf: bytes, name: str, actor: User | None, at: datetime) -> StoredFile:
    given = {"at": at, "user_id": actor.pk if actor else None, "case_id": case.pk}
    return store_file(content=pdf, name=name, mime="application/pdf", **given)


def _attach(
    document: Document, lines: tuple[SignatureLine, ...], actor: User | None, at: datetime
) -> None:
    """Keep one row per person who signed or refused; an empty line on paper leaves none."""
    for line in lines:
        if line.method:
            keep_signature(document, line, actor, at)


def keep_signature(
    document: Document, line: SignatureLine, actor: User | None, at: datetime
) -> Signature:
    """Keep how one person signed, with its drawing or paper, or why they did not and who saw."""
    if line.method in {"se_nego", "no_puede"} and not line.witness:
        raise DomainError("Quien no firma necesita un testigo.", code="sin_testigo")
    return Signature.objects.create(
        document=document,
        signer_name=line.name[:160],
        signer_run=line.run,
        signer_title=line.title[:80],
        method=line.method,
        image=_evidence(document, line, actor, at),
        statement=line.statement[:300],
        witness=line.witness[:160],
        signed_at=line.signed_at or at,
    )


def _evidence(
    document: Document, line: SignatureLine, actor: User | None, at: datetime
) -> StoredFile | None:
    """Keep the drawing, or the page signed on paper."""
    content, mime = (line.image, "image/png") if line.image else (line.scan, line.scan_mime)
    if not content:
        return None
    name = f"firma.{mime.rpartition('/')[2]}"
    given = {"at": at, "user_id": actor.pk if actor else None, "case_id": document.case_id}
    keep = store_file if line.image else keep_upload  # a drawing was drawn again when it came
    return keep(content=content, name=name, mime=mime, **given)


def _slug(kind: DocumentKind) -> str:
    return kind.template.split("_", 1)[1].replace("_", "-")
