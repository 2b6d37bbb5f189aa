"""Pages of the school's calendar: what applies, what the school changed, what a change moves."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cases.acting import perform
from cases.calendar import selectors
from cases.calendar.forms import FeriadoForm, RecessForm, RemoveForm
from cases.calendar.moves import moves_of
from cases.calendar.services import add_feriado, add_recess, change_calendar, digest
from cases.models import CalendarAct, CalendarChange
from cases.once import was_sent
from convivencia.clock import now
from convivencia.exceptions import DomainError
from protocols.days import OwnDays
from schools.abilities import Ability
from schools.doors import ability_required

CHANGES = ability_required(Ability.MANAGE_CALENDAR)
Terms = dict[str, object]  # act, own, first, last, name, law


def calendar(request: HttpRequest) -> HttpResponse:
    context = selectors.calendar_page(request, year=request.GET.get("anio"), at=now())
    return render(request, "cases/calendar/calendar.html", context)


def change_detail(request: HttpRequest, pk: int) -> HttpResponse:
    change = get_object_or_404(CalendarChange, pk=min(pk, 2**63 - 1))
    context = selectors.change_page(request, change, at=now())
    return render(request, "cases/calendar/change.html", context)


@CHANGES
def feriado_add(request: HttpRequest) -> HttpResponse:
    form = FeriadoForm(request.POST or None)

    def terms() -> Terms:
        new, own = form.feriado(), OwnDays.read(request.school.calendar)
        act = CalendarAct.QUITA_FERIADO if new.habil else CalendarAct.AGREGA_FERIADO
        own = add_feriado(own, new, request.school)
        return _terms(act, own, new.on, new.on, new.name, new.law)

    return _form_then_moves(request, form, terms, title="Registrar un feriado")


@CHANGES
def recess_add(request: HttpRequest) -> HttpResponse:
    form = RecessForm(request.POST or None)

    def terms() -> Terms:
        new, own = form.recess(), OwnDays.read(request.school.calendar)
        own = add_recess(own, new)
        return _terms(CalendarAct.AGREGA_RECESO, own, new.first, new.last, new.reason, "")

    return _form_then_moves(request, form, terms, title="Registrar días sin clases")


@CHANGES
def feriado_remove(request: HttpRequest, on: str) -> HttpResponse:
    own = OwnDays.read(request.school.calendar)
    row = next((f for f in own.feriados if f.on.isoformat() == on), None)
    if row is None:
        return _already(request)
    left = own.without_feriado(row.on)
    terms = _terms(CalendarAct.RETIRA_CAMBIO, left, row.on, row.on, row.name, row.law)
    form = RemoveForm(request.POST or None)
    return _form_then_moves(request, form, lambda: terms, title=f"Retirar «{row.name}»")


@CHANGES
def recess_remove(request: HttpRequest, first: str, last: str) -> HttpResponse:
    own = OwnDays.read(request.school.calendar)
    rows = own.recesses
    row = next(
        (r for r in rows if (r.first.isoformat(), r.last.isoformat()) == (first, last)), None
    )
    if row is None:
        return _already(request)
    left = own.without_recess(row.first, row.last)
    terms = _terms(CalendarAct.RETIRA_RECESO, left, row.first, row.last, row.reason, "")
    form = RemoveForm(request.POST or None)
    return _form_then_moves(request, form, lambda: terms, title=f"Retirar «{row.reason}»")


def _terms(act: CalendarAct, own: OwnDays, first: date, last: date, name: str, law: str) -> Terms:
    return {"act": act, "own": own, "first": first, "last": last, "name": name, "law": law}


def _already(request: HttpRequest) -> HttpResponse:
    """Take a double click to the result; 404 if it was none."""
    if not was_sent(request.POST.get("envio", "")):
        raise Http404
    messages.info(request, "Esto ya se había registrado: no se repitió.")
    return redirect("calendar")


def _form_then_moves(
    request: HttpRequest, form: FeriadoForm, terms: Callable[[], Terms], *, title: str
) -> HttpResponse:
    """Ask, show what would move, and only then write."""
    context = {"form": form, "title": title}
    if not form.is_valid():
        return render(request, "cases/calendar/form.html", context)
    at = now()
    try:
        change = terms()
    except DomainError as error:
        if was_sent(form.cleaned_data["envio"]):
            return _already(request)
        form.add_error(error.code if error.code in form.fields else None, error.message)
        return render(request, "cases/calendar/form.html", context)
    moves = moves_of(request.school, change["own"], now=at)
    if form.cleaned_data["seen"] and perform(
        request,
        form,
        lambda: change_calendar(
            school=request.school,
            seen=form.cleaned_data["seen"],
            actor=request.membership,
            now=at,
            **change,
        ),
        now=at,
        done="El calendario quedó registrado.",
    ):
        return redirect("calendar")
    context |= selectors.moves_context(request, moves, at=at)
    context |= {"change": change, "seen": digest(request.school, moves)}
    return render(request, "cases/calendar/preview.html", context)
