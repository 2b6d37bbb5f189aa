"""The terms of the law over a case that runs under any reglamento."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from protocols.catalog.norms.definitions import Precepto
from protocols.catalog.norms.loader import all_norms, norm_protocol
from protocols.engine.calendar import Calendar
from protocols.engine.conditions import Facts
from protocols.engine.counting import Deadline
from protocols.engine.definitions import Protocol, TramiteKind
from protocols.engine.evaluation import evaluate
from protocols.engine.events import Event, history
from protocols.engine.occurrences import occurrences
from protocols.engine.plazos import Norma
from protocols.engine.timeline import Reading, State, StepStatus

PROCEDURE = {TramiteKind.LEY_KARIN: "ley_karin"}  # every other kind is about students
STUDENTS = "aula_segura"


@dataclass(frozen=True, slots=True)
class Limit:
    """One term of the law on this case: until when, to do what, and by which norm.

    `missing_facts`: nobody has said yet whether it applies. `readings`: its other dates.
    """

    code: str
    title: str
    what: str
    due: Deadline
    started_at: datetime
    source: Norma
    responsible: tuple[str, ...]
    readings: tuple[Reading, ...] = ()
    done_at: datetime | None = None
    missing_facts: tuple[str, ...] = ()
    grace: str = ""

    @property
    def on(self) -> date:
        """Return the last day."""
        return self.due.on

    def exceeded(self, now: datetime) -> bool:
        """True if it was met after its last instant, or was not and that has passed."""
        return (self.done_at or now) > self.due.at


def limits_for(
    protocol: Protocol, facts: Facts, events: Iterable[Event], calendar: Calendar, now: datetime
) -> tuple[Limit, ...]:
    """Return the terms of the law that run in a case of `protocol`, first to expire first.

    A term counts by the law in force the day it starts. One that depends on a fact nobody
    stated is given only if the protocol asks for that fact: its date is a warning.
    Raises: MomentError if `now` is naive; CalendarRangeError outside the reviewed table.
    """
    law = norm_protocol(PROCEDURE.get(protocol.kind, STUDENTS))
    past = history(events, now)
    found = occurrences(protocol, past, calendar.tz)
    happened = [event for name in found for event in found[name]]
    statuses = evaluate(law, facts, happened, calendar, now).steps
    limits = [limit for status in statuses if (limit := _limit(status, protocol, calendar))]
    return tuple(sorted(limits, key=lambda limit: limit.due.at))


def _limit(status: StepStatus, protocol: Protocol, calendar: Calendar) -> Limit | None:
    precepto = all_norms().get(status.step.id)
    if precepto is None or status.due is None or status.state is State.NO_APLICA:
        return None
    if not set(status.missing_facts) <= set(protocol.facts):
        return None
    started = status.due.start_at
    day = started.astimezone(calendar.tz).date()
    return _dated(status, precepto, status.due, day) if precepto.in_force(day) else None


def _dated(status: StepStatus, precepto: Precepto, due: Deadline, day: date) -> Limit:
    return Limit(
        code=precepto.code,
        title=precepto.title,
        what=precepto.limits,
        due=due,
        started_at=due.start_at,
        source=precepto.source,
        responsible=precepto.responsible,
        readings=status.alternatives,
        done_at=status.done_at,
        missing_facts=status.missing_facts,
        grace=precepto.grace(day),
    )
