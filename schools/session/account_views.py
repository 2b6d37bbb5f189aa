"""«Sesiones abiertas»: where one is signed in, and how to end it."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from schools.session import services


@require_safe
@login_required
def session_list(request: HttpRequest) -> HttpResponse:
    sessions = services.open_sessions(request)
    return render(request, "schools/session/session_list.html", {"sessions": sessions})


@require_POST
@login_required
@reauthentication_required
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    if pk >= 2**63 or not services.end_one(request, pk):
        raise Http404("No se encontró.")
    messages.success(request, "La sesión se cerró.")
    return redirect("account_sessions")


@require_POST
@login_required
@reauthentication_required
def session_end_others(request: HttpRequest) -> HttpResponse:
    services.end_others(request)
    messages.success(request, "Sólo queda abierta esta sesión.")
    return redirect("account_sessions")
