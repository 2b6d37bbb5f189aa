"""Notify, implement, extra term, close, watch, archive."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.acting import perform
from cases.deadlines.services import missing_for
from cases.decisions import aftermath as services
from cases.decisions.forms import (
    CloseForm,
    ImplementForm,
    NotifyForm,
    TerminoForm,
    VigilanciaForm,
)
from cases.decisions.pages import Card, rows_of, show
from cases.decisions.selectors import (
    families_in_time,
    families_not_notified,
    medidas_to_implement,
    party_participants,
    resolucion_of,
)
from cases.hearings.selectors import apoderados_to_notify
from cases.models import Case
from cases.models.decisions import Resultado
from cases.once import OnceMixin
from cases.overview.frame import open_case
from cases.policy import Sight
from cases.procedure import has_act
from cases.states import Acto
from convivencia.clock import now, today
from convivencia.forms import PlainForm

TAB = "después de resolver"  # what the trail of looks says


def notify(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose for each family by which medium its own version goes out."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    if resolucion_of(case) is None:
        return redirect("case-resolucion", pk=pk)
    form = NotifyForm(request.POST or None, addressees=_addressees(case))
    if request.method == "POST" and form.is_valid():
        at, chosen = now(), [services.Addressee(*row) for row in form.chosen()]
        if perform(
            request,
            form,
            lambda: services.notify_result(
                case=case, actor=request.membership, addressees=chosen, now=at
            ),
            now=at,
            done="Notificación enviada. El plazo de cada familia empieza cuando acuse recibo.",
        ):
            return redirect("case-notifications", pk=pk)
    card = Card(
        title="Notificar el resultado a las familias",
        rows=rows_of(("Resolución", resolucion_of(case).document)),
        consequences=(
            "Cada familia recibe su propia versión: nunca los datos de otros estudiantes.",
            "El correo sólo avisa que hay un documento; no dice de qué se trata.",
            "Los 5 días hábiles para pedir reconsideración empiezan con el acuse de cada familia.",
        ),
        button="Notificar",
        cancel="case-detail",
        case=case,
    )
    return show(request, frame, "cases/decisions/confirm.html", {"form": form, "card": card})


def _addressees(case: Case) -> list[tuple]:
    day = today()
    people = party_participants(case)
    return [(p, a) for p in people for a in apoderados_to_notify(p, day)]


def implement(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick the measures already in practice; open to who carries them out."""
    frame = open_case(request, pk, TAB, at_least=Sight.TASKS)
    case = frame.case
    pending = medidas_to_implement(case, request.membership)
    form = ImplementForm(request.POST or None, medidas=pending)
    if request.method == "POST" and form.is_valid():
        at, notes = now(), form.notes()
        if perform(
            request,
            form,
            lambda: services.implement_medidas(
                case=case,
                actor=request.membership,
                notes=notes,
                at=form.cleaned_data["at"],
                now=at,
            ),
            now=at,
            done="Medidas registradas.",
        ):
            return redirect("case-detail", pk=pk)
    context = {"form": form, "pending": pending}
    return show(request, frame, "cases/decisions/implement.html", context)


def termino(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the extra term of the «no fundada» branch."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    form = TerminoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at, data = now(), form.cleaned_data
        lines = [line.strip() for line in data["diligencias"].splitlines() if line.strip()]
        if perform(
            request,
            form,
            lambda: services.open_termino_adicional(
                case=case,
                actor=request.membership,
                grounds=data["grounds"],
                diligencias=lines,
                now=at,
            ),
            now=at,
            done="Término adicional abierto.",
        ):
            return redirect("case-detail", pk=pk)
    context = {"form": form, "title": "Abrir un término adicional"}
    context |= {"button": "Abrir el término", "cancel": "case-detail"}
    return show(request, frame, "cases/decisions/form.html", context)


def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the file: six months of vigilancia begin."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    missing, watched = _missing_to_close(case), has_act(case, Acto.ARCHIVAR)
    form = CloseForm(request.POST or None, initial={"at": now()}, gate_open=not missing)
    if request.method == "POST" and form.is_valid():
        at, data = now(), form.cleaned_data
        if perform(
            request,
            form,
            lambda: services.close_case(
                case=case,
                actor=request.membership,
                grounds=data["grounds"],
                at=data["at"],
                now=at,
                override_reason=data.get("override_reason", ""),
            ),
            now=at,
            done=f"Caso cerrado.{' Empieza la vigilancia.' if watched else ''}",
        ):
            return redirect("case-detail", pk=pk)
    card = Card(
        title="Cerrar el caso",
        rows=rows_of(("Caso", case.folio), ("Resultado", _resultado(case))),
        consequences=(
            "Se emite la resolución de cierre y empieza la vigilancia de seis meses."
            if watched
            else "Se emite la resolución de cierre.",
            "Las medidas de apoyo siguen mientras hagan falta.",
        ),
        button="Cerrar el caso",
        cancel="case-detail",
        case=case,
        events=("ev_cierre",),
    )
    context = {"form": form, "card": card, "missing": missing}
    return show(request, frame, "cases/decisions/confirm.html", context)


def _missing_to_close(case: Case) -> list[str]:
    told = [
        f"Notificar a la familia de {p.initials}."
        for p in families_not_notified(case, "resultado")
        if has_act(case, Acto.NOTIFICAR)
    ]
    asked = [item.text for item in missing_for(case, "ev_cierre", now=now())]
    founded = case.facts.get("resultado") == Resultado.FUNDADA
    return [*told, *asked, *(families_in_time(case, now=now()) if founded else [])]


def _resultado(case: Case) -> str:
    current = resolucion_of(case)
    return current.get_resultado_display() if current else ""


def vigilancia(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a line to the bitácora; its lines are below."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    form = VigilanciaForm(request.POST or None, initial={"at": now()})
    if request.method == "POST" and form.is_valid():
        at, data = now(), form.cleaned_data
        if perform(
            request,
            form,
            lambda: services.note_vigilancia(
                case=case, actor=request.membership, text=data["text"], at=data["at"], now=at
            ),
            now=at,
            done="Anotado en la bitácora.",
        ):
            return redirect("case-vigilancia", pk=pk)
    notes = case.actuaciones.filter(acto="vigilar").order_by("-at", "-pk")
    return show(request, frame, "cases/decisions/vigilancia.html", {"form": form, "notes": notes})


class ArchiveForm(OnceMixin, PlainForm):
    """Nothing to type: the confirmation is the act."""


def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """End the vigilancia and archive the file."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    if not case.closed_at:
        raise Http404
    form = ArchiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at, day = now(), today()
        if perform(
            request,
            form,
            lambda: services.archive_case(case=case, actor=request.membership, now=at, today=day),
            now=at,
            done="Caso archivado.",
        ):
            return redirect("case-detail", pk=pk)
    card = Card(
        title="Terminar la vigilancia y archivar",
        rows=rows_of(("Caso", case.folio)),
        consequences=("Se emite la bitácora de vigilancia y el caso queda archivado.",),
        button="Archivar",
        cancel="case-detail",
        case=case,
    )
    return show(request, frame, "cases/decisions/confirm.html", {"form": form, "card": card})
