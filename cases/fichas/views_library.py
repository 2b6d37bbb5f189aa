"""The library of forms: to read for everybody, to adapt and to publish for who leads."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cases.acting import perform
from cases.fichas.adaptation import (
    discard_own,
    own_draft,
    own_versions,
    publish_own,
    save_own,
    stamp,
)
from cases.fichas.forms_adapt import AdaptForm, SeenForm
from cases.fichas.loader import definition_from
from cases.fichas.selectors import current_forms, current_or_404
from cases.models import FichaPropia
from convivencia.clock import now
from convivencia.exceptions import DomainError
from schools.abilities import Ability, can
from schools.doors import ability_required

DRAFTS = ability_required(Ability.DRAFT_REGLAMENTO)
PUBLISHES = ability_required(Ability.PUBLISH_REGLAMENTO)


def forms_page(request: HttpRequest) -> HttpResponse:
    """Show every form, in the version the school uses."""
    drafts = set(FichaPropia.objects.filter(published_at=None).values_list("key", flat=True))
    rows = [(one, key in drafts) for key, one in current_forms().items()]
    return render(request, "cases/fichas/library.html", {"rows": rows})


def form_page(request: HttpRequest, key: str) -> HttpResponse:
    """Show one form: what it asks, whom it serves, its versions."""
    current, draft = current_or_404(key), own_draft(key)
    context = {
        "current": current,
        "definition": current.definition,
        "draft": draft,
        "proposal": definition_from(draft.definition) if draft else None,
        "versions": own_versions(key),
        "may_draft": can(request.membership, Ability.DRAFT_REGLAMENTO),
        "may_publish": bool(draft) and can(request.membership, Ability.PUBLISH_REGLAMENTO),
    }
    if draft:
        context["publish"] = SeenForm(initial={"seen": stamp(context["proposal"])})
    return render(request, "cases/fichas/definition.html", context)


@DRAFTS
def adapt(request: HttpRequest, key: str) -> HttpResponse:
    """Word a form as the school's own; what the norm asks stays."""
    current, draft = current_or_404(key), own_draft(key)
    shown = definition_from(draft.definition) if draft else current.definition
    initial = {"seen": stamp(shown), "note": draft.note if draft else ""}
    form = AdaptForm(request.POST or None, definition=shown, initial=initial)
    at = now()
    if request.method == "POST" and form.is_valid():

        def run() -> None:
            save_own(
                key=key, definition=form.result(), seen=form.cleaned_data["seen"],
                note=form.cleaned_data["note"], actor=request.membership, now=at,
            )  # fmt: skip

        if perform(request, form, run, now=at, done="Quedó en preparación. Falta publicarla."):
            return redirect("ficha-definition", key=key)
    context = {"form": form, "definition": shown}
    return render(request, "cases/fichas/adapt.html", context)


@PUBLISHES
@require_POST
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Publish the version being prepared."""
    current_or_404(key)
    form, at = SeenForm(request.POST), now()

    def run() -> None:
        publish_own(key=key, seen=form.cleaned_data["seen"], actor=request.membership, now=at)

    if not form.is_valid() or not perform(request, form, run, now=at, done="Versión publicada."):
        messages.error(request, " ".join(form.non_field_errors()) or "Vuelva a intentarlo.")
    return redirect("ficha-definition", key=key)


@DRAFTS
@require_POST
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Throw the version being prepared away."""
    current_or_404(key)
    try:
        discard_own(key=key, actor=request.membership)
        messages.success(request, "Se descartó la versión en preparación.")
    except DomainError as error:
        messages.info(request, error.message)
    return redirect("ficha-definition", key=key)
