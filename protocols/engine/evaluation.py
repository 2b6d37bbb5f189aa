"""The timeline of a case: a pure function of what the norm says and what happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import NamedTuple

from protocols.engine.calendar import Calendar
from protocols.engine.conditions import ALWAYS, Facts, holds, missing_facts
from protocols.engine.counting import Deadline, Pause
from protocols.engine.definitions import DerivedEvent, Nature, Pick, Protocol, Step, Trigger
from protocols.engine.errors import MomentError
from protocols.engine.events import PAUSA, PRORROGA, REANUDACION, Event, history
from protocols.engine.index import index_of
from protocols.engine.occurrences import occurrences, pauses_of
from protocols.engine.readings import (
    Computed,
    Count,
    Known,
    compute_step,
    prorroga_of,
    read_from,
    shown_readings,
)
from protocols.engine.timeline import Reading, State, StepStatus, Timeline
from protocols.engine.units import Unit

NOTHING: list[Event] = []
LAST, PERIODO, HORAS = Pick.LAST, Nature.PERIODO, Unit.HORAS_CORRIDAS  # an enum look-up is dear
CUMPLIDO, TARDE, EN_PAUSA = State.CUMPLIDO, State.CUMPLIDO_TARDE, State.EN_PAUSA
NO_PAUSES: tuple[list[Pause], date | None] = ([], None)


def evaluate(
    protocol: Protocol, facts: Facts, events: Iterable[Event], calendar: Calendar, now: datetime
) -> Timeline:
    """Return how every step of `protocol` stands at `now`.

    Events after `now` have not happened. A fact that is missing is unknown, never false:
    the step says what has to be found out, and its date is shown meanwhile.
    Raises: MomentError if `now` is naive; CalendarRangeError outside the reviewed table.
    """
    if now.tzinfo is None:
        raise MomentError("«ahora» debe tener zona horaria.")
    past = history(events, now)
    evaluation = _Evaluation(protocol, facts, past, calendar, now)
    statuses = tuple([evaluation.status(step) for step in protocol.steps])
    return Timeline(protocol, now, statuses, tuple(past))


_INSTANT = attrgetter("at")


def _in_order(lists: list[list[Event]]) -> list[Event]:
    """Return the events of several lists, each already in order, in order of time."""
    if len(lists) == 1:
        return lists[0]
    found = [event for one in lists for event in one]
    if len(found) > 1:
        found.sort(key=_INSTANT)
    return found


def _all_heard(events: list[Event], parties: tuple[str, ...]) -> Event | None:
    """Return the event with which the last of the parties was heard; without party, it is all."""
    left = set(parties)
    for event in events:
        left = left - {event.party} if event.party else set()
        if not left:
            return event
    return None


class _Start(NamedTuple):
    """Where a step counts from; `projected` if that has not come yet."""

    at: datetime
    projected: bool = False


class _Evaluation:
    """One run: it remembers what each step's plazo gave, for the steps that hang on it."""

    def __init__(
        self, protocol: Protocol, facts: Facts, past: list[Event], calendar: Calendar, now: datetime
    ) -> None:
        self.protocol, self.facts, self.past = protocol, facts, past
        self.calendar, self.now, self.tz = calendar, now, calendar.tz
        self.today = now.astimezone(calendar.tz).date()
        self.found = occurrences(protocol, past, calendar.tz)
        self.stops = [event for event in past if event.name in (PAUSA, REANUDACION)]
        self.extensions = self.found.get(PRORROGA, [])
        index = index_of(protocol)
        self.derived, self.steps = index.derived, index.steps
        self.known: Known = {}
        self._computed: dict[str, tuple[_Start | None, Computed | None]] = {}

    # -- starts -------------------------------------------------------------------------

    def candidates(self, step: Step) -> list[Event]:
        """Return the events a step may count from, in order of time."""
        if not step.also_from:
            return self.triggered(step.counts_from)
        names = step.counts_from.events
        for trigger in step.also_from:
            if holds(trigger.when, self.facts) is True:
                names += trigger.events
        return _in_order([self.events_named(name) for name in names])

    def triggered(self, trigger: Trigger) -> list[Event]:
        """Return the events of one trigger, in order of time."""
        lists, found = [], self.found
        for name in trigger.events:
            if name in found:
                lists.append(found[name])
            elif name in self.derived:
                lists.append(self.events_named(name))
        return _in_order(lists) if lists else NOTHING

    def events_named(self, name: str) -> list[Event]:
        """Return what happened under `name`, or the end of the plazo it stands for."""
        known = self.found.get(name)
        if known is not None or name not in self.derived:
            return known or NOTHING
        ends = [self._end_of(event) for event in self.derived[name]]
        found = sorted([Event(name, at) for at in ends if at], key=_INSTANT)
        self.found[name] = found
        return found

    def _end_of(self, event: DerivedEvent) -> datetime | None:
        step = self.steps[event.end_of]
        _, computed = self.computed(step)
        if computed is None or computed.due is None or self.applies(step) is False:
            return None
        if event.original:
            return computed.base.at if computed.extended and computed.base else None
        return computed.due.at

    def _start_among(self, step: Step, pick: Pick, events: list[Event]) -> _Start | None:
        """Return where the count starts; once the act is done, later events do not move it."""
        if not events:
            return None
        chosen = events[0]
        if step.answers_each:
            waiting = events[len(self.done_events(step)) :]
            chosen = waiting[0] if waiting else events[-1]
        elif pick is LAST:
            done = [e.at for e in self.done_events(step) if e.at >= events[0].at]
            limit = min(done, default=None)
            chosen = [e for e in events if limit is None or e.at <= limit][-1]
        return _Start(chosen.at, projected=chosen.at > self.now)

    def computed(self, step: Step) -> tuple[_Start | None, Computed | None]:
        """Return the start of a step and the dates it gives, worked out once."""
        known = self._computed.get(step.id)
        if known is not None:
            return known
        start = self._start_among(step, step.counts_from.pick, self.candidates(step))
        result = None
        if start:
            pauses, open_since = pauses_of(step, self.stops, self.tz) if self.stops else NO_PAUSES
            count = Count(start.at, self.calendar, (), self.known)
            result = compute_step(step, count, self.facts, self.extensions, pauses, open_since)
        self._computed[step.id] = start, result
        return start, result

    def readings(self, step: Step, computed: Computed | None) -> tuple[Reading, ...]:
        """Return the other dates of the step; those with a start of their own need no other."""
        found = computed.alternatives if computed else ()
        for other in step.alternatives:
            if other.counts_from is None or holds(other.when, self.facts) is not True:
                continue
            pick = other.counts_from.pick
            start = self._start_among(step, pick, self.triggered(other.counts_from))
            if start:
                extra = prorroga_of(other, computed) if computed else 0
                count = Count(start.at, self.calendar, (), self.known)
                found += (read_from(other, count, extra),)
        return shown_readings(computed.due if computed else None, found) if found else ()

    def applies(self, step: Step) -> bool | None:
        """Return whether the branch of the step is taken; None while a fact is unknown."""
        return True if step.when is ALWAYS else holds(step.when, self.facts)

    # -- states -------------------------------------------------------------------------

    def done_events(self, step: Step) -> list[Event]:
        """Return the events that complete the step, in order of time."""
        if not step.done_by and not step.also_done_by and not step.repeatable:
            return self.found.get(step.id, NOTHING)
        lists = [] if step.repeatable else [self.found[step.id]] if step.id in self.found else []
        lists += [self.found[name] for name in step.done_by if name in self.found]
        for trigger in step.also_done_by:
            if holds(trigger.when, self.facts) is True:
                found = [event for name in trigger.events for event in self.found.get(name, [])]
                lists.append([event for event in found if not event.party])
        return _in_order(lists)

    def completion(self, step: Step, start: _Start | None) -> Event | None:
        """Return the act that completes the step: the first since it started, or before it."""
        events = self.done_events(step)
        if events and self.applies(step) is False:
            events = [event for event in events if event.name == step.id]
        if not events:
            return None
        if step.answers_each:
            return events[-1] if len(events) >= len(self.candidates(step)) else None
        if step.parties and holds(step.parties_when, self.facts) is not False:
            return _all_heard(events, step.parties)
        if start is None or events[0].at >= start.at:
            return events[0]
        first = start.at.astimezone(self.tz).date()
        return next((event for event in events if event.on(self.tz) >= first), events[0])

    def status(self, step: Step) -> StepStatus:
        """Return how the step stands."""
        start, computed = self.computed(step)
        done = self.completion(step, start)
        if done:
            return self._done(step, start, computed, done)
        applies = self.applies(step)
        if applies is not True:
            return self._unapplied(step, start, computed, known=applies is False)
        if not step.counts_from.events and not step.also_from:
            return self._stands(step, None, None, State.EN_CURSO, "No espera otro acto.")
        if start is None or computed is None or start.projected:
            return self._stands(step, start, computed, State.EN_ESPERA, self._waiting_text(step))
        return self._running(step, start, computed)

    def _unapplied(
        self, step: Step, start: _Start | None, computed: Computed | None, *, known: bool
    ) -> StepStatus:
        if not known:
            missing = tuple(missing_facts(step.when, self.facts))
            reason = self._missing_text(missing)
            return self._stands(step, start, computed, State.EN_ESPERA, reason, missing=missing)
        text = step.condition_text or "No corresponde según los hechos registrados."
        reason = f"No se aplica: {text}"
        if step.keeps_date:
            return self._stands(step, start, computed, State.NO_APLICA, reason)
        return StepStatus(step, State.NO_APLICA, reason)

    def _stands(
        self,
        step: Step,
        start: _Start | None,
        computed: Computed | None,
        state: State,
        reason: str = "",
        *,
        done_at: datetime | None = None,
        missing: tuple[str, ...] = (),
    ) -> StepStatus:
        recipients = self._recipients(step) if step.recipients else ()
        if start is None or computed is None:
            return StepStatus(
                step,
                state,
                reason,
                done_at=done_at,
                alternatives=self.readings(step, computed),
                recipients=recipients,
                missing_facts=missing,
            )
        due, shown = computed.due, computed.alternatives or step.alternatives
        return StepStatus(  # in the order of its fields: names would cost a tenth of the whole
            step,
            state,
            reason,
            due.start if due else start.at.astimezone(self.tz).date(),
            start.at,
            due,
            computed.plazo,
            start.projected,
            done_at,
            self.readings(step, computed) if shown and state is not EN_PAUSA else (),
            computed.extended,
            recipients,
            missing,
            computed.notices,
        )

    def _recipients(self, step: Step) -> tuple[str, ...]:
        asked = (r for r in step.recipients if holds(r.when, self.facts) is not False)
        return tuple(recipient.name for recipient in asked)

    def _done(
        self, step: Step, start: _Start | None, computed: Computed | None, done: Event
    ) -> StepStatus:
        due = computed.due if computed else None
        limited = due is not None and step.nature is not PERIODO  # a minimum has no «late»
        late = limited and due is not None and done.at > due.at
        state = TARDE if late else CUMPLIDO
        return self._stands(step, start, computed, state, done_at=done.at)

    def _running(self, step: Step, start: _Start, computed: Computed) -> StepStatus:
        if computed.paused_since:
            reason = f"En pausa desde el {computed.paused_since:%d-%m-%Y}."
            stopped = computed._replace(due=None, alternatives=())
            return self._stands(step, start, stopped, State.EN_PAUSA, reason)
        if computed.due is None:
            return self._stands(step, start, computed, State.EN_CURSO, "La norma no fija plazo.")
        state = State.VENCIDO
        if self.now <= computed.due.at:
            near = self._is_near(step, computed.due)
            state = State.POR_VENCER if near else State.EN_CURSO
        return self._stands(step, start, computed, state, " ".join(computed.notices))

    def _is_near(self, step: Step, due: Deadline) -> bool:
        if due.unit is HORAS:
            return due.at - self.now <= timedelta(hours=step.warn_hours)
        return self.calendar.count(self.today, due.on) <= step.warn_days

    # -- words --------------------------------------------------------------------------

    def _missing_text(self, missing: tuple[str, ...]) -> str:
        asked = [self.protocol.facts.get(fact, f"«{fact}»") for fact in missing]
        return f"Falta saber {'; '.join(asked)}."

    def _waiting_text(self, step: Step) -> str:
        titles = index_of(self.protocol).titles
        names = [titles.get(name, name) for name in step.counts_from.events]
        return f"Espera {' o '.join(dict.fromkeys(names))}."
