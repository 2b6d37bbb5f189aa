"""What the directora may add to the pack after looking at it: nothing of it is ever redacted."""

from cases.expulsion.state import Procedure
from cases.models import Antecedente, Signature
from cases.models.documents import SignatureMethod
from cases.pack.pieces import documents_of


def offered(p: Procedure) -> dict[int, str]:
    """Return the files that may go as annexes, by id: what was handed in or signed on paper.

    Queries: 5.
    """
    rows = Antecedente.objects.filter(case=p.case, file__isnull=False).order_by("number")
    found = {row.file_id: f"Cargo N° {row.number}: {row.description}" for row in rows}
    papers = {one.pk: f"{one.title} N° {one.folio}" for one in documents_of(p)}
    scans = Signature.objects.filter(document__in=papers, image__isnull=False)
    for one in scans.exclude(method=SignatureMethod.DIBUJADA).order_by("document_id", "pk"):
        found[one.image_id] = f"{papers[one.document_id]}, en papel: {one.signer_name}"
    return found
