"""What a person hands in as an antecedente: `schools.uploads` says what may come in."""

from schools.uploads.kinds import DOCX, KINDS_TEXT, clean_name, mime_of, read_upload

__all__ = ["DOCX", "KINDS_TEXT", "clean_name", "mime_of", "read_upload"]
