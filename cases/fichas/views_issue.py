"""Review a form, sign it, issue it; print it; annul it."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.acting import perform
from cases.documents.builders.fichas import ficha as ficha_report
from cases.documents.builders.fichas import signers
from cases.documents.services import preview
from cases.documents.signatures import SignatureForm, signature_forms
from cases.documents.views import pdf_response
from cases.fichas import services
from cases.fichas.forms import FichaForm
from cases.fichas.selectors import form_of, open_ficha
from cases.hearings.pages import problems_of, refusals
from cases.models import Ficha, FichaState
from cases.once import OnceMixin
from cases.states import Acto
from convivencia.clock import now
from convivencia.forms import PlainForm
from schools.audit.services import record
from schools.files import read_file
from schools.models.audit import AuditAct


class AnnulForm(OnceMixin, PlainForm):
    """Why an issued form is annulled."""

    reason = forms.CharField(
        label="Por qué se anula",
        help_text="Queda en la historia. El documento conserva su número y se marca como anulado.",
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SeenForm(OnceMixin, PlainForm):
    """Which revision of the draft was reviewed."""

    rev = forms.IntegerField(widget=forms.HiddenInput)


def review(request: HttpRequest, pk: int, ficha: int) -> HttpResponse:
    """Read the form aloud, sign, issue. What is signed is what is shown."""
    frame, row = open_ficha(request, pk, ficha)
    at = frame.wall.now
    form = form_of(row, frame)
    if row.state != FichaState.BORRADOR or not form.is_valid():
        return redirect("case-ficha", pk=pk, ficha=ficha)
    blocked = refusals(frame.case, request.membership, Acto.EMITIR_FICHA)
    head = SeenForm(request.POST or None, initial={"rev": row.revision})
    wanted = [who for one, who in signers(form) if one.required]
    signatures = signature_forms(wanted, request.POST or None, request.FILES or None)
    valid = request.method == "POST" and not blocked
    valid = valid and all([one.is_valid() for one in (head, *signatures)])  # noqa: C419
    if valid and _issue(request, row, form, head, signatures, at):
        return redirect("case-ficha", pk=pk, ficha=ficha)
    report = ficha_report(row, form, at=at)
    step = services.running_step(row, form)
    context = {"row": row, "definition": form.definition, "report": report, "head": head}
    context |= {"signatures": signatures, "step": step, "blocked": blocked}
    context["problems"] = problems_of(head, *signatures)
    return render(request, "cases/fichas/review.html", frame.context(**context))


def _issue(
    request: HttpRequest,
    row: Ficha,
    form: FichaForm,
    head: SeenForm,
    signatures: list[SignatureForm],
    at: datetime,
) -> bool:
    def run() -> None:
        services.issue_ficha(
            ficha=row,
            form=form,
            seen=head.cleaned_data["rev"],
            signatures=tuple(one.line(at) for one in signatures),
            actor=request.membership,
            now=at,
        )

    return perform(request, head, run, now=at, done=f"Ficha emitida: {row.title}.")


def draft_pdf(request: HttpRequest, pk: int, ficha: int) -> HttpResponse:
    """Show the paper of a draft, marked as such, even if something is missing."""
    frame, row = open_ficha(request, pk, ficha, act=AuditAct.IMPRIMIR)
    if row.state != FichaState.BORRADOR:
        return redirect("case-ficha", pk=pk, ficha=ficha)
    form = form_of(row, frame)
    form.is_valid()
    pdf = preview(row.code, ficha_report(row, form, at=now(), by_hand=True))
    return pdf_response(pdf, f"{row.code}-borrador.pdf")


def paper(request: HttpRequest, pk: int, ficha: int) -> HttpResponse:
    """Give the PDF as it was issued, to whom its part of the case is open."""
    _, row = open_ficha(request, pk, ficha)
    if row.document is None:
        raise Http404
    stored, content = read_file(row.document.file_id)
    record(
        AuditAct.DESCARGAR, object_type="documento", object_id=row.document_id,
        case_id=row.case_id, user_id=request.user.pk,
        detail=f"{row.code} N° {row.document.folio}",
    )  # fmt: skip
    return pdf_response(content, stored.original_name, attachment="descargar" in request.GET)


def annul(request: HttpRequest, pk: int, ficha: int) -> HttpResponse:
    """Annul an issued form, with its reason."""
    frame, row = open_ficha(request, pk, ficha)
    if row.state == FichaState.BORRADOR:
        return redirect("case-ficha", pk=pk, ficha=ficha)
    form = AnnulForm(request.POST or None)
    blocked = refusals(frame.case, request.membership, Acto.RECTIFICAR)
    if request.method == "POST" and not blocked and form.is_valid():
        at = now()

        def run() -> None:
            services.annul_ficha(
                ficha=row, reason=form.cleaned_data["reason"], actor=request.membership, now=at
            )

        if perform(request, form, run, now=at, done="La ficha quedó anulada."):
            return redirect("case-ficha", pk=pk, ficha=ficha)
    context = {"row": row, "form": form, "blocked": blocked}
    return render(request, "cases/fichas/annul.html", frame.context(**context))
