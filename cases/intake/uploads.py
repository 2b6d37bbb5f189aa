"""Whether the scan of a written denuncia is what it says: by its content, never by its name."""

import io

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from cases.hearings.uploads import clean_name

SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
PIXELS = 60_000_000
UNREADABLE = (
    "El archivo está dañado o no es lo que dice su nombre. Súbalo de nuevo en PDF, JPG o PNG."
)


def clean_writing(upload: UploadedFile) -> tuple[bytes, str, str]:
    """Return content, bare name and type of a PDF, JPEG or PNG; ValidationError if unfit."""
    limit = settings.UPLOAD_MAX_BYTES
    if upload.size > limit:
        raise ValidationError(
            f"El archivo pesa más de {limit // 1024**2} MB. Suba uno más liviano."
        )
    content = upload.read()
    mime = next((m for mark, m in SIGNATURES.items() if content.startswith(mark)), "")
    if not mime:
        raise ValidationError("Suba el escrito en PDF, JPG o PNG.")
    if mime == "application/pdf":
        if b"%%EOF" not in content[-2048:]:
            raise ValidationError(UNREADABLE)
    else:
        _check_picture(content)
    return content, clean_name(upload.name), mime


def _check_picture(content: bytes) -> None:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > PIXELS:
                raise ValidationError("La imagen es demasiado grande: redúzcala o tómela de nuevo.")
            picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError(UNREADABLE) from None
