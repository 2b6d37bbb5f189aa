"""Requests to look again: received, consulted, resolved."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.acting import perform
from cases.decisions import reconsideraciones as services
from cases.decisions.deciders import (
    CONSEJO,
    asks_council,
    bodies_of,
    members_who_may,
    who_is_barred,
)
from cases.decisions.forms import (
    ConsultForm,
    CouncilForm,
    ResolveReconsideracionForm,
    StaffReconsideracionForm,
)
from cases.decisions.minute import minute_of
from cases.decisions.pages import show
from cases.decisions.selectors import party_participants
from cases.hearings.selectors import apoderados_to_notify
from cases.models import Case, Reconsideracion
from cases.overview.frame import open_case
from convivencia.clock import now, today
from schools.models.audit import AuditAct

DECIDED = ("outcome", "terms", "grounds", "body", "deciders", "others", "version", "at")
TAB = "reconsideración"  # what the trail of looks says


def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """The requests of the case and what each waits for."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    rows = Reconsideracion.objects.filter(case=case).select_related(
        "participant__student", "apoderado", "document", "file"
    )
    rows = rows.defer("file__content")
    context = {"rows": list(rows), "asks_council": asks_council(case)}
    context["council_decides"] = list(bodies_of(case)) == [CONSEJO]
    return show(request, frame, "cases/decisions/reconsideraciones.html", context)


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


def council(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Record what the Consejo de Profesores said, in writing."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    current = _row_or_404(case, row)
    form = CouncilForm(request.POST or None, initial={"at": now()})
    if request.method == "POST" and form.is_valid():
        at = now()
        given = {name: form.cleaned_data[name] for name in ("text", "attendees", "minutes", "at")}
        if perform(
            request, form,
            lambda: services.consult_council(
                case=case, actor=request.membership, reconsideracion_id=row, now=at, **given
            ),
            now=at, done="Pronunciamiento registrado.",
        ):  # fmt: skip
            return redirect("case-reconsideraciones", pk=pk)
    context = {"form": form, "title": "Pronunciamiento del Consejo de Profesores"}
    context |= {"button": "Registrar", "cancel": "case-reconsideraciones"}
    return show(request, frame, "cases/decisions/form.html", context | {"reconsideracion": current})


def minute(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Show, to be printed, what the Consejo Escolar reads: nobody's name is in it."""
    frame = open_case(request, pk, TAB, act=AuditAct.IMPRIMIR)
    current = _row_or_404(frame.case, row)
    found = minute_of(frame.case, current)
    parts = (
        ("Lo que se pide", found.asked),
        ("Hechos que el informe tiene por acreditados", found.findings),
        ("Fundamentos de la resolución", found.grounds),
        ("Lo que se resolvió", found.decided),
        ("Lo que respondió el sostenedor", found.consulted),
    )
    context = {"minute": found, "parts": parts}
    return show(request, frame, "cases/decisions/minute.html", context)


def resolve(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Record what the body decided and notify who asked."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    current = _row_or_404(case, row)
    form = _resolve_form(request, case, current)
    if request.method == "POST" and form.is_valid():
        at, data = now(), dict(form.cleaned_data)
        if perform(
            request, form,
            lambda: services.resolve_reconsideracion(
                case=case, actor=request.membership, reconsideracion_id=row,
                media=[data["medium"]], now=at, **{name: data[name] for name in DECIDED},
            ),
            now=at, done="Reconsideración resuelta y notificada.",
        ):  # fmt: skip
            return redirect("case-reconsideraciones", pk=pk)
    context = {"form": form, "title": "Resolver la reconsideración"}
    context |= {"button": "Registrar y notificar", "cancel": "case-reconsideraciones"}
    return show(request, frame, "cases/decisions/form.html", context | {"reconsideracion": current})


def _resolve_form(
    request: HttpRequest, case: Case, current: Reconsideracion
) -> ResolveReconsideracionForm:
    return ResolveReconsideracionForm(
        request.POST or None,
        initial={"version": current.version, "at": now()},
        bodies=bodies_of(case),
        members=members_who_may(case, on=today()),
        barred=[f"{name} ({why})" for name, why in who_is_barred(case).values()],
    )


def _row_or_404(case: Case, pk: int) -> Reconsideracion:
    row = Reconsideracion.objects.select_related("participant__student").filter(case=case, pk=pk)
    found = row.first()
    if found is None:
        raise Http404
    return found
