"""Pages of the roster: upload, preview, apply, undo."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from convivencia.clock import now
from convivencia.exceptions import DomainError
from schools.abilities import Ability
from schools.doors import ability_required, found_or_404
from schools.models import RosterImport
from schools.pages import page_of
from schools.roster import selectors, services
from schools.roster.forms import ApplyForm, UploadForm
from schools.roster.presenters import import_page
from schools.roster.undoing import undo_import
from schools.saving import attempt

IMPORTS = ability_required(Ability.IMPORT_ROSTER)


@IMPORTS
def roster_list(request: HttpRequest) -> HttpResponse:
    at = now()
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        initial={"year": request.school.local_date(at).year},
    )
    if request.method == "POST":
        roster = attempt(
            form,
            lambda data: services.start_import(
                content=data["file"].read(services.MAX_BYTES + 1),
                name=data["file"].name,
                year=data["year"],
                at=at,
                actor=request.membership,
            ),
        )
        if roster:
            return redirect("roster-detail", roster.pk)
    context = {"form": form, "page": page_of(request, selectors.imports(), per_page=10)}
    return render(request, "schools/roster/roster_list.html", context)


@IMPORTS
def roster_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _import(request, pk), ApplyForm())


@IMPORTS
def roster_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the polling: the bar, or an order to load the page when the reading is over."""
    roster = found_or_404(request, selectors.imports(), pk)
    if roster.state != "leyendo":
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "schools/roster/_avance.html", {"roster": roster})


@require_POST
@IMPORTS
def roster_retry(request: HttpRequest, pk: int) -> HttpResponse:
    roster = found_or_404(request, selectors.imports().filter(state="leyendo"), pk)
    services.queue_reading(roster)
    return redirect("roster-detail", pk)


@require_POST
@IMPORTS
def roster_apply(request: HttpRequest, pk: int) -> HttpResponse:
    roster = _import(request, pk)
    form = ApplyForm(request.POST)
    form.is_valid()  # one box: ticked or not
    return _act(
        request,
        pk,
        "La nómina quedó aplicada.",
        lambda: services.apply_as_shown(
            roster=roster,
            end_missing=form.cleaned_data["end_missing"],
            at=now(),
            actor=request.membership,
        ),
    )


@require_POST
@IMPORTS
def roster_undo(request: HttpRequest, pk: int) -> HttpResponse:
    roster = _import(request, pk)
    return _act(
        request,
        pk,
        "La nómina quedó deshecha: todo está como antes.",
        lambda: undo_import(roster=roster, actor=request.membership),
    )


def _act(request: HttpRequest, pk: int, text: str, action: object) -> HttpResponse:
    """Run an act on an import; if it is refused, show the page with the reasons."""
    try:
        action()
    except DomainError as error:
        return _page(request, _import(request, pk), ApplyForm(), error=error)
    messages.success(request, text)
    return redirect("roster-detail", pk)


def _import(request: HttpRequest, pk: int) -> RosterImport:
    return found_or_404(request, selectors.import_files(), pk)


def _page(
    request: HttpRequest, roster: RosterImport, form: ApplyForm, error: DomainError | None = None
) -> HttpResponse:
    page = import_page(roster, request.GET.get("ver", ""), now())
    rows = page_of(request, page.rows)
    missing = selectors.missing_of(roster) if page.view == "faltan" else []
    context = {"roster": roster, "page": page, "rows": rows, "form": form, "error": error}
    return render(request, "schools/roster/roster_detail.html", context | {"missing": missing})
