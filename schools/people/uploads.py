"""Whether an uploaded proof is what it says: by its content, never by its name."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from convivencia.exceptions import DomainError
from schools.uploads.kinds import PAPERS, read_upload
from schools.uploads.sandbox import clean_copy

MAX_BYTES = 10 * 1024 * 1024


def clean_proof(upload: UploadedFile) -> tuple[bytes, str, str]:
    """Return content, clean name and type of an uploaded proof; ValidationError if unfit."""
    try:
        content, name, mime = read_upload(upload, PAPERS, MAX_BYTES)
        clean_copy(content, mime, name)
    except DomainError as error:
        raise ValidationError(error.message) from error
    return content, name, mime
