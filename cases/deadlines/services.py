"""The projection: what the engine says, stored so that it can be swept. One writer."""

from datetime import datetime

from cases.deadlines.ladder import next_reminder
from cases.deadlines.owners import owner_role
from cases.deadlines.selectors import calendar_for, events_of, main_tramite, timeline_of
from cases.models import Case, Tramite, Vencimiento
from cases.procedure import acto_of
from protocols.engine import Calendar, Missing, StepStatus, Timeline, check_gate
from protocols.engine.units import Unit

OPEN_STATES = ("en_curso", "por_vencer", "vencido")
UPDATED = [
    "order",
    "title",
    "stage",
    "responsible",
    "owner_role",
    "state",
    "starts_at",
    "due_at",
    "due_on",
    "projected",
    "done_at",
    "reason",
    "rule",
    "alternatives",
    "next_reminder_at",
    "rung",
    "acknowledged_at",
]


def project(case: Case, *, now: datetime) -> None:
    """Bring the vencimientos of every open trámite up to date with the history.

    Runs inside the transaction and under the row lock of what was just recorded.
    Queries: 3 per trámite.
    """
    events = list(case.actuaciones.all())
    for tramite in case.tramites.filter(closed_at=None):
        timeline = timeline_of(case, tramite, now=now, actuaciones=events)
        _store(case, tramite, timeline, now)


def missing_for(
    case: Case, event: str, *, now: datetime, step: str = "", tramite: Tramite | None = None
) -> list[Missing]:
    """Return what the gates of a trámite still ask before `event`; empty lets it through.

    Without `tramite`, the case's own protocol.
    """
    tramite = (tramite or main_tramite(case)) if event else None
    if tramite is None:
        return []
    timeline = timeline_of(case, tramite, now=now)
    events = events_of(case, tramite=tramite)
    return check_gate(timeline.protocol, event, timeline, case.facts, events, now, step)


def _store(case: Case, tramite: Tramite, timeline: Timeline, now: datetime) -> None:
    known = {v.step_id: v for v in Vencimiento.objects.filter(tramite=tramite)}
    calendar = calendar_for(case)
    fresh, changed = [], []
    for order, status in enumerate(timeline):
        row = known.get(status.step.id)
        if row is None:
            row = Vencimiento(case=case, tramite=tramite, step_id=status.step.id)
        before, stored = _signature(row), _values(row)
        if not _is_settled(row, status):
            _fill(row, status, order)
        _schedule(row, before, calendar, now)
        if row.pk is None:
            fresh.append(row)
        elif _values(row) != stored:  # most steps stay as they were, and an update is dear
            changed.append(row)
    Vencimiento.objects.bulk_create(fresh)
    # Written over by their pk: `bulk_update` says the same in a statement ten times as dear.
    over = {"update_conflicts": True, "unique_fields": ["pk"], "update_fields": UPDATED}
    Vencimiento.objects.bulk_create(changed, **over)


def is_running(row: Vencimiento) -> bool:
    """Return whether somebody must hear of this plazo.

    A plazo that hangs on a fact nobody has stated runs all the same: the 24 hours of a crime do
    not wait until somebody says that it is one.
    """
    if row.due_at is None or row.projected:
        return False
    unknown = row.state == "en_espera" and bool(row.rule.get("missing_facts"))
    return unknown or row.state in OPEN_STATES


def _values(row: Vencimiento) -> list:
    return [getattr(row, name) for name in UPDATED]


def _signature(row: Vencimiento) -> tuple:
    return (row.due_at, is_running(row))


def _is_settled(row: Vencimiento, status: StepStatus) -> bool:
    """Return whether the step was done under these same rules: a new feriado does not reopen it.

    The date by which it had to be done stays as it was on the day it was done.
    """
    if row.pk is None or row.done_at is None or row.due_at is None:
        return False
    same_act = (row.done_at, row.starts_at) == (status.done_at, status.started_at)
    return same_act and _count_of(_rule(status)) == _count_of(row.rule)


def _count_of(rule: dict) -> tuple:
    return tuple(rule.get(name) for name in ("amount", "unit", "counted_as", "extended", "pauses"))


def _fill(row: Vencimiento, status: StepStatus, order: int) -> None:
    step, due = status.step, status.due
    row.order, row.title, row.stage = order, step.title[:200], step.stage.value
    row.responsible = " / ".join(step.responsible)[:240]
    row.owner_role = owner_role(step.responsible)
    row.state = status.state.value
    row.starts_at = status.started_at
    row.due_at = due.at if due else None
    row.due_on = due.on if due and due.unit is not Unit.HORAS_CORRIDAS else None
    row.projected, row.done_at = status.projected, status.done_at
    row.reason = status.reason[:300]
    row.rule = _rule(status)
    row.alternatives = [
        {
            "label": other.label,
            "due_on": other.due.on.isoformat(),
            "due_at": other.due.at.isoformat(),
            "source": str(other.source),
        }
        for other in status.alternatives
    ]


def _rule(status: StepStatus) -> dict:
    """Return the rule as it was applied: the file must explain itself when the catalogue moves."""
    step, plazo = status.step, status.plazo or status.step.plazo
    return {
        "amount": plazo.amount,
        "unit": plazo.unit.value,
        "counted_as": status.due.unit.value if status.due else "",
        "from": list(step.counts_from.events),
        "from_text": step.counts_from.text,
        "source": str(step.source),
        "plazo_source": str(plazo.source),
        "nature": step.nature.value,
        "acto": acto_of(step),
        "documents": list(step.documents),
        "level": step.confidentiality,
        "condition": step.condition_text,
        "readings": list(step.readings),
        "note": step.note,
        "extended": status.extended,
        "pauses": [[day.isoformat() for day in span] for span in status.due.pauses]
        if status.due
        else [],
        "recipients": list(status.recipients),
        "missing_facts": list(status.missing_facts),
    }


def _schedule(row: Vencimiento, before: tuple, calendar: Calendar, now: datetime) -> None:
    """Restart the ladder when the date or the need for it changed; stop it when done."""
    if not is_running(row):
        row.next_reminder_at = None
        return
    if before == _signature(row) and row.pk:
        return
    row.rung, row.acknowledged_at = 0, None
    row.rung, row.next_reminder_at = next_reminder(row, calendar, after=now)
