"""Whether an uploaded proof is what it says: by its first bytes, never by its name."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
MAX_BYTES = 10 * 1024 * 1024


def proof_mime(content: bytes) -> str:
    """Return the type of a PDF, JPEG or PNG; "" for anything else."""
    return next((mime for mark, mime in SIGNATURES.items() if content.startswith(mark)), "")


def clean_proof(upload: UploadedFile) -> tuple[bytes, str, str]:
    """Return content, bare name and type of an uploaded proof; ValidationError if unfit."""
    if upload.size > MAX_BYTES:
        raise ValidationError("El archivo pesa más de 10 MB. Suba una versión más liviana.")
    content = upload.read()
    mime = proof_mime(content)
    if not mime:
        raise ValidationError("Suba la resolución en PDF, JPG o PNG.")
    return content, PurePath(upload.name or "archivo").name, mime
