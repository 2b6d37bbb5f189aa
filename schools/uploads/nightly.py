"""Files that nobody opens are looked at too: their hash each night, the late scanner meanwhile."""

import logging
from datetime import datetime

from convivencia.exceptions import DomainError
from schools.audit.services import record
from schools.files import read_file
from schools.models import School, StoredFile
from schools.models.audit import AuditAct
from schools.tenancy.context import school_context
from schools.uploads.services import scan_pending
from schools.vault.errors import KeyDestroyedError

logger = logging.getLogger(__name__)

BATCH = 200


def verify_files() -> int:
    """Read every file of every school again; return how many are not those that were stored."""
    return sum(_verify_school(school) for school in School.objects.order_by("pk"))


def _verify_school(school: School) -> int:
    wrong, last = 0, 0
    while True:
        with school_context(school):
            rows = StoredFile.objects.filter(pk__gt=last).order_by("pk")
            ids = list(rows.values_list("pk", flat=True)[:BATCH])
            wrong += sum(not _is_whole(pk) for pk in ids)
        if len(ids) < BATCH:
            return wrong
        last = ids[-1]


def _is_whole(pk: int) -> bool:
    """Say whether the file is as it was stored; if not, in the log and in the trail."""
    wrong = _what_is_wrong(pk)
    if wrong:
        logger.error("el archivo %s no es el que se guardó: %s", pk, wrong)
        record(
            AuditAct.FALLIDO, object_type="schools.storedfile", object_id=pk,
            who="revisión nocturna", detail="la huella del archivo no coincide",
        )  # fmt: skip
    return not wrong


def _what_is_wrong(pk: int) -> str:
    try:
        read_file(pk)
    except KeyDestroyedError:  # of an erased case, on purpose
        return ""
    except DomainError as error:
        return error.code
    return ""


def scan_files(*, at: datetime) -> int:
    """Ask the scanner about what it has not answered, school by school; return the verdicts."""
    told = 0
    for school in School.objects.order_by("pk"):
        try:
            with school_context(school):
                told += scan_pending(at=at)
        except Exception:  # one school must not leave the rest waiting
            logger.exception("establecimiento %s sin revisión de archivos", school.pk)
    return told
