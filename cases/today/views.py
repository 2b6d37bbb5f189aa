"""The home of each member."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.overview.screens import address
from cases.today.services import board_of
from convivencia.clock import now
from schools.models import Role

REPORTERS = frozenset({Role.DOCENTE, Role.ENFERMERIA, Role.RRHH})
NO_INTAKE = frozenset({Role.SOSTENEDOR, Role.FISCALIZADOR, Role.ADMINISTRADORA})


@login_required
def today(request: HttpRequest) -> HttpResponse:
    """Show what is due, what waits, and where to begin."""
    if request.membership is None:
        return render(request, "cases/today/no_school.html")
    role = request.membership.role
    context = {
        "board": board_of(request.membership, now=now()),
        "intake_url": "" if role in NO_INTAKE else address("intake-start"),
        "intake_label": "Registrar lo que supo" if role in REPORTERS else "Registrar una denuncia",
        "people_url": address("members-list") if role == Role.ADMINISTRADORA else "",
    }
    return render(request, "cases/today/today.html", context)
