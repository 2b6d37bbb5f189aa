"""The page of one act: form, then the interruption card, then the act; typed text is never lost."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access import may
from cases.acting import perform, show_refusal
from cases.hearings.dates import CreatedDate
from cases.hearings.services.checks import refuse_stale
from cases.models import Case
from cases.overview.frame import CaseFrame
from cases.procedure import reason_against
from cases.states import Acto
from convivencia.exceptions import DomainError
from convivencia.templatetags.forms_ui import error_summary
from schools.models import Membership

CONFIRM, EDIT = "confirmar", "editar"


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Card:
    """What `confirm.html` says before the act."""

    title: str
    button: str
    rows: list[Row] = field(default_factory=list)
    consequences: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    dates: list[CreatedDate] = field(default_factory=list)
    danger: bool = False


@dataclass(slots=True)
class ActPage:
    """One act: what it asks, what it would do, and how it is done.

    `card` is None for what creates no date and needs no second look. `run` takes the instant.
    """

    request: HttpRequest
    frame: CaseFrame
    form: BaseForm
    template: str
    run: Callable[[], object]
    now: datetime
    done: str
    card: Callable[[], Card] | None = None
    others: Iterable[BaseForm | BaseFormSet] = ()
    blocked: list[str] = field(default_factory=list)
    context: dict = field(default_factory=dict)
    goes_to: str = "case-detail"

    def respond(self) -> HttpResponse:
        """Answer the request: the form, the card, or the way to the result."""
        posted = self.request.method == "POST" and not self.blocked
        if posted and self.is_valid() and self.request.POST.get("paso") != EDIT:
            answer = self._go_on()
            if answer:
                return answer
            self._renew_version()
        return render(self.request, self.template, self._context())

    def is_valid(self) -> bool:
        """True if every form is; all are asked, so that every error shows at once."""
        valid = [form.is_valid() for form in (self.form, *self.others)]
        return all(valid)

    def _go_on(self) -> HttpResponse | None:
        if self.card is None or self.request.POST.get("paso") == CONFIRM:
            done = perform(self.request, self.form, self.run, now=self.now, done=self.done)
            return redirect(self.goes_to, pk=self.frame.case.pk) if done else None
        try:
            refuse_stale(self.frame.case, self.form.cleaned_data.get("version"))
            card = self.card()
        except DomainError as error:
            show_refusal(self.form, error)
            return None
        more = {"card": card, "typed": typed_pairs(self.request), "at_url": self.request.path}
        return render(self.request, "cases/hearings/confirm.html", self._context() | more)

    def _renew_version(self) -> None:
        """Once the person was told that the case moved on, the form belongs to the case of now."""
        if "version" in self.form.fields:
            data = self.form.data.copy()
            data[self.form.add_prefix("version")] = str(self.frame.case.version)
            self.form.data = data

    def _context(self) -> dict:
        back = reverse("case-detail", args=[self.frame.case.pk])
        shared = {"form": self.form, "blocked": self.blocked, "back": back}
        shared["problems"] = problems_of(self.form, *self.others)
        shared["multipart"] = any(form.is_multipart() for form in (self.form, *self.others))
        return self.frame.context(**shared, **self.context)


def problems_of(*parts: BaseForm | BaseFormSet) -> list[dict]:
    """Return every error of forms and lists of forms, each with the field it is about."""
    forms: list[BaseForm] = []
    for part in parts:
        forms += part.forms if isinstance(part, BaseFormSet) else [part]
    items = error_summary(*(form for form in forms if form.is_bound))["items"]
    lists = [part for part in parts if isinstance(part, BaseFormSet) and part.is_bound]
    return [*items, *({"text": e, "target": ""} for part in lists for e in part.non_form_errors())]


def typed_pairs(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was typed, to be carried through the confirm page."""
    left_out = {"csrfmiddlewaretoken", "paso"}
    return [(k, v) for k, values in request.POST.lists() if k not in left_out for v in values]


def refusals(case: Case, member: Membership, acto: Acto) -> list[str]:
    """Return why the member may not do the act now, in Spanish; empty if they may."""
    reasons = [may(member, case.functions, acto), reason_against(case, acto)]
    return [reason for reason in reasons if reason]


def rows_of(*pairs: tuple[str, object]) -> list[Row]:
    """Return summary rows, without the empty ones."""
    return [Row(label, str(value)) for label, value in pairs if value]
