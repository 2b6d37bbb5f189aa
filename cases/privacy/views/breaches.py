"""The register of breaches, what was done about each, and the drafts of the notices."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.models import Breach
from cases.overview.wall import wall_of
from cases.privacy.breaches import add_act, register_breach
from cases.privacy.clocks import breach_target
from cases.privacy.doors import ANSWERS, ask
from cases.privacy.forms import BreachActForm, BreachForm
from cases.privacy.notices import notices_of
from convivencia.clock import now
from schools.doors import found_or_404
from schools.pages import page_of


@ANSWERS
def register(request: HttpRequest) -> HttpResponse:
    """List the breaches."""
    page = page_of(request, Breach.objects.prefetch_related("acts"))
    context = {"page": page, "here": "privacy-breaches"}
    return render(request, "cases/privacy/breaches.html", context)


@ANSWERS
def create(request: HttpRequest) -> HttpResponse:
    """Write a breach in the register."""

    def run(data: dict) -> object:
        given = {key: data.pop(key) for key in ("actor", "now")}
        return register_breach(data=data, **given)

    return ask(
        request, BreachForm(request.POST or None), run,
        title="Registrar una vulneración", button="Registrar la vulneración",
        lead="Datos personales que alguien vio, perdió o cambió sin derecho. Registre lo que "
        "sabe; lo demás se agrega después.",
        back=reverse("privacy-breaches"),
        done="Quedó registrada. Ábrala para ver los borradores de los avisos.",
    )  # fmt: skip


@ANSWERS
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a breach with its clock, what was done and the drafts of the notices."""
    row, wall = found_or_404(request, Breach.objects.all(), pk), wall_of(request.school, now())
    acts = list(row.acts.all())
    told = any(act.kind == "agencia" for act in acts)
    goal = wall.due(breach_target(row.known_at, wall.calendar).at, by_hours=True)
    context = {
        "row": row,
        "acts": acts,
        "due": None if told else goal,
        "closed": any(act.kind == "cierre" for act in acts),
        "notices": notices_of(row, request.school),
    }
    return render(request, "cases/privacy/breach.html", context)


@ANSWERS
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was done."""
    row = found_or_404(request, Breach.objects.all(), pk)
    return ask(
        request, BreachActForm(request.POST or None),
        lambda data: add_act(breach=row, **data),
        title=f"Qué se hizo ante la vulneración {row.folio}", button="Registrar",
        back=reverse("privacy-breach", args=[pk]), done="Quedó registrado.",
    )  # fmt: skip
