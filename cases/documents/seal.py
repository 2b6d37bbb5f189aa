"""The place of an electronic seal (PAdES) with the school's certificate.

No seal is shipped: `DOCUMENT_SEAL` names a function of whoever deploys, `(pdf) -> pdf`, that adds
it (pyHanko does, with the certificate in a token or in a file). It is called once, when a document
is issued and before its hash is taken, so what is verified and kept is the sealed file.
"""

from django.conf import settings
from django.utils.module_loading import import_string

from convivencia.exceptions import DomainError


def sealed(pdf: bytes) -> bytes:
    """Return the PDF with the school's seal, or as it is if there is none.

    Raises DomainError if the seal fails: a document is never issued without one by mistake.
    """
    if not settings.DOCUMENT_SEAL:
        return pdf
    try:
        return import_string(settings.DOCUMENT_SEAL)(pdf)
    except Exception as error:
        raise DomainError(
            "No se pudo sellar el documento con el certificado del establecimiento.", code="sello"
        ) from error
