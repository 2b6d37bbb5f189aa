"""Whether the scan of a written denuncia is what it says: by its content, never by its name."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from convivencia.exceptions import DomainError
from schools.uploads.kinds import PAPERS, read_upload
from schools.uploads.sandbox import clean_copy


def clean_writing(upload: UploadedFile) -> tuple[bytes, str, str]:
    """Return content, clean name and type of a PDF, JPEG or PNG; ValidationError if unfit.

    It is opened here too, apart, so that a damaged scan is said beside its field.
    """
    try:
        content, name, mime = read_upload(upload, PAPERS)
        clean_copy(content, mime, name)
    except DomainError as error:
        raise ValidationError(error.message) from error
    return content, name, mime
