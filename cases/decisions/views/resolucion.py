"""The project of resolución: drafted, sent, returned, approved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.acting import perform
from cases.deadlines.selectors import completed_by
from cases.deadlines.services import missing_for
from cases.decisions import resoluciones as services
from cases.decisions.composition import compose_resolucion
from cases.decisions.forms import (
    ApproveForm,
    MedidaFormSet,
    ResolucionForm,
    ReturnForm,
    VersionedForm,
    medida_rows,
    medidas_initial,
)
from cases.decisions.pages import Card, came_late, rows_of, show
from cases.decisions.selectors import has_investigated, informe_of, resolucion_of
from cases.decisions.views.firmness import firm_context
from cases.hearings.forms.common import PlainFormSet
from cases.hearings.pages import problems_of
from cases.models import Case, Resolucion
from cases.models.decisions import ResolucionState as R
from cases.overview.frame import open_case
from cases.states import Acto
from convivencia.clock import now, today
from schools.models import Role

TAB = "resolución"  # what the trail of looks says
APPROVED = (
    "La resolución ya se aprobó mientras usted escribía: no puede cambiarse. Lo que usted "
    "escribió no se guardó y sigue abajo, para que lo copie si le sirve."
)


def resolucion(request: HttpRequest, pk: int) -> HttpResponse:
    """One page: facts, proof, missing items, clock and draft."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    current = resolucion_of(case)
    form = ResolucionForm(request.POST or None, initial=_initial(case, current))
    if not services.names_bullying(case):
        del form.fields["calificacion"]
    if current and current.state == R.APROBADA and not came_late(request, form, APPROVED):
        context = _context(request, case) | firm_context(frame, current)
        return show(request, frame, "cases/decisions/resolucion_issued.html", context)
    medidas = _medidas(request, case, current)
    posted = request.method == "POST" and form.is_valid() and medidas.is_valid()
    if posted and _save(request, case, form, medidas):
        return _after_save(request, case)
    context = _context(request, case) | {"form": form, "medidas": medidas}
    context["problems"] = problems_of(form, medidas)
    return show(request, frame, "cases/decisions/resolucion.html", context)


def _after_save(request: HttpRequest, case: Case) -> HttpResponse:
    if "aprobar" in request.POST:
        return redirect("case-resolucion-approve", pk=case.pk)
    if "enviar" in request.POST:
        return redirect("case-resolucion-send", pk=case.pk)
    return redirect("case-resolucion", pk=case.pk)


def _save(request: HttpRequest, case: Case, form: ResolucionForm, medidas) -> bool:  # noqa: ANN001
    at = now()
    return perform(
        request,
        form,
        lambda: services.save_resolucion(
            case=case,
            actor=request.membership,
            version=form.cleaned_data["version"],
            texts=form.cleaned_data,
            medidas=medida_rows(medidas),
        ),
        now=at,
        done="Proyecto guardado.",
    )


def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the project to the directora."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    current = resolucion_of(case)
    if current is None:
        return redirect("case-resolucion", pk=pk)
    form = VersionedForm(request.POST or None, initial={"version": current.version})
    if request.method == "POST" and form.is_valid():
        at, version = now(), form.cleaned_data["version"]
        if perform(
            request,
            form,
            lambda: services.send_resolucion(
                case=case, actor=request.membership, version=version, now=at
            ),
            now=at,
            done="Proyecto enviado a la dirección.",
        ):
            return redirect("case-detail", pk=pk)
    card = Card(
        title="Enviar el proyecto a la dirección",
        rows=rows_of(("Resultado", current.get_resultado_display())),
        consequences=(
            "La dirección puede aprobarlo, cambiarlo o devolverlo con observaciones.",
            "Mientras esté en sus manos, el equipo no puede modificarlo.",
        ),
        button="Enviar a la dirección",
        cancel="case-resolucion",
        case=case,
    )
    return show(request, frame, "cases/decisions/confirm.html", {"form": form, "card": card})


