"""The forms of a case: which it asks for, which it has; and to fill one."""

import secrets

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases.fichas import services
from cases.fichas.forms import proposed
from cases.fichas.people import people_of
from cases.fichas.selectors import (
    Current,
    asked_by,
    current_forms,
    current_or_404,
    fichas_of,
    form_of,
    matching,
    open_ficha,
    open_to,
    step_for,
)
from cases.hearings.pages import problems_of, refusals
from cases.models import Ficha, FichaState
from cases.once import OnceMixin, claim
from cases.overview.frame import CaseFrame, open_case
from cases.policy import Sight
from cases.states import Acto
from convivencia.clock import now
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.models.audit import AuditAct

LONGEST_SEARCH = 60


def fichas(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the running steps ask for, what is half done, what was issued; and find another."""
    frame = open_case(request, pk, "case-fichas", at_least=Sight.TASKS)
    forms_here = open_to(frame.case, (one.definition for one in current_forms().values()))
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    rows = fichas_of(frame.case)
    context = {
        "asked": asked_by(frame.shown, forms_here),
        "found": matching(forms_here, text),
        "text": text,
        "any_form": bool(forms_here),
        "drafts": [row for row in rows if row.state == FichaState.BORRADOR],
        "issued": [row for row in rows if row.state != FichaState.BORRADOR],
        "blocked": refusals(frame.case, request.membership, Acto.EMITIR_FICHA),
        "once": OnceMixin(),
    }
    return render(request, "cases/fichas/list.html", frame.context(**context))


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a form and open it. The same button twice opens the same draft."""
    frame, at = open_case(request, pk, "case-fichas", at_least=Sight.TASKS), now()
    current = current_or_404(request.POST.get("ficha", "")[:60])
    if not open_to(frame.case, [current.definition]):
        raise Http404
    token = f"{request.POST.get('envio', '')[:28]}:{current.definition.code}"
    try:
        with transaction.atomic():
            claim(token, now=at)
            row = _begin(frame, current, at)
    except AlreadyDoneError:
        messages.info(request, "Esa ficha ya se había comenzado: está entre los borradores.")
        return redirect("case-fichas", pk=pk)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("case-fichas", pk=pk)
    return redirect("case-ficha", pk=pk, ficha=row.pk)


def _begin(frame: CaseFrame, current: Current, at: object) -> Ficha:
    day = frame.wall.today
    people = people_of(frame.case, frame.known(), frame.membership, day)
    before = frame.case.fichas.filter(key=current.definition.key, state=FichaState.EMITIDA)
    answers = proposed(current.definition, people, at, attempt=before.count() + 1)
    return services.begin_ficha(
        case=frame.case,
        current=current,
        step=step_for(current.definition, frame.shown),
        answers=answers,
        actor=frame.membership,
        now=at,
    )


def fill(request: HttpRequest, pk: int, ficha: int) -> HttpResponse:
    """Fill a draft; what was issued is shown as it was."""
    frame, row = open_ficha(request, pk, ficha)
    if row.state != FichaState.BORRADOR:
        return _issued(request, frame, row)
    posted = request.method == "POST"
    form = form_of(row, frame, data=request.POST if posted else None)
    blocked = refusals(frame.case, request.membership, Acto.EMITIR_FICHA)
    seen = row.revision
    if posted and not blocked:
        stale = _keep(request, row, form)
        wants = request.POST.get("accion") == "revisar"
        if not stale and (not wants or form.is_valid()):
            if not wants:
                messages.success(request, "Borrador guardado.")
            return redirect("case-ficha-review" if wants else "case-fichas", **_ids(row, wants))
        seen = Ficha.objects.values_list("revision", flat=True).get(pk=row.pk)
    return render(
        request, "cases/fichas/fill.html", _page(request, frame, row, form, seen, blocked)
    )


def _ids(row: Ficha, wants: bool) -> dict:
    return {"pk": row.case_id, **({"ficha": row.pk} if wants else {})}


def _page(
    request: HttpRequest, frame: CaseFrame, row: Ficha, form: forms.Form, seen: int, blocked: list
) -> dict:
    if request.POST.get("accion") != "revisar":
        form.hide_missing()
    problems = problems_of(form)
    tab = request.POST.get("tab") or secrets.token_hex(8)
    more = {"row": row, "form": form, "definition": form.definition, "problems": problems}
    return frame.context(**more, rev=seen, tab=tab[:20], blocked=blocked)


def _keep(request: HttpRequest, row: Ficha, form: forms.Form) -> bool:
    """Keep what was typed; True if the person must look again first."""
    try:
        services.keep_ficha(ficha=row, actor=request.membership, now=now(), **_given(request))
    except DomainError as error:
        form.errors  # noqa: B018 -- judged first, so that the refusal is added to the rest
        form.add_error(None, [error.message, *error.reasons])
        return True
    return False


def _given(request: HttpRequest) -> dict:
    seen = request.POST.get("rev", "")
    number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else None  # noqa: PLR2004
    return {"typed": request.POST, "tab": request.POST.get("tab", ""), "seen": number}


@require_POST
def autosave(request: HttpRequest, pk: int, ficha: int) -> HttpResponse:
    """Keep what is being typed; answers nothing. 409 if somebody else changed it."""
    _, row = open_ficha(request, pk, ficha, act=AuditAct.CAMBIAR)
    try:
        services.keep_ficha(ficha=row, actor=request.membership, now=now(), **_given(request))
    except DomainError as error:
        return HttpResponse(status=413 if error.code == "largo" else 409)
    return HttpResponse(status=204)


@require_POST
def discard(request: HttpRequest, pk: int, ficha: int) -> HttpResponse:
    """Throw a draft away."""
    _, row = open_ficha(request, pk, ficha, act=AuditAct.CAMBIAR)
    try:
        services.discard_ficha(ficha=row, actor=request.membership)
        messages.success(request, "Borrador descartado.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("case-fichas", pk=pk)


def _issued(request: HttpRequest, frame: CaseFrame, row: Ficha) -> HttpResponse:
    form = form_of(row, frame)
    may_annul = not refusals(frame.case, request.membership, Acto.RECTIFICAR)
    context = {"row": row, "definition": form.definition, "may_annul": may_annul}
    context["libro_url"] = reverse("case-libro", args=[row.case_id]) if frame.is_full else ""
    return render(request, "cases/fichas/issued.html", frame.context(**context))
