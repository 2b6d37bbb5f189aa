"""What the views of personal data share: who may come, whose data, one form on its page."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.access import cases_visible_to
from cases.acting import perform
from cases.models import Case
from cases.policy import Sight
from convivencia.clock import now
from schools.abilities import Ability
from schools.doors import ability_required, found_or_404
from schools.models import Apoderado, Student
from schools.pages import form_page

ANSWERS = ability_required(Ability.ANSWER_RIGHTS)
MAPS = ability_required(Ability.MAP_DATA)
RETAINS = ability_required(Ability.RETAIN_CASES)
DISPOSES = ability_required(Ability.DISPOSE_CASES)
MODELS = {"student": Student, "apoderado": Apoderado}


def person_or_404(request: HttpRequest, kind: str, pk: int) -> Student | Apoderado:
    """Return a person of the school; one of another school is as if they were not."""
    return found_or_404(request, MODELS[kind].objects.all(), pk)


def case_or_404(request: HttpRequest, pk: int) -> Case:
    """Return a case that the member sees whole: who is a party does not find it here either."""
    rows = cases_visible_to(request.membership, at=now(), at_least=Sight.FULL)
    case = found_or_404(request, rows, pk)
    case.school = request.school
    return case


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
) -> HttpResponse:
    """Show a form; once it is valid, run the service and go back."""
    at = now()
    if (
        request.method == "POST"
        and form.is_valid()
        and perform(request, form, lambda: run(_given(form, request, at)), now=at, done=done)
    ):
        return redirect(back)
    return form_page(request, form, title=title, button=button, back=back, lead=lead, danger=danger)


def _given(form: forms.Form, request: HttpRequest, at: object) -> dict:
    data = {key: value for key, value in form.cleaned_data.items() if key != "envio"}
    return {**data, "actor": request.membership, "now": at}
