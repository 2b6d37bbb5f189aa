"""The door to stored bytes: what is written is hashed, what is read is checked."""

import hashlib
from datetime import datetime

from convivencia.exceptions import DomainError
from schools.models import StoredFile


def store_file(
    *,
    content: bytes,
    name: str,
    mime: str,
    at: datetime,
    user_id: int | None = None,
    case_id: int | None = None,
) -> StoredFile:
    """Keep `content` under its SHA-256, sealed for its case; it was checked before.

    Without `case_id` it belongs to the school, and outlives every case.
    """
    return StoredFile.objects.create(
        case_id=case_id,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        mime=mime,
        original_name=name[:255],
        uploaded_by_id=user_id,
        created_at=at,
    )


def file_data(file: StoredFile | None) -> dict[str, object]:
    """Return how an act of a case names the file that came with it."""
    if file is None:
        return {}
    return {"file": file.pk, "file_name": file.original_name, "sha256": file.sha256}


def read_file(pk: int) -> tuple[StoredFile, bytes]:
    """Return the file and its bytes; DomainError if they are not those that were stored."""
    stored = StoredFile.objects.get(pk=pk)
    content = bytes(stored.content)
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise DomainError("El archivo guardado no coincide con su huella.", code="huella")
    return stored, content
