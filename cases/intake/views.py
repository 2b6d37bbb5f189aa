"""The denuncia, page by page."""

import secrets
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cases.acting import perform
from cases.intake import drafts
from cases.intake.answers import Answers, limit_of
from cases.intake.doors import get_draft_or_404, reporter_required
from cases.intake.fields import PastMomentField
from cases.intake.forms import PageForm
from cases.intake.pages import CANAL, CONOCIMIENTO, ORDER, PAGES, PERSONAS, REVISION, Page
from cases.intake.people_forms import SendForm
from cases.intake.rows import groups_of, impediment_of
from cases.intake.selectors import drafts_of, open_cases_sharing
from cases.intake.services import register_denuncia
from cases.intake.unknown import OWN_NAME, gives_itself_away, named_in, unknown_people
from cases.models import Case, IntakeDraft
from cases.once import OnceMixin
from cases.selectors import get_case_or_404
from convivencia.clock import now
from convivencia.exceptions import AlreadyDoneError, StaleFormError
from schools.audit.services import record
from schools.models.audit import AuditAct

MOST_DIGITS = 18  # of the id of a case in an address


@reporter_required
def start(request: HttpRequest) -> HttpResponse:
    """Show what is half typed, and the first page; sending it opens the draft."""
    at, earlier = now(), _earlier(request)
    answers = Answers(IntakeDraft(data={}), request.membership, at)
    form = PAGES[CANAL].form(request.POST or None, answers=answers)
    once = OnceMixin(request.POST or None)
    if request.method == "POST" and form.is_valid() and once.is_valid():
        values = raw_values(form, request)
        made: list[IntakeDraft] = []
        perform(
            request,
            once,
            lambda: made.append(_begin(request, values, earlier, at)),
            now=at,
        )
        draft = made[0] if made else drafts_of(request.membership).first()
        return go_to(draft, CONOCIMIENTO) if draft else redirect("intake-start")
    context = {"page": PAGES[CANAL], "form": form, "once": once, "total": len(ORDER)}
    context["drafts"] = drafts_of(request.membership)
    context["earlier"] = earlier.folio if earlier else ""
    return render(request, "cases/intake/start.html", context)


def _earlier(request: HttpRequest) -> Case | None:
    """Return the case that the denuncia follows, if the member sees all of it."""
    asked = request.GET.get("reincidencia", "")
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > MOST_DIGITS:
        raise Http404
    case = get_case_or_404(request, int(asked))
    record(
        AuditAct.VER,
        object_type="caso",
        object_id=case.pk,
        case_id=case.pk,
        user_id=request.user.pk,
        detail="reincidencia",
    )
    return case


def _begin(request: HttpRequest, values: dict, earlier: Case | None, at: datetime) -> IntakeDraft:
    given = {"actor": request.membership, "values": values, "now": at}
    return drafts.start_again(**given, case=earlier) if earlier else drafts.start_draft(**given)


@reporter_required
def page(request: HttpRequest, pk: int, page: str) -> HttpResponse:
    """Ask one thing, keep it, go on. What is missing before comes first."""
    if page not in PAGES:
        raise Http404
    draft = get_draft_or_404(request, pk)
    away = misplaced(request, draft, page)
    if away:
        return away
    answers = Answers(draft, request.membership, now())
    if page == PERSONAS:
        from cases.intake.views_people import people_page  # noqa: PLC0415 -- the same address

        return people_page(request, draft, answers)
    if request.method == "POST":
        return _answer(request, draft, answers, PAGES[page])
    form = PAGES[page].form(answers=answers, initial=answers.initial(page))
    return show(request, draft, answers, PAGES[page], form)


def _answer(request: HttpRequest, draft: IntakeDraft, answers: Answers, spec: Page) -> HttpResponse:
    form = spec.form(request.POST, answers=answers)
    valid = form.is_valid()
    try:
        draft = keep(request, draft, spec, form, resume_at=spec.following if valid else spec.key)
    except StaleFormError as error:
        draft.refresh_from_db()
        form.add_error(None, error.message)
        return show(request, draft, answers, spec, form)
    except AlreadyDoneError as error:
        return _already(request, draft, error.message)
    if not valid:
        return show(request, draft, answers, spec, form)
    return go_to(draft, REVISION if "volver" in request.GET else spec.following)


