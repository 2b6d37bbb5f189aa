"""The generic act: a step done, a line corrected, the paper that came with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.access import may
from cases.acting import show_refusal
from cases.models import Vencimiento
from cases.overview.forms import RectifyForm, StepForm
from cases.overview.frame import CaseFrame, open_case
from cases.overview.screens import special_screen
from cases.overview.services import acto_for, complete_step, rectify
from cases.overview.tasks import RUNNING
from cases.policy import Sight
from cases.procedure import reason_against
from cases.states import Acto
from convivencia.clock import now
from convivencia.exceptions import DomainError
from schools.models.audit import AuditAct
from schools.uploads.links import hand_over


@login_required
def step(request: HttpRequest, pk: int, step_id: str) -> HttpResponse:
    """Record that a step was done; a step with a screen of its own is sent there."""
    frame = open_case(request, pk, "case-detail", at_least=Sight.TASKS)
    row = _step_or_404(frame, step_id)
    special = special_screen(row)
    if special:
        return redirect(special[0])
    blocked = _why_not(request, frame, row)
    form = StepForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and not blocked and form.is_valid():
        given = {"case": frame.case, "step": row, "actor": request.membership, "now": now()}
        if _done(form, complete_step, **given):
            messages.success(request, f"Quedó registrado: {row.title}.")
            return redirect("case-detail", pk=pk)
    context = frame.context(form=form, step=row, blocked=blocked)
    return render(request, "cases/overview/step.html", context)


@login_required
def rectification(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Write a correction beside a line of the history."""
    frame = open_case(request, pk, "case-detail")
    original = frame.case.actuaciones.filter(pk=row, rectifies=None).first()
    if original is None:
        raise Http404
    blocked = may(request.membership, frame.case.functions, Acto.RECTIFICAR)
    form = RectifyForm(request.POST or None)
    if request.method == "POST" and not blocked and form.is_valid():
        given = {
            "case": frame.case,
            "original": original,
            "actor": request.membership,
            "now": now(),
        }
        if _done(form, rectify, **given):
            messages.success(request, "La rectificación quedó junto al original.")
            return redirect("case-detail", pk=pk)
    context = frame.context(form=form, original=original, blocked=blocked)
    return render(request, "cases/overview/rectify.html", context)


@login_required
def attachment(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Hand over the paper that came with an act; `?parte=2`, the second."""
    frame = open_case(request, pk, "adjunto", act=AuditAct.DESCARGAR)
    found = frame.case.actuaciones.filter(pk=row).first()
    papers = _papers(found.data) if found else []
    which = request.GET.get("parte", "1")
    if which not in {str(number) for number in range(1, len(papers) + 1)}:
        raise Http404
    return hand_over(request, papers[int(which) - 1])


def _papers(data: dict) -> list[int]:
    """Return the files that came with an act: one, or one for each who signed."""
    return [data["file"]] if "file" in data else data.get("files", [])


def _done(form: StepForm | RectifyForm, service, **given: object) -> bool:  # noqa: ANN001
    """Call the service with the form's answers; put what it says no to beside the form."""
    try:
        service(**given, **form.cleaned_data)
    except DomainError as error:
        show_refusal(form, error)
        return False
    return True


def _step_or_404(frame: CaseFrame, step_id: str) -> Vencimiento:
    """Return the step among those the member may see."""
    shown = [v for v in frame.shown if v.tramite.closed_at is None]
    row = next((v for v in shown if v.step_id == step_id), None)
    if row is None:
        raise Http404
    return row


def _why_not(request: HttpRequest, frame: CaseFrame, row: Vencimiento) -> str:
    """Return why the step cannot be recorded now, in Spanish; "" if it can."""
    acto = acto_for(row)
    reason = may(request.membership, frame.case.functions, acto)
    reason = reason or reason_against(frame.case, acto)
    unknown = row.state == "en_espera" and row.starts_at and row.rule.get("missing_facts")
    if reason or row.state in RUNNING or unknown:  # who did it knows that it was due
        return reason
    if row.state in ("cumplido", "cumplido_tarde"):
        return "Esta tarea ya está registrada. Si hay un error, rectifíquela en la historia."
    return row.reason or "Esta tarea todavía no se puede iniciar."
