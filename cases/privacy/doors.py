"""What the views of personal data share: who may come, whose data, one form on its page."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access import cases_visible_to
from cases.acting import perform
from cases.models import Case
from cases.policy import Sight
from convivencia.clock import now
from schools.abilities import Ability, abilities_of, can
from schools.doors import View, deny, found_or_404
from schools.models import Apoderado, Student
from schools.pages import form_page

MODELS = {"student": Student, "apoderado": Apoderado}
TABS = (
    ("privacy", "Solicitudes", Ability.ANSWER_RIGHTS),
    ("privacy-people", "Personas y bloqueos", Ability.ANSWER_RIGHTS),
    ("privacy-retention", "Conservación", Ability.RETAIN_CASES),
    ("privacy-breaches", "Vulneraciones", Ability.ANSWER_RIGHTS),
)


def hidden_without(ability: Ability) -> Callable[[View], View]:
    """Let in who holds `ability`; for the others the page does not exist, and it is recorded."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not can(request.membership, ability):
                deny(request, "cases.privacy", 0, ability)
                raise Http404("No se encontró.")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


ANSWERS = hidden_without(Ability.ANSWER_RIGHTS)
MAPS = hidden_without(Ability.MAP_DATA)
RETAINS = hidden_without(Ability.RETAIN_CASES)
DISPOSES = hidden_without(Ability.DISPOSE_CASES)


def person_or_404(request: HttpRequest, kind: str, pk: int) -> Student | Apoderado:
    """Return a person of the school; one of another school is as if they were not."""
    return found_or_404(request, MODELS[kind].objects.all(), pk)


def case_or_404(request: HttpRequest, pk: int) -> Case:
    """Return a case that the member sees whole: who is a party does not find it here either."""
    rows = cases_visible_to(request.membership, at=now(), at_least=Sight.FULL)
    case = found_or_404(request, rows, pk)
    case.school = request.school
    return case


def show(
    request: HttpRequest, template: str, context: dict, *, here: str = "", status: int = 200
) -> HttpResponse:
    """Render a page of the desk, with the tabs that its reader may open."""
    held = abilities_of(request.membership)
    tabs = [
        {"url": reverse(name), "label": label, "current": name == here}
        for name, label, ability in TABS
        if ability in held
    ]
    context |= {"tabs": tabs, "can": {ability.name: True for ability in held}}
    return render(request, f"cases/privacy/{template}", context, status=status)


def ask(
    request: HttpRequest,
    form: forms.Form,
    run: Callable[[dict], object],
    *,
    title: str,
    button: str,
    back: str,
    done: str,
    lead: str = "",
    danger: bool = False,
    about: object = "",
) -> HttpResponse:
    """Show a form; once it is valid, run the service and go back."""
    at = now()
    if (
        request.method == "POST"
        and form.is_valid()
        and perform(request, form, lambda: run(_given(form, request, at)), now=at, done=done)
    ):
        return redirect(back)
    return form_page(
        request, form, title=title, about=about, button=button, back=back, lead=lead, danger=danger
    )


def _given(form: forms.Form, request: HttpRequest, at: object) -> dict:
    data = {key: value for key, value in form.cleaned_data.items() if key != "envio"}
    return {**data, "actor": request.membership, "now": at}