@require_POST
@reporter_required
def save(request: HttpRequest, pk: int, page: str) -> HttpResponse:
    """Keep what is being typed, right or wrong; nothing is judged here."""
    draft = get_draft_or_404(request, pk)
    spec = PAGES.get(page)
    if spec is None or spec.form is None:
        raise Http404
    answers = Answers(draft, request.membership, now())
    try:
        keep(request, draft, spec, spec.form(request.POST, answers=answers), resume_at=page)
    except (StaleFormError, AlreadyDoneError):
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@reporter_required
def limit(request: HttpRequest) -> HttpResponse:
    """Say when the 24 hours end, for the hour being typed."""
    field = PastMomentField(required=False)
    values = [request.GET.get("known_at_0", ""), request.GET.get("known_at_1", "")]
    try:
        known_at = field.clean(values) if all(values) else None
    except ValidationError:
        known_at = None
    limit_at = limit_of(known_at, request.school) if known_at else None
    context = {"limit_at": limit_at, "late": limit_at is not None and limit_at < now()}
    return render(request, "cases/intake/_limit.html", context)


@reporter_required
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every answer with its «Cambiar»; send once."""
    draft = get_draft_or_404(request, pk)
    at = now()
    away = misplaced(request, draft, REVISION)
    if away:
        return away
    form = SendForm(
        request.POST or None, request.FILES or None, initial={"seen": draft.updated_at.isoformat()}
    )
    if request.method == "POST" and form.is_valid():
        sent = perform(request, form, lambda: _send(request, draft, form, at), now=at)
        draft.refresh_from_db()
        if sent:
            return after_sending(draft)
        form.data = form.data.copy()
        form.data["seen"] = draft.updated_at.isoformat()
    answers = Answers(draft, request.membership, at)
    people = {"membership": request.membership, "at": at}
    context = {
        "draft": draft,
        "answers": answers,
        "form": form,
        "groups": groups_of(answers),
        "impediment": impediment_of(answers, request.membership),
        "unknown": unknown_people(answers),
        "own_name": OWN_NAME if gives_itself_away(answers, request.membership) else "",
        "named": named_in(answers),
        "related": open_cases_sharing(answers.student_ids, **people),
    }
    return render(request, "cases/intake/review.html", context)


def _send(request: HttpRequest, draft: IntakeDraft, form: SendForm, at: object) -> None:
    register_denuncia(
        draft=draft,
        actor=request.membership,
        now=at,
        seen=form.cleaned_data["seen"],
        writing=form.cleaned_data["writing"],
    )


@reporter_required
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then throw the draft away."""
    draft = get_draft_or_404(request, pk)
    if draft.case_id:
        return _already(request, draft)
    if request.method != "POST":
        return render(request, "cases/intake/discard.html", {"draft": draft})
    drafts.discard_draft(draft=draft)
    messages.success(request, "Se descartó el borrador.")
    return redirect("intake-start")


def show(
    request: HttpRequest,
    draft: IntakeDraft,
    answers: Answers,
    spec: Page,
    form: PageForm | None,
    **extra: object,
) -> HttpResponse:
    """Draw a page, with the marks that tell one window from another."""
    context = {
        "page": spec,
        "total": len(ORDER),
        "draft": draft,
        "answers": answers,
        "form": form,
        "tab": secrets.token_hex(8),
        "seen": draft.data.get(spec.key, {}).get("rev", 0),
        **extra,
    }
    return render(request, spec.template, context)


def keep(
    request: HttpRequest, draft: IntakeDraft, spec: Page, form: PageForm, *, resume_at: str
) -> IntakeDraft:
    """Save what was typed in a page, with the marks of its window."""
    seen = request.POST.get("seen", "")
    return drafts.save_page(
        draft=draft,
        page=spec.key,
        values=raw_values(form, request),
        now=now(),
        tab=request.POST.get("tab", ""),
        seen=int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else None,  # noqa: PLR2004
        resume_at=resume_at,
    )


def raw_values(form: PageForm, request: HttpRequest) -> dict[str, str]:
    """Return the inputs of the form as they were typed, and nothing else of the POST."""
    return {name: request.POST.get(name, "") for name in form.raw_names()}


def misplaced(request: HttpRequest, draft: IntakeDraft, page: str) -> HttpResponse | None:
    """Return where to go instead: the result if it was sent, or the first page that is missing."""
    if draft.case_id:
        return _already(request, draft)
    missing = Answers(draft, request.membership, now()).first_incomplete(before=page)
    if not missing:
        return None
    messages.info(request, f"Antes falta completar «{PAGES[missing].title}».")
    return go_to(draft, missing)


def go_to(draft: IntakeDraft, page: str) -> HttpResponse:
    """Redirect to a page of the draft, or to its review."""
    if page == REVISION:
        return redirect("intake-review", draft.pk)
    return redirect("intake-page", draft.pk, page)


def after_sending(draft: IntakeDraft) -> HttpResponse:
    """Redirect to the receipt of the case, or home if this draft never became one."""
    return redirect("intake-done", draft.case_id) if draft.case_id else redirect("intake-start")


def _already(
    request: HttpRequest, draft: IntakeDraft, text: str = "Esta denuncia ya se había registrado."
) -> HttpResponse:
    draft.refresh_from_db()
    messages.info(request, text)
    return after_sending(draft)
