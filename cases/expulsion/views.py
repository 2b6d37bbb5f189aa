"""The page «Expulsión» of a case, and the form of each of its acts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.acting import perform
from cases.expulsion import services
from cases.expulsion.forms import FORMS, OpenForm
from cases.expulsion.page import board_of
from cases.expulsion.reading import reading_of
from cases.expulsion.selectors import candidates, expulsion_or_404, expulsiones_of, procedure_of
from cases.expulsion.steps import STEPS
from cases.expulsion.turns import by_when, closed_by
from cases.hearings.pages import problems_of, refusals
from cases.models.expulsion import Hito
from cases.overview.frame import open_case
from cases.selectors import MAX_ID
from cases.states import Acto
from convivencia.clock import now

TAB = "case-expulsion"
BUTTONS = {Hito.FIRMA: "Firmar", Hito.FIRMEZA: "Certificar", Hito.OFICIOS: "Emitir los oficios"}
DIRECTORA = "Esto lo decide sólo la dirección (DFL 2/1998, art. 6 letra d)."


def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """The procedures of the case; with one, its own page."""
    frame = open_case(request, pk, TAB)
    rows = expulsiones_of(frame.case)
    people = candidates(frame.case)
    if len(rows) == 1 and not people:
        return redirect("case-expulsion-detail", pk=pk, row=rows[0].pk)
    blocked = refusals(frame.case, request.membership, Acto.PROPONER_MEDIDA)
    context = {"rows": rows, "may_open": bool(people) and not blocked}
    return render(request, "cases/expulsion/list.html", frame.context(**context))


def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare a procedure: nothing is started against the pupil yet."""
    frame, at = open_case(request, pk, TAB), now()
    case = frame.case
    people = {p.pk: p for p in candidates(case)}
    form = OpenForm(
        request.POST or None, people=list(people.values()), initial={"version": case.version}
    )
    blocked = refusals(case, request.membership, Acto.PROPONER_MEDIDA)
    if request.method == "POST" and not blocked and form.is_valid():
        data = form.cleaned_data
        if perform(
            request, form,
            lambda: services.open_procedure(
                case=case, participant=people[data["participant"]], sought=data["sought"],
                actor=request.membership, now=at,
            ),
            now=at, done="El procedimiento está en preparación: nada se ha iniciado todavía.",
        ):  # fmt: skip
            return redirect("case-expulsion", pk=pk)
    context = {
        "form": form, "title": "Preparar un procedimiento", "blocked": blocked,
        "people": people, "problems": problems_of(form), "button": "Preparar",
    }  # fmt: skip
    return render(request, "cases/expulsion/act.html", frame.context(**context))


def detail(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """The requirements as a checklist, each with the act that fulfils it; and the law's dates."""
    frame = open_case(request, pk, TAB)
    found = expulsion_or_404(frame.case, _id(row))
    p = procedure_of(found, now=now())
    context = {
        "row": found, "p": p, "board": board_of(p, request.membership),
        "is_directora": request.membership.role == "directora",
    }  # fmt: skip
    return render(request, "cases/expulsion/detail.html", frame.context(**context))


def act(request: HttpRequest, pk: int, row: int, kind: str) -> HttpResponse:
    """One act of the procedure: its form, its guards, its refusals with their norm."""
    frame, at = open_case(request, pk, TAB), now()
    found = expulsion_or_404(frame.case, _id(row))
    if kind not in FORMS:
        raise Http404
    p = procedure_of(found, now=at)
    initial = {"version": found.version, "at": at}
    form = FORMS[kind](request.POST or None, procedure=p, initial=initial)
    blocked = refusals(frame.case, request.membership, Acto.CUMPLIR_PASO)
    if STEPS[kind].directora and request.membership.role != "directora":
        blocked.append(DIRECTORA)
    if not blocked and request.method != "POST":  # a form sent twice goes on to its result
        blocked = closed_by(p, kind)
    if request.method == "POST" and not blocked and form.is_valid():
        done = f"Quedó registrado: {Hito(kind).label.lower()}."
        if perform(
            request, form, lambda: _register(frame, found, kind, form, at), now=at, done=done
        ):
            return redirect("case-expulsion-detail", pk=pk, row=row)
    context = {
        "row": found, "form": form, "title": Hito(kind).label, "blocked": blocked,
        "problems": problems_of(form), "button": BUTTONS.get(kind, "Registrar"), "kind": kind,
        "reading": reading_of(p, kind), "by": by_when(p, kind),
    }  # fmt: skip
    return render(request, "cases/expulsion/act.html", frame.context(**context))


def _register(frame, found, kind: str, form, at) -> object:  # noqa: ANN001 -- a frame, a row, a form
    return services.register(
        expulsion=found, kind=kind, data=form.entry(), at=form.cleaned_data.get("at"),
        actor=frame.membership, version=form.cleaned_data["version"], now=at,
    )  # fmt: skip


def _id(row: int) -> int:
    if row > MAX_ID:
        raise Http404
    return row
