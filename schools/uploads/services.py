"""The door: what is handed in is checked, copied clean, scanned and kept; or nothing is."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, QuerySet, Sum

from convivencia.exceptions import DomainError
from schools.files import store_file
from schools.models.files import FileReview, ScanState, StoredFile
from schools.uploads.kinds import AUDIO, VIDEO, name_as
from schools.uploads.sandbox import clean_copy
from schools.uploads.scanner import scan

GIGA = 1024**3
PATIENCE = 3  # files without a verdict, and the scanner is left for later
SHOWN_AS = {"image/webp": "image/jpeg"}  # what the copy of a type is
AS_IT_CAME = frozenset({*AUDIO, *VIDEO})  # no copy: nothing of ours parses sound or video


def keep_upload(
    *,
    content: bytes,
    name: str,
    mime: str,
    at: datetime,
    user_id: int | None = None,
    case_id: int | None = None,
) -> StoredFile:
    """Keep the original and its clean copy, in the caller's transaction; DomainError if unfit."""
    _refuse_over_quota(size=len(content), at=at, user_id=user_id, case_id=case_id)
    given = {"at": at, "user_id": user_id, "case_id": case_id}
    copied = None if mime in AS_IT_CAME else clean_copy(content, mime, name)
    state, finding = scan(content)
    original = store_file(content=content, name=name, mime=mime, **given)
    copy = None
    if copied is not None:
        shown = SHOWN_AS.get(mime, mime)
        copy = store_file(content=copied, name=name_as(name, shown), mime=shown, **given)
    FileReview.objects.create(
        file=original, copy=copy, scan=state, finding=finding,
        scanned_at=at if state != ScanState.PENDIENTE else None,
    )  # fmt: skip
    return original


OVER = {
    "user": (
        "Usted ya subió en un día {files} archivos o {gigas} GB, que es el máximo por persona. "
        "Siga mañana o hable con la dirección."
    ),
    "case": (
        "Este caso ya reúne {files} archivos o {gigas} GB, que es el máximo. Suba una selección "
        "o júntelos en un solo PDF."
    ),
    "school": (
        "El establecimiento ya reúne {files} archivos o {gigas} GB, que es el máximo. Avise a "
        "quien administra el servicio."
    ),
}


def _refuse_over_quota(
    *, size: int, at: datetime, user_id: int | None, case_id: int | None
) -> None:
    """Say no before parsing anything; the sentence says whose limit it is and what to do."""
    rows = FileReview.objects.all()
    if user_id is not None:
        since = at - timedelta(days=1)
        _check(rows.filter(file__uploaded_by_id=user_id, file__created_at__gt=since), size, "user")
    if case_id is not None:
        _check(rows.filter(file__case_id=case_id), size, "case")
    _check(rows, size, "school")


def _check(rows: QuerySet[FileReview], size: int, whose: str) -> None:
    files, gigas = settings.UPLOAD_QUOTAS[whose]
    used = rows.aggregate(files=Count("pk"), size=Sum("file__size"))
    if used["files"] + 1 > files or (used["size"] or 0) + size > gigas * GIGA:
        raise DomainError(OVER[whose].format(files=files, gigas=gigas), code="cuota")


def scan_pending(*, at: datetime, batch: int = 20) -> int:
    """Ask the scanner again about what it has not answered; return how many got a verdict.

    In any order: a file that it never takes does not stand before the rest.
    """
    told = unanswered = 0
    rows = FileReview.objects.filter(scan=ScanState.PENDIENTE).order_by("?")
    for review in rows[: batch if settings.CLAMD_URL else 0]:
        state, finding = scan(bytes(review.file.content))
        if state != ScanState.PENDIENTE:
            told += settle(review.pk, state, finding, at=at)
            continue
        unanswered += 1
        if unanswered == PATIENCE:
            break  # absent or slow: the rest waits too
    return told


def settle(review_id: int, state: ScanState, finding: str, *, at: datetime) -> int:
    """Write a verdict; a late one never takes a file out of quarantine. Return 1 if it counted."""
    rows = FileReview.objects.filter(pk=review_id).exclude(scan=ScanState.INFECTADO)
    return rows.update(scan=state, finding=finding, scanned_at=at)


def served(file: StoredFile) -> StoredFile:
    """Return what is handed over in place of `file`; DomainError while it is in quarantine.

    What the system itself issued has no review, and is served as it is.
    """
    review = FileReview.objects.select_related("copy").filter(file=file).first()
    if review is None:
        return file
    if review.scan == ScanState.INFECTADO:
        raise DomainError(
            "Este archivo está en cuarentena: el antivirus encontró algo en él. No se puede abrir.",
            code="cuarentena",
        )
    return review.copy or file
