"""A member reads a document; anybody checks one."""

from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required, login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cases.documents.codes import LENGTH, clean_code
from cases.documents.selectors import document_by_code, get_document_or_404
from cases.documents.stamps import stamped
from schools.audit.services import record
from schools.files import read_file
from schools.models.audit import AuditAct

PDF_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'; sandbox"
)
CHECKS_PER_MINUTE = 30


@login_required
@require_safe
def document(request: HttpRequest, document_pk: int, pk: int | None = None) -> HttpResponse:
    """Give the PDF; `?descargar` saves it. Each look leaves its line.

    One that was annulled or replaced says so across each page; `?original`, as it was issued.
    """
    found = get_document_or_404(request, document_pk, pk)
    stored, content = read_file(found.file_id)
    record(
        AuditAct.DESCARGAR,
        object_type="documento",
        object_id=found.pk,
        case_id=found.case_id,
        user_id=request.user.pk,
        detail=f"{found.code} N° {found.folio}",
    )
    if "original" not in request.GET:
        content = stamped(found, content)
    return pdf_response(content, stored.original_name, attachment="descargar" in request.GET)


def pdf_response(content: bytes, name: str, *, attachment: bool = False) -> HttpResponse:
    """Return a PDF that no page may frame and no browser may take for something else."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(attachment, name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = PDF_POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


@login_not_required
@require_safe
def verify(request: HttpRequest, rbd: str, code: str) -> HttpResponse:
    """Say whether a document is authentic: number, date, school and state, nobody's data."""
    if _too_often(request):
        return _too_many(request)
    found = document_by_code(rbd, code)
    if found is None:
        return render(request, "documents/verificacion_sin_resultado.html", status=404)
    school, row = found
    issued_on = timezone.localtime(row.issued_at, ZoneInfo(school.time_zone)).date()
    context = {"checked_school": school, "document": row, "issued_on": issued_on}
    return render(request, "documents/verificacion.html", context)


@login_not_required
@require_safe
def verify_form(request: HttpRequest, rbd: str) -> HttpResponse:
    """Ask for the code of a document, for whoever has no camera at hand."""
    typed = request.GET.get("codigo", "")
    if typed:
        code = clean_code(typed[:80]) or "X" * LENGTH
        return redirect(reverse("verify-document", args=[rbd[:7], code]))
    return render(request, "documents/verificacion_codigo.html")


def _too_often(request: HttpRequest) -> bool:
    """Count the checks of an address in the last minute."""
    key = f"verify:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, timeout=60)
    try:
        return cache.incr(key) > CHECKS_PER_MINUTE
    except ValueError:  # it expired between the two calls
        return False


def _too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "documents/verificacion_espera.html", status=429)
    response.headers["Retry-After"] = "60"
    return response
