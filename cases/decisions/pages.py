"""View-models of the decision screens: what the confirm page says and which dates it creates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.deadlines.selectors import events_of
from cases.models import Case
from cases.overview.frame import CaseFrame
from convivencia.clock import now
from protocols.engine import Event, Timeline, evaluate
from protocols.selectors import calendar_of, protocol_of


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class CreatedDate:
    on: date
    text: str


def rows_of(*pairs: tuple[str, object]) -> tuple[Row, ...]:
    """Return summary rows, without the empty ones."""
    return tuple(Row(label, str(value)) for label, value in pairs if value)


@dataclass(frozen=True, slots=True)
class Card:
    """What `components/confirm.html` shows before an act that cannot be undone."""

    title: str
    rows: tuple[Row, ...]
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
        return created_dates(self.case, self.events, at=now(), facts=self.facts)


def created_dates(
    case: Case, events: Iterable[str], *, at: datetime, facts: Mapping[str, object]
) -> list[CreatedDate]:
    """Return what would become due, or change its date, if `events` happened at `at`."""
    found: list[CreatedDate] = []
    for tramite in case.tramites.filter(closed_at=None):
        protocol = protocol_of(case.reglamento, tramite.protocol_key)
        history, calendar = events_of(case), calendar_of(case.school)
        more = [Event(name, at) for name in events]
        before = evaluate(protocol, case.facts, history, calendar, at)
        after = evaluate(protocol, {**case.facts, **facts}, [*history, *more], calendar, at)
        found += _changes(before, after)
    return sorted(found, key=lambda row: row.on)


def _changes(before: Timeline, after: Timeline) -> list[CreatedDate]:
    rows = []
    for old, new in zip(before, after, strict=True):
        was = old.due.on if old.due and old.state != "no_aplica" else None
        if new.due and new.due.on != was and not new.is_done and new.state != "no_aplica":
            rows.append(CreatedDate(new.due.on, new.step.title))
    return rows


def show(
    request: HttpRequest, frame: CaseFrame, template: str, context: dict[str, object]
) -> HttpResponse:
    """Draw a page of the case under its identity bar."""
    return render(request, template, frame.context(**context))