def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the project to the team with observations."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    current = resolucion_of(case)
    if current is None or request.membership.role != Role.DIRECTORA:
        return redirect("case-resolucion", pk=pk)
    form = ReturnForm(request.POST or None, initial={"version": current.version})
    if request.method == "POST" and form.is_valid():
        at, data = now(), form.cleaned_data
        if perform(
            request,
            form,
            lambda: services.return_resolucion(
                case=case,
                actor=request.membership,
                version=data["version"],
                comments=data["comments"],
                now=at,
            ),
            now=at,
            done="Proyecto devuelto al equipo.",
        ):
            return redirect("case-detail", pk=pk)
    context = {"form": form, "title": "Devolver con observaciones"}
    context |= {"button": "Devolver al equipo", "cancel": "case-resolucion"}
    return show(request, frame, "cases/decisions/form.html", context)


def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The page before the decision: what is missing, what it starts, the directora's yes."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    current = resolucion_of(case)
    if current is None or request.membership.role != Role.DIRECTORA:
        return redirect("case-resolucion", pk=pk)
    missing = missing_for(case, "ev_resolucion", now=now())
    initial = {"version": current.version}
    form = ApproveForm(request.POST or None, initial=initial, gate_open=not missing)
    if request.method == "POST" and form.is_valid() and _approve(request, case, form):
        return redirect("case-resolucion", pk=pk)
    context = {"form": form, "missing": missing, "card": _approve_card(case, current)}
    return show(request, frame, "cases/decisions/confirm.html", context)


def _approve(request: HttpRequest, case: Case, form: ApproveForm) -> bool:
    at, data = now(), form.cleaned_data
    return perform(
        request,
        form,
        lambda: services.approve_resolucion(
            case=case,
            actor=request.membership,
            version=data["version"],
            now=at,
            override_reason=data.get("override_reason", ""),
        ),
        now=at,
        done="Resolución aprobada y emitida. Ahora hay que notificar a las familias.",
    )


def _approve_card(case: Case, current: Resolucion) -> Card:
    return Card(
        title="Aprobar y emitir la resolución",
        rows=rows_of(
            ("Resultado", current.get_resultado_display()),
            ("Los hechos", current.get_calificacion_display()),
            ("Se resuelve", current.resuelvo),
            ("Medidas", "; ".join(m.description for m in current.medidas.all())),
            ("Apoyo al estudiante afectado", current.support),
        ),
        consequences=(
            "La resolución queda numerada, firmada por usted, y ya no puede cambiarse.",
            "Después se notifica a cada familia su propia versión.",
        ),
        button="Aprobar y emitir",
        cancel="case-resolucion",
        case=case,
        events=("ev_resolucion",),
        facts={"resultado": current.resultado},
    )


def _medidas(request: HttpRequest, case: Case, current: Resolucion | None) -> PlainFormSet:
    by_hand = current.medidas.filter(falta=None) if current else []  # the rest has its own page
    stored = list(by_hand) if request.method != "POST" else []
    return MedidaFormSet(
        request.POST or None,
        initial=medidas_initial(stored),
        prefix="medidas",
        form_kwargs={"case": case},
    )


def _initial(case: Case, current: Resolucion | None) -> dict:
    if current is not None:
        names = ("resultado", "calificacion", *services.TEXTS, "version")
        return {name: getattr(current, name) for name in names}
    informe = informe_of(case)
    if informe is None:
        return {"version": 0}
    rows = list(case.actuaciones.select_related("document").order_by("at", "pk"))
    draft = compose_resolucion(case, informe, rows)
    texts = {"vistos": draft.vistos, "considerando": draft.considerando}
    return texts | {"resuelvo": draft.resuelvo, "resultado": informe.resultado, "version": 0}


def _context(request: HttpRequest, case: Case) -> dict:
    current = resolucion_of(case)
    directora = request.membership.role == Role.DIRECTORA
    return {
        "resolucion": current,
        "informe": informe_of(case),
        "missing": missing_for(case, "ev_resolucion", now=now()),
        "documents": list(case.documents.order_by("issued_at", "pk")),
        "clock": case.vencimientos.filter(
            completed_by(Acto.RESOLVER, Acto.NOTIFICAR),
            tramite__protocol_key=case.protocol_key,
            due_at__isnull=False,
        )
        .order_by("due_at")
        .first(),
        "is_directora": directora,
        "conflict": directora and has_investigated(case, request.user.pk),
        "writable": current is None
        or current.state != R.ENVIADA
        or directora
        or request.method == "POST",  # what was typed stays in sight, with why it was not saved
        "today": today(),
    }
