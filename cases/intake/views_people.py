"""The people of a denuncia: search, add, take out; all of it works without JavaScript."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cases.intake import drafts
from cases.intake.answers import Answers
from cases.intake.doors import get_draft_or_404, reporter_required
from cases.intake.pages import HECHOS, PAGES, PERSONAS, REVISION
from cases.intake.people_forms import OtherPersonForm, PersonForm
from cases.intake.rows import found_people
from cases.intake.selectors import open_cases_sharing, people_matching
from cases.intake.views import go_to, misplaced, show
from cases.models import IntakeDraft
from convivencia.clock import now
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.audit.services import record
from schools.models.audit import AuditAct


def people_page(request: HttpRequest, draft: IntakeDraft, answers: Answers) -> HttpResponse:
    """Show who is in the denuncia; go on once somebody was affected."""
    if request.method == "POST":
        problem = answers.people_problem
        if not problem:
            return go_to(draft, REVISION if "volver" in request.GET else HECHOS)
        return draw(request, draft, answers, problem=problem)
    return draw(request, draft, answers)


@reporter_required
def search(request: HttpRequest, pk: int) -> HttpResponse:
    """Return who matches, for the list that changes while one types."""
    draft = get_draft_or_404(request, pk)
    return render(request, "cases/intake/_found.html", {"draft": draft, **_found(request)})


@require_POST
@reporter_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a person; a reason beside the form if it cannot be."""
    draft = get_draft_or_404(request, pk)
    away = misplaced(request, draft, PERSONAS)
    if away:
        return away
    other = "name" in request.POST
    form = (OtherPersonForm if other else PersonForm)(request.POST)
    if form.is_valid():
        try:
            drafts.add_person(draft=draft, now=now(), **form.person)
            return _back(request, draft)
        except DomainError as error:
            form.add_error(None, error.message)
    answers = Answers(draft, request.membership, now())
    return draw(request, draft, answers, **{"other_form" if other else "person_form": form})


@require_POST
@reporter_required
def remove(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Take a person out of the draft."""
    draft = get_draft_or_404(request, pk)
    try:
        drafts.remove_person(draft=draft, key=key, now=now())
    except AlreadyDoneError as error:
        messages.info(request, error.message)
    return _back(request, draft)


def draw(
    request: HttpRequest, draft: IntakeDraft, answers: Answers, **extra: object
) -> HttpResponse:
    """Draw the page of the people, with what was searched."""
    context = {
        "person_form": PersonForm(),
        "other_form": OtherPersonForm(),
        "related": open_cases_sharing(answers.student_ids, membership=request.membership, at=now()),
        **_found(request),
        **extra,
    }
    return show(request, draft, answers, PAGES[PERSONAS], None, **context)


def _found(request: HttpRequest) -> dict:
    """Return what the search box asks for; a search that shows people is recorded."""
    asked = request.GET.get("q") or request.POST.get("q") or ""
    text = asked.replace("\x00", "").strip()[:60]
    today = request.school.local_date(now())
    groups = found_people(people_matching(text, today)) if text else []
    if groups:
        detail = "búsqueda al registrar una denuncia"
        record(AuditAct.BUSCAR, object_type="persona", user_id=request.user.pk, detail=detail)
    return {"q": text, "groups": groups}


def _back(request: HttpRequest, draft: IntakeDraft) -> HttpResponse:
    response = redirect("intake-page", draft.pk, PERSONAS)
    if "volver" in request.GET:
        response["Location"] += "?volver=revision"
    return response
