"""View-models of the decision screens: what the confirm page says and which dates it creates."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.hearings.dates import CreatedDate, created_dates
from cases.hearings.pages import Row, rows_of
from cases.models import Case
from cases.once import was_sent
from cases.overview.frame import CaseFrame
from convivencia.clock import now
from protocols.engine import Event

__all__ = ["Card", "came_late", "rows_of", "show"]


@dataclass(frozen=True, slots=True)
class Card:
    """What `components/confirm.html` shows before an act that cannot be undone."""

    title: str
    rows: list[Row]
    consequences: tuple[str, ...]
    button: str
    cancel: str
    case: Case
    events: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    danger: bool = False

    @property
    def cancel_url(self) -> str:
        return reverse(self.cancel, args=[self.case.pk])

    @property
    def dates(self) -> list[CreatedDate]:
        """The plazos that the act starts or moves, by date."""
        at = now()
        events = [Event(name, at) for name in self.events]
        return created_dates(self.case, *events, now=at, facts=self.facts)


def show(
    request: HttpRequest, frame: CaseFrame, template: str, context: dict[str, object]
) -> HttpResponse:
    """Draw a page of the case under its identity bar."""
    return render(request, template, frame.context(**context))


def came_late(request: HttpRequest, form: BaseForm, why: str) -> bool:
    """Keep what was typed while somebody else finished the act, and say why it was not saved.

    False for a page that is only opened, and for a form that was sent twice: that one is done.
    """
    if request.method != "POST" or was_sent(request.POST.get("envio", "")):
        return False
    form.add_error(None, why)
    return True
