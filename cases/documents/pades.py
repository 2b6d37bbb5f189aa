"""The seal of a school (PAdES B-B) with its own certificate, kept in a file outside the project.

Off unless `DOCUMENT_SEAL` names `cases.documents.pades.seal`. `SEAL_CERTIFICATES` is a folder with
one PKCS#12 file for each school that has a certificate, `<RBD>.p12`, and its password beside it,
`<RBD>.txt`; a school without a file issues its papers unsealed. pyHanko is installed apart
(`requirements-seal.txt`). Nothing is fetched from anywhere: no timestamp, no revocation list.
"""

from datetime import datetime
from io import BytesIO
from pathlib import Path

from django.conf import settings

FIELD = "Sello"
REASON = "Documento emitido por el establecimiento"


def seal(pdf: bytes, *, rbd: str, at: datetime) -> bytes:
    """Return the PDF sealed: no page of it may change afterwards. As it is, without a certificate.

    Raises ValueError for a certificate that cannot be opened or is not in force at that moment.
    """
    folder = Path(settings.SEAL_CERTIFICATES)
    path = folder / f"{int(rbd.split('-', maxsplit=1)[0])}.p12"
    if not path.exists():
        return pdf
    from pyhanko.pdf_utils.incremental_writer import (  # noqa: PLC0415 -- installed where it is used
        IncrementalPdfFileWriter,
    )
    from pyhanko.sign import fields, signers  # noqa: PLC0415

    password = path.with_suffix(".txt").read_bytes().strip()
    signer = signers.SimpleSigner.load_pkcs12(str(path), passphrase=password)
    if signer is None:
        raise ValueError("no se pudo abrir el certificado")
    term = signer.signing_cert["tbs_certificate"]["validity"]
    if not term["not_before"].native <= at <= term["not_after"].native:
        raise ValueError("el certificado no está vigente")
    what = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", reason=REASON, certify=True,
        subfilter=fields.SigSeedSubFilter.PADES, docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )  # fmt: skip
    out = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), what, signer=signer)
    return out.getvalue()
