"""Requests to look again: received, consulted, resolved."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.acting import perform
from cases.decisions import reconsideraciones as services
from cases.decisions.forms import (
    ConsultForm,
    ResolveReconsideracionForm,
    StaffReconsideracionForm,
)
from cases.decisions.pages import show
from cases.decisions.selectors import party_participants
from cases.hearings.selectors import apoderados_to_notify
from cases.models import Case, Reconsideracion
from cases.overview.frame import open_case
from convivencia.clock import now, today

DECIDED = ("outcome", "grounds", "body", "abstained", "version", "at")
TAB = "reconsideración"  # what the trail of looks says


def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """The requests of the case and what each waits for."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    rows = Reconsideracion.objects.filter(case=case).select_related(
        "participant__student", "apoderado", "document", "file"
    )
    rows = rows.defer("file__content")
    return show(request, frame, "cases/decisions/reconsideraciones.html", {"rows": list(rows)})


def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Type a request made in person or on paper; a late one is received and marked."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    form = StaffReconsideracionForm(request.POST or None, families=_families(case))
    if request.method == "POST" and form.is_valid():
        at = now()
        if perform(
            request,
            form,
            lambda: services.receive_reconsideracion(
                case=case, actor=request.membership, now=at, **form.entry()
            ),
            now=at,
            done="Solicitud recibida.",
        ):
            return redirect("case-reconsideraciones", pk=pk)
    context = {"form": form, "title": "Recibir una solicitud de reconsideración"}
    context |= {"button": "Registrar la solicitud", "cancel": "case-reconsideraciones"}
    return show(request, frame, "cases/decisions/form.html", context)


def _families(case: Case) -> list[tuple]:
    day = today()
    return [(p, a) for p in party_participants(case) for a in apoderados_to_notify(p, day)]


def consult(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Record the consultation of the sostenedor."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    _row_or_404(case, row)
    form = ConsultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at, data = now(), form.cleaned_data
        if perform(
            request,
            form,
            lambda: services.consult_sostenedor(
                case=case,
                actor=request.membership,
                reconsideracion_id=row,
                answer=data["answer"],
                at=data["at"],
                now=at,
            ),
            now=at,
            done="Consulta registrada.",
        ):
            return redirect("case-reconsideraciones", pk=pk)
    context = {"form": form, "title": "Consulta previa al sostenedor"}
    context |= {"button": "Registrar la consulta", "cancel": "case-reconsideraciones"}
    return show(request, frame, "cases/decisions/form.html", context)


def resolve(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Record what the body decided and notify who asked."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    current = _row_or_404(case, row)
    form = ResolveReconsideracionForm(
        request.POST or None, initial={"version": current.version, "at": now()}
    )
    if request.method == "POST" and form.is_valid():
        at, data = now(), dict(form.cleaned_data)
        if perform(
            request,
            form,
            lambda: services.resolve_reconsideracion(
                case=case,
                actor=request.membership,
                reconsideracion_id=row,
                media=[data["medium"]],
                now=at,
                **{
                    k: data[k] for k in ("outcome", "grounds", "body", "abstained", "version", "at")
                },
            ),
            now=at,
            done="Reconsideración resuelta y notificada.",
        ):
            return redirect("case-reconsideraciones", pk=pk)
    context = {"form": form, "title": "Resolver la reconsideración"}
    context |= {"button": "Registrar y notificar", "cancel": "case-reconsideraciones"}
    return show(request, frame, "cases/decisions/form.html", context | {"reconsideracion": current})


def _row_or_404(case: Case, pk: int) -> Reconsideracion:
    row = Reconsideracion.objects.select_related("participant__student").filter(case=case, pk=pk)
    found = row.first()
    if found is None:
        raise Http404
    return found
