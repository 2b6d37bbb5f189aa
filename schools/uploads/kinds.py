"""What may be handed in: by its content, never by its name; and how a name is written again.

Nothing is parsed here: first bytes, sizes, and the index of a zip. The rest is done apart.
"""

import unicodedata
import zipfile
from pathlib import PurePath

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from convivencia.exceptions import DomainError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAPERS = frozenset({"application/pdf", "image/jpeg", "image/png"})
AUDIO = {
    "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/x-m4a": "m4a", "audio/m4a": "m4a",
    "audio/ogg": "ogg", "audio/x-wav": "wav", "audio/amr": "amr",
}  # fmt: skip
VIDEO = {"video/mp4": "mp4", "video/quicktime": "mov", "video/3gpp": "3gp"}
EXTENSIONS = {
    "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp",
    DOCX: "docx", **AUDIO, **VIDEO,
}  # fmt: skip
ACCEPTED = frozenset(EXTENSIONS)
KINDS_TEXT = "PDF, imagen (JPG, PNG), Word (DOCX), audio o video (MP3, M4A, OGG, MP4)"
PAPERS_TEXT = "PDF, JPG o PNG"
MAX_ENTRIES = 2_000
HEAD = 8_192
MAX_INDEX = 500_000  # bytes that name the entries of a zip
END_OF_ZIP, ZIP64, TAIL = b"PK\x05\x06", b"PK\x06\x07", 66_000
NAME_BYTES = 150
# What Windows takes for a device, whatever its extension.
DEVICES = {"CON", "PRN", "AUX", "NUL"} | {f"{d}{n}" for d in ("COM", "LPT") for n in range(10)}
FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*/\\', "_"))


def read_upload(
    upload: UploadedFile, kinds: frozenset[str] = ACCEPTED, max_bytes: int | None = None
) -> tuple[bytes, str, str]:
    """Return content, clean name and type of an upload; DomainError, naming the file, if unfit."""
    name, limit = clean_name(upload.name), max_bytes or settings.UPLOAD_MAX_BYTES
    if upload.size > limit:
        raise DomainError(
            f"«{name}» pesa más de {limit // 1024**2} MB: suba una versión más liviana.",
            code="peso",
        )
    upload.seek(0)
    content = upload.read()
    mime = mime_of(content, upload)
    if not content or mime not in kinds:
        text = PAPERS_TEXT if kinds == PAPERS else KINDS_TEXT
        raise DomainError(f"«{name}» {_unfit(name)}. Sirven: {text}.", code="tipo")
    return content, name, mime


def _unfit(name: str) -> str:
    """Say what is wrong: the kind, or a name that promises a kind that the content is not."""
    extension = name.rpartition(".")[2].lower()
    if extension in {"jpeg", *EXTENSIONS.values()}:
        return "está dañado o no es del tipo que dice su nombre"
    return "no es de un tipo admitido"


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
    """Return the last part of a file name, composed, printable, short, and no device's."""
    composed = unicodedata.normalize("NFC", name or "")
    bare = PurePath(composed.replace("\\", "/")).name
    kept = "".join(c for c in bare if c.isprintable()).translate(FORBIDDEN).strip(" .")
    stem, dot, extension = kept.rpartition(".")
    if not dot:
        stem, extension = kept, ""
    stem = stem.encode()[: NAME_BYTES - len(extension.encode()[:20]) - 1].decode(errors="ignore")
    if stem.split(".")[0].strip().upper() in DEVICES:
        stem = f"_{stem}"
    kept = f"{stem}{dot}{extension.encode()[:20].decode(errors='ignore')}".strip(" .")
    return kept or "archivo"


def name_as(name: str, mime: str) -> str:
    """Return the name with the extension of what the file is, and no other after it."""
    extension = EXTENSIONS.get(mime, "bin")
    stem, dot, typed = clean_name(name).rpartition(".")
    if dot and typed.lower() in {extension, "jpeg", *EXTENSIONS.values()}:
        return f"{stem}.{extension}"
    return f"{clean_name(name)}.{extension}"
