"""Look a person up, see all that is held of them, block and unblock their data."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cases.intake.selectors import people_matching
from cases.privacy.datamap import map_of
from cases.privacy.doors import ANSWERS, MAPS, ask, person_or_404, show
from cases.privacy.forms import ReasonForm, SearchForm
from cases.privacy.presenters import people_lines
from cases.privacy.requests import refuse_print
from convivencia.clock import now
from convivencia.exceptions import DomainError
from schools.audit.services import record
from schools.doors import found_or_404
from schools.models import DataBlock
from schools.models.audit import AuditAct
from schools.privacy.blocks import block_of, lift_block, open_blocks, set_block


@ANSWERS
def search(request: HttpRequest) -> HttpResponse:
    """Find whose data somebody asks about, and see whose are blocked."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    blocks = list(open_blocks())
    matching = people_matching(text, request.school.local_date(now())) if text else {}
    found = people_lines(matching, blocks)
    if text:
        record(
            AuditAct.BUSCAR, object_type="personas", user_id=request.user.pk,
            detail=f"{len(found)} resultados",
        )  # fmt: skip
    context = {"form": form, "asked": bool(text), "found": found, "blocks": blocks}
    return show(request, "people.html", context, here="privacy-people")


@MAPS
def data_map(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Show all that the school holds of a person."""
    person, at = person_or_404(request, kind, pk), now()
    _note_look(request, kind, pk, AuditAct.VER)
    context = {
        "map": map_of(person, request.membership, at=at),
        "held": block_of(person),
        "print_url": reverse(f"privacy-print-{kind}", args=[pk]),
        "person_url": reverse("student-detail", args=[pk]) if kind == "student" else "",
    }
    return show(request, "map.html", context, here="privacy-people")


@MAPS
def print_map(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Show the same as a sheet to hand over; refused while the data are blocked."""
    person, at = person_or_404(request, kind, pk), now()
    context = {"map_url": reverse(f"privacy-map-{kind}", args=[pk]), "at": at}
    try:
        refuse_print(person)
    except DomainError as error:
        return show(request, "blocked.html", context | {"error": error}, status=409)
    _note_look(request, kind, pk, AuditAct.EXPORTAR)
    context["map"] = map_of(person, request.membership, at=at)
    return show(request, "map_print.html", context)


def _note_look(request: HttpRequest, kind: str, pk: int, act: AuditAct) -> None:
    record(
        act, object_type="todo lo de una persona", object_id=pk, user_id=request.user.pk,
        detail=f"{'estudiante' if kind == 'student' else 'apoderado'} {pk}",
    )  # fmt: skip


@ANSWERS
def block(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Block the data of a person."""
    person = person_or_404(request, kind, pk)
    return ask(
        request, ReasonForm(request.POST or None),
        lambda data: set_block(person=person, **data),
        title="Bloquear los datos de", about=person, button="Bloquear los datos", danger=True,
        lead="Los datos se conservan y se ven con un aviso. No se podrán imprimir ni entregar "
        "hasta que alguien levante el bloqueo. Lo que una norma obliga a hacer en un caso, como "
        "notificar, sigue: sus plazos no se detienen.",
        back=reverse("privacy-people"), done="Los datos quedaron bloqueados.",
    )  # fmt: skip


@ANSWERS
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a block."""
    rows = DataBlock.objects.select_related("student", "apoderado")
    row = found_or_404(request, rows, pk)
    return ask(
        request, ReasonForm(request.POST or None),
        lambda data: lift_block(row=row, **data),
        title="Levantar el bloqueo de", about=row.person, button="Levantar el bloqueo",
        back=reverse("privacy-people"), done="El bloqueo se levantó.",
    )  # fmt: skip
