"""Reads about documents."""

from django.http import Http404, HttpRequest

from cases.documents.codes import clean_code
from cases.fichas.loader import by_code
from cases.models import Document
from cases.models.access import TeamRole
from cases.policy import Compartment, Sight
from cases.selectors import get_case_or_404
from schools.models import School
from schools.selectors import school_by_rbd
from schools.tenancy.context import school_context

MAX_ID = 2**63 - 1


def get_document_or_404(request: HttpRequest, pk: int, case_pk: int | None = None) -> Document:
    """Return a document of a case the member may see. Queries: 4.

    Who only received the denuncia reads its constancia (D-01) and nothing else. A form of health
    is read by whom that part of the case is open to, with the rest of the file or without it.
    """
    document = Document.objects.filter(pk=min(pk, MAX_ID)).first()
    if document is None or case_pk not in {None, document.case_id}:
        raise Http404
    is_receipt, form = document.code == "D-01", by_code(document.code)
    at_least = Sight.REPORT if is_receipt else Sight.FULL
    opens = Compartment.SALUD if form and form.health else None
    case = get_case_or_404(request, document.case_id, at_least=at_least, opens=opens)
    if opens:
        document.case = case
        return document
    if case.sight < Sight.FULL and TeamRole.DENUNCIO not in case.functions:
        request.denial = {"object_type": "documento", "object_id": pk, "detail": request.path[:200]}
        raise Http404
    document.case = case
    return document


def document_by_code(rbd: str, code: str) -> tuple[School, Document] | None:
    """Return the school and the document of a printed code; None if there is no such thing."""
    school, code = school_by_rbd(rbd[:7]), clean_code(code)
    if school is None or not code:
        return None
    with school_context(school):
        found = Document.objects.filter(verification_code=code)
        document = found.only("state", "year", "number", "issued_at", "code").first()
    return (school, document) if document else None
