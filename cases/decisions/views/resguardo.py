"""A resguardo on its day of review, and before: who applies it says so."""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.access import may
from cases.acting import perform
from cases.decisions import resguardos as services
from cases.decisions.charge import in_charge
from cases.decisions.forms import ReviewForm
from cases.decisions.pages import show
from cases.models import Medida
from cases.models.decisions import TipoMedida
from cases.overview.frame import CaseFrame, open_case
from cases.policy import Sight
from cases.states import Acto
from convivencia.clock import now

DONE = {
    "aplicada": "Quedó registrado que la medida está en práctica.",
    "mantiene": "La medida se mantiene.",
    "levanta": "La medida terminó.",
}


def review(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Say that a resguardo is applied, keep it until another day, or lift it."""
    frame = open_case(request, pk, "case-measures", at_least=Sight.TASKS)
    medida = _measure_or_404(frame, row)
    choices = _choices(frame, medida)
    initial = {"version": frame.case.version, "at": now()}
    form = ReviewForm(request.POST or None, choices=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        at, what = now(), form.cleaned_data["what"]
        run = _service(frame, medida, form.cleaned_data, at)
        if perform(request, form, run, now=at, done=DONE[what]):
            return redirect("case-measures", pk=pk)
    context = {"form": form, "medida": medida, "choices": choices}
    return show(request, frame, "cases/decisions/review.html", context)


def _measure_or_404(frame: CaseFrame, pk: int) -> Medida:
    rows = Medida.objects.filter(case=frame.case, tipo=TipoMedida.RESGUARDO, pk=pk)
    rows = rows if frame.is_full else rows.filter(in_charge(frame.membership))
    found = rows.select_related("participant__student", "participant__membership__user").first()
    if found is None:
        raise Http404
    return found


def _choices(frame: CaseFrame, medida: Medida) -> list[tuple[str, str]]:
    """Return what may be said: who only carries it out, that it is applied."""
    found = [] if medida.implemented_at else [("aplicada", "Ya se aplica")]
    if not may(frame.membership, frame.case.functions, Acto.REVISAR_RESGUARDO):
        found += [("mantiene", "Se mantiene"), ("levanta", "Se levanta: ya no hace falta")]
    return found


def _service(frame: CaseFrame, medida: Medida, data: dict, at: datetime) -> Callable[[], object]:
    given = {"case": frame.case, "pk": medida.pk, "actor": frame.membership, "now": at}
    given |= {name: data[name] for name in ("text", "at", "version")}
    if data["what"] == "mantiene":
        return lambda: services.keep_resguardo(**given, until=data["until"])
    chosen = services.lift_resguardo if data["what"] == "levanta" else services.apply_resguardo
    return lambda: chosen(**given)
