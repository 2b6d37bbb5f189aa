"""What the planner shows."""

from django.http import Http404

from cases.deadlines.services import missing_for
from cases.models import Case, Tramite
from cases.overview.wall import Wall, protocol_title
from cases.overview.working import amount_text, computation, start_text
from cases.planner.forms import PlanForm, WhatIfForm
from cases.planner.plan import Plan, PlannedStep, plan_of
from cases.planner.whatif import what_if
from convivencia.exceptions import DomainError
from protocols.engine import EngineError, Protocol, StepStatus, Timeline
from protocols.engine.definitions import Nature
from protocols.engine.units import Unit
from protocols.models import ReglamentoVersion
from protocols.selectors import protocol_of, titles_of

CLOSES = {
    Nature.PLAZO: "",
    Nature.VENTANA: "plazo de las familias",
    Nature.PERIODO: "duración mínima",
}


def protocol_or_404(reglamento: ReglamentoVersion | None, key: str) -> Protocol:
    """Return a protocol of the school's version; 404 if it has none of that name."""
    if reglamento is None or key not in titles_of(reglamento):
        raise Http404
    return protocol_of(reglamento, key)


def protocols_of(reglamento: ReglamentoVersion | None) -> list[Protocol]:
    """Return every protocol of the school's version, by title."""
    if reglamento is None:
        return []
    found = [protocol_of(reglamento, key) for key in titles_of(reglamento)]
    return sorted(found, key=lambda protocol: protocol.title)


def planned(form: PlanForm, protocol: Protocol, wall: Wall) -> dict[str, object]:
    """Return the plan as rows, or what stands in the way, next to the form."""
    try:
        plan = plan_of(
            protocol,
            form.facts(),
            form.events(),
            wall.calendar,
            chain=form.cleaned_data["chain"],
        )
    except EngineError as error:
        form.add_error(None, str(error))
        return {}
    rows = [_row(step, protocol, wall) for step in plan.dated]
    return {"rows": rows, "plan": plan, "undated": _undated(plan)}


def _row(step: PlannedStep, protocol: Protocol, wall: Wall) -> dict[str, object]:
    status = step.status
    return {
        "step": status.step,
        "due": status.due,
        "day": status.due.at.astimezone(wall.tz),
        "by_hours": status.due.unit is Unit.HORAS_CORRIDAS,
        "supposed": step.supposed,
        "amount": amount_text(status.due),
        "start": start_text(status, protocol),
        "closes": CLOSES[status.step.nature],
        "others": status.alternatives,
        "c": computation(status, protocol, wall),
        "missing": [protocol.facts.get(fact, fact) for fact in status.missing_facts],
    }


def _undated(plan: Plan) -> list[StepStatus]:
    return [status for status in plan.undated if status.step.plazo.unit.needs_amount]


def tried(
    form: WhatIfForm, case: Case, tramite: Tramite, timeline: Timeline, wall: Wall
) -> dict[str, object]:
    """Return the effects of the act that was chosen, and what its gate still asks."""
    name, at = form.cleaned_data["hago"], form.cleaned_data["el"]
    try:
        answer = what_if(case, tramite, name, at=at, now=wall.now)
    except DomainError as error:
        form.add_error(None, error.message)
        return {}
    rows = [
        _row(PlannedStep(effect.status), timeline.protocol, wall) | {"before": effect.before}
        for effect in answer.effects
    ]
    missing = missing_for(case, name, now=wall.now)
    act = dict(form.fields["hago"].choices)[name]
    return {"answer": answer, "rows": rows, "missing": missing, "act": act, "at": at}


def open_tramites(case: Case) -> list[Tramite]:
    """Return the trámites that run in a case, each with its `name`. Queries: 1."""
    rows = list(case.tramites.filter(closed_at=None))
    for row in rows:
        row.name = protocol_title(row.protocol_key)
    return rows
