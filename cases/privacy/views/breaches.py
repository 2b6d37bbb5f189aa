"""The register of breaches, what was done about each, and the drafts of the notices."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cases.models import Breach
from cases.overview.wall import wall_of
from cases.privacy.breaches import add_act, register_breach
from cases.privacy.doors import ANSWERS, ask, show
from cases.privacy.forms import BreachActForm, BreachForm
from cases.privacy.notices import notices_of
from cases.privacy.presenters import breach_facts, breach_line
from convivencia.clock import now
from schools.doors import found_or_404
from schools.pages import page_of


@ANSWERS
def register(request: HttpRequest) -> HttpResponse:
    """List the breaches."""
    wall = wall_of(request.school, now())
    page = page_of(request, Breach.objects.prefetch_related("acts"))
    context = {"page": page, "lines": [breach_line(row, wall) for row in page.object_list]}
    return show(request, "breaches.html", context, here="privacy-breaches")


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
    context = {
        "row": row,
        "line": breach_line(row, wall),
        "facts": breach_facts(row),
        "notices": notices_of(row, request.school),
    }
    return show(request, "breach.html", context, here="privacy-breaches")


@ANSWERS
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was done."""
    row = found_or_404(request, Breach.objects.all(), pk)
    return ask(
        request, BreachActForm(request.POST or None, known_at=row.known_at),
        lambda data: add_act(breach=row, **data),
        title=f"Qué se hizo ante la vulneración {row.folio}", button="Registrar",
        back=reverse("privacy-breach", args=[pk]), done="Quedó registrado.",
    )  # fmt: skip
