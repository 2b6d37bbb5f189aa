"""Look a person up, see all that is held of them, block and unblock their data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.intake.selectors import people_matching
from cases.privacy.datamap import map_of
from cases.privacy.doors import ANSWERS, MAPS, ask, person_or_404
from cases.privacy.forms import ReasonForm, SearchForm
from cases.privacy.requests import refuse_print
from convivencia.clock import now
from convivencia.exceptions import DomainError
from schools.abilities import abilities_of
from schools.audit.services import record
from schools.doors import found_or_404
from schools.models.audit import AuditAct
from schools.privacy.blocks import block_of, lift_block, open_blocks, set_block


@ANSWERS
def search(request: HttpRequest) -> HttpResponse:
    """Find whose data somebody asks about."""
    form = SearchForm(request.GET)
    text = form.data.get("q", "")[:60]
    found = people_matching(text, request.school.local_date(now())) if text else {}
    students, apoderados = found.get("estudiante", []), found.get("apoderado", [])
    if text:
        record(
            AuditAct.BUSCAR, object_type="personas", user_id=request.user.pk,
            detail=f"{len(students) + len(apoderados)} resultados",
        )  # fmt: skip
    context = {"form": form, "q": text, "students": students, "apoderados": apoderados}
    context |= {"blocked": open_blocks(), "here": "privacy-people"} | _can(request)
    return render(request, "cases/privacy/people.html", context)


@MAPS
def data_map(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Show all that the school holds of a person."""
    return _map(request, pk, kind, AuditAct.VER, "cases/privacy/map.html")


@MAPS
def print_map(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Show the same as a sheet to print; refused while the data are blocked."""
    return _map(request, pk, kind, AuditAct.EXPORTAR, "cases/privacy/map_print.html")


def _map(request: HttpRequest, pk: int, kind: str, act: AuditAct, template: str) -> HttpResponse:
    person, at = person_or_404(request, kind, pk), now()
    context = {"kind": kind, "block": block_of(person), "at": at} | _can(request)
    if act is AuditAct.EXPORTAR:
        try:
            refuse_print(person)
        except DomainError as error:
            context["error"] = error
            return render(request, "cases/privacy/blocked.html", context, status=409)
    record(
        act, object_type="todo lo de una persona", object_id=pk, user_id=request.user.pk,
        detail=f"{'estudiante' if kind == 'student' else 'apoderado'} {pk}",
    )  # fmt: skip
    context["map"] = map_of(person, request.membership, at=at)
    return render(request, template, context)


@ANSWERS
def block(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Block the data of a person."""
    person = person_or_404(request, kind, pk)
    return ask(
        request, ReasonForm(request.POST or None),
        lambda data: set_block(person=person, **data),
        title=f"Bloquear los datos de {person}", button="Bloquear los datos", danger=True,
        lead="Los datos se conservan y se ven con un aviso. No se podrán notificar ni exportar "
        "hasta que alguien levante el bloqueo.",
        back=reverse("privacy-people"), done="Los datos quedaron bloqueados.",
    )  # fmt: skip


@ANSWERS
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a block."""
    row = found_or_404(request, open_blocks(), pk)
    return ask(
        request, ReasonForm(request.POST or None),
        lambda data: lift_block(row=row, **data),
        title=f"Levantar el bloqueo de {row.person}", button="Levantar el bloqueo",
        back=reverse("privacy-people"), done="El bloqueo se levantó.",
    )  # fmt: skip


def _can(request: HttpRequest) -> dict:
    return {"can": {ability.name: True for ability in abilities_of(request.membership)}}
