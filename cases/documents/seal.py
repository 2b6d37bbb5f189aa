"""The place of an electronic seal (PAdES) with the school's certificate.

`DOCUMENT_SEAL` names a function, `(pdf, *, rbd, at) -> pdf`, that adds it: ours, with a certificate
in a file (`cases.documents.pades.seal`), or that of whoever deploys, with one in a token. It is
called once, when a document is issued and before its hash is taken, so what is verified and kept
is the sealed file. Empty: no seal.
"""

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from convivencia.exceptions import DomainError


def sealed(pdf: bytes, *, rbd: str, at: datetime) -> bytes:
    """Return the PDF with the school's seal, or as it is if there is none.

    Raises DomainError if the seal fails: a document is never issued without one by mistake.
    """
    if not settings.DOCUMENT_SEAL:
        return pdf
    try:
        return import_string(settings.DOCUMENT_SEAL)(pdf, rbd=rbd, at=at)
    except Exception as error:
        raise DomainError(
            "No se pudo sellar el documento con el certificado del establecimiento.", code="sello"
        ) from error
