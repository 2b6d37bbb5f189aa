"""What a person hands in as a file: accepted by its content, never by its name."""

import zipfile
from pathlib import PurePath

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from convivencia.exceptions import DomainError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ACCEPTED = {
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
    "audio/mpeg",
    "audio/mp4",
    "audio/x-m4a",
    "audio/m4a",
    "audio/ogg",
    "audio/x-wav",
    "audio/amr",
    "video/mp4",
    "video/quicktime",
    "video/3gpp",
    DOCX,
}
KINDS_TEXT = "PDF, imagen (JPG, PNG), Word (DOCX), audio o video (MP3, M4A, OGG, MP4)"
MAX_ENTRIES = 2_000
HEAD = 8_192
MAX_INDEX = 500_000  # bytes that name the entries of a zip
END_OF_ZIP, ZIP64, TAIL = b"PK\x05\x06", b"PK\x06\x07", 66_000


def read_upload(upload: UploadedFile) -> tuple[bytes, str, str]:
    """Return content, bare name and type of an upload; DomainError, naming the file, if unfit."""
    name = clean_name(upload.name)
    if upload.size > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise DomainError(
            f"«{name}» pesa más de {limit} MB: suba una versión más liviana.", code="peso"
        )
    upload.seek(0)
    content = upload.read()
    mime = mime_of(content, upload)
    if not content or mime not in ACCEPTED:
        raise DomainError(f"«{name}» no es de un tipo admitido. Sirven: {KINDS_TEXT}.", code="tipo")
    return content, name, mime


def mime_of(content: bytes, upload: UploadedFile) -> str:
    """Return the type that the first bytes say; a zip is a DOCX only if its index says so."""
    if content.startswith(b"PK"):
        return DOCX if _is_docx(upload) else ""
    kind = filetype.guess(content[:HEAD])
    return kind.mime if kind else ""


def _is_docx(upload: UploadedFile) -> bool:
    """Look at the list of entries only: nothing is unpacked."""
    if not _has_short_index(upload):
        return False
    try:
        upload.seek(0)
        with zipfile.ZipFile(upload) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    macros = any(name.endswith("vbaProject.bin") for name in names)
    return len(names) <= MAX_ENTRIES and "word/document.xml" in names and not macros


def _has_short_index(upload: UploadedFile) -> bool:
    """Read how long the list says it is: one of a million entries takes seconds to open."""
    upload.seek(max(upload.size - TAIL, 0))
    tail = upload.read()
    at = tail.rfind(END_OF_ZIP)
    if at < 0 or ZIP64 in tail or len(tail) < at + 16:
        return False
    return int.from_bytes(tail[at + 12 : at + 16], "little") <= MAX_INDEX


def clean_name(name: str | None) -> str:
    """Return the last part of a file name, printable and short."""
    bare = PurePath((name or "").replace("\\", "/")).name
    kept = "".join(c for c in bare if c.isprintable()).strip()
    return kept[-120:] or "archivo"
