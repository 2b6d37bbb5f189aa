"""The planner: what a protocol asks, and by when, before there is any case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.overview.wall import wall_of
from cases.planner.forms import PlanForm
from cases.planner.selectors import planned, protocol_or_404, protocols_of
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
