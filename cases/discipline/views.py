"""Faltas of a case: see them, impute one, make it graver, choose what follows."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.decisions.pages import show
from cases.decisions.way_out import OnlyByProcedureError
from cases.discipline import measures, services
from cases.discipline.doors import (
    TAB,
    asked_day,
    choose,
    falta_or_404,
    first_day,
    impute_from,
    measure_or_404,
    record_looks,
    regimen_or_404,
    results_of,
    with_reason,
)
from cases.discipline.forms import ImputeForm, MeasureForm, SearchForm
from cases.discipline.measures import ends_by_measure
from cases.discipline.pages import line_of, notes_of, page_of
from cases.discipline.selectors import accused_students, faltas_of
from cases.overview.frame import open_case
from protocols.discipline.definitions import Gravity
from protocols.discipline.proposals import warnings_of
from protocols.selectors import regimen_of


def faltas(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was imputed in the case."""
    frame = open_case(request, pk, TAB)
    regimen = regimen_of(frame.case.reglamento)
    lines = [line_of(row, regimen, list(row.medidas.all())) for row in faltas_of(frame.case)]
    context = {"lines": lines, "regimen": regimen, "people": accused_students(frame.case)}
    return show(request, frame, "cases/discipline/faltas.html", context)


def search(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for the conduct in the reglamento of the case, by level and day."""
    frame = open_case(request, pk, TAB)
    regimen, people = regimen_of(frame.case.reglamento), accused_students(frame.case)
    if regimen is None or not regimen.faltas:
        return redirect(TAB, pk=pk)  # it says that there is nothing to look in
    initial = {"dia": first_day(frame), "persona": people[0].pk if people else None}
    form = SearchForm(request.GET if "dia" in request.GET else None, people=people, initial=initial)
    context = {"form": form, "people": people}
    if form.is_bound and form.is_valid():
        context |= results_of(regimen, form.cleaned_data, people)
    return show(request, frame, "cases/discipline/search.html", context)


def impute(request: HttpRequest, pk: int, person: int, code: str) -> HttpResponse:
    """Say that the facts are this conduct, with the reason."""
    frame = open_case(request, pk, TAB)
    regimen = regimen_or_404(frame)
    falta = regimen.falta(code)
    who = next((p for p in accused_students(frame.case) if p.pk == person), None)
    if falta is None or who is None:
        raise Http404
    day = asked_day(request, frame)
    initial = {"version": frame.case.version, "dia": day}
    form = ImputeForm(request.POST or None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and impute_from(request, frame, form, person, code)
    ):
        return redirect(TAB, pk=pk)
    context = {"form": form, "falta": falta, "who": who, "day": day}
    context["warnings"] = warnings_of(regimen, falta)
    return show(request, frame, "cases/discipline/impute.html", context)


def falta(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Show a falta: what counts before it, what the reglamento proposes, what was chosen."""
    frame = open_case(request, pk, TAB)
    found, regimen = falta_or_404(frame, row), regimen_or_404(frame)
    page = page_of(found, frame.case, regimen, frame.membership, at=frame.wall.now)
    record_looks(request, page)
    return show(request, frame, "cases/discipline/falta.html", {"page": page, "row": found})


def reclassify(request: HttpRequest, pk: int, row: int, code: str) -> HttpResponse:
    """Confirm that the antecedents make it graver. The directora does."""
    frame = open_case(request, pk, TAB)
    found, graver = falta_or_404(frame, row), regimen_or_404(frame).falta(code)
    if graver is None:
        raise Http404
    title = f"Tratarla como {graver.gravity.label}"
    lead = f"De {found.code} a {graver.code}: {graver.title}. Los antecedentes que la fundan "
    lead += "quedan usados y no se cuentan de nuevo."
    return with_reason(
        request, frame, found, title=title, lead=lead, button="Recalificar la falta",
        done="La falta quedó recalificada.",
        run=lambda given: services.reclassify_falta(code=code, **given),
    )  # fmt: skip


def withdraw(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Leave a falta without effect."""
    frame = open_case(request, pk, TAB)
    found = falta_or_404(frame, row)
    lead = f"{found.code} {found.title}. Deja de contar como antecedente; queda en la historia."
    return with_reason(
        request, frame, found, title="Dejar sin efecto la falta", lead=lead,
        button="Dejar sin efecto", done="La falta quedó sin efecto.",
        run=lambda given: services.withdraw_falta(**given),
    )  # fmt: skip


def measure(request: HttpRequest, pk: int, row: int, code: str) -> HttpResponse:
    """Choose a measure for the project of resolución; a forbidden one is refused with its norm."""
    frame = open_case(request, pk, TAB)
    found, chosen = falta_or_404(frame, row), measure_or_404(frame, code)
    initial = {"version": frame.case.version, "starts_on": frame.wall.today}
    if ends_by_measure(chosen):
        refused = OnlyByProcedureError(frame.case)
        context = {"row": found, "measure": chosen, "refused": refused}
        return show(request, frame, "cases/discipline/measure.html", context)
    form = MeasureForm(
        request.POST or None, measure=chosen, gravity=Gravity(found.gravity), initial=initial
    )
    if request.method == "POST" and form.is_valid() and choose(request, frame, form, row, code):
        return redirect("case-falta", pk=pk, row=row)
    notes = notes_of(regimen_or_404(frame), chosen, Gravity(found.gravity))
    context = {"form": form, "row": found, "measure": chosen, "notes": notes}
    return show(request, frame, "cases/discipline/measure.html", context)


def drop(request: HttpRequest, pk: int, row: int, medida: int) -> HttpResponse:
    """Take a measure out of the project."""
    frame = open_case(request, pk, TAB)
    found = falta_or_404(frame, row)
    kept = found.medidas.filter(pk=medida).first()
    if kept is None:
        raise Http404
    return with_reason(
        request, frame, found, title="Quitar la medida del proyecto", lead=kept.description,
        button="Quitar la medida", done="La medida ya no está en el proyecto.",
        run=lambda given: measures.drop_measure(medida=medida, **given),
    )  # fmt: skip
