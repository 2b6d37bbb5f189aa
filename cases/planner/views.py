"""The planner: what a protocol asks, and by when; and what an act would do in a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from cases.deadlines.selectors import timeline_of
from cases.overview.frame import open_case
from cases.overview.wall import wall_of
from cases.planner.forms import PlanForm, WhatIfForm
from cases.planner.selectors import planned, protocol_or_404, protocols_of, tried
from cases.planner.whatif import acts_of
from convivencia.clock import now
from protocols.selectors import reglamento_in_force


def choose(request: HttpRequest) -> HttpResponse:
    """Show the protocols of the reglamento in force today."""
    reglamento = reglamento_in_force(request.school.local_date(now()))
    context = {"protocols": protocols_of(reglamento), "reglamento": reglamento}
    return render(request, "cases/planner/choose.html", context)


def plan(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for the dates that are known and show the rest. Nothing is written."""
    wall = wall_of(request.school, now())
    reglamento = reglamento_in_force(wall.today)
    protocol = protocol_or_404(reglamento, key)
    form = PlanForm(request.GET or None, protocol)
    context = {"form": form, "protocol": protocol, "reglamento": reglamento, "wall": wall}
    if form.is_valid():
        context |= planned(form, protocol, wall)
    return render(request, "cases/planner/plan.html", context)


def what_if_today(request: HttpRequest, pk: int, tramite: int) -> HttpResponse:
    """Show what an act would start or move in a case if it were done then. Nothing is written."""
    frame = open_case(request, pk, "case-deadlines")
    row = get_object_or_404(frame.case.tramites.filter(closed_at=None), pk=min(tramite, 2**63 - 1))
    timeline = timeline_of(frame.case, row, now=frame.wall.now)
    form = WhatIfForm(request.GET or None, acts_of(timeline), initial={"el": frame.wall.now})
    context = {"form": form, "protocol": timeline.protocol}
    if form.is_valid():
        context |= tried(form, frame.case, row, timeline, frame.wall)
    return render(request, "cases/planner/what_if.html", frame.context(**context))
