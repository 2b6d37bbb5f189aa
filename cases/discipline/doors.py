"""What the views of faltas share: what exists or answers 404, and what each form does."""

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.acting import perform
from cases.decisions.pages import show
from cases.discipline import measures, services
from cases.discipline.forms import ImputeForm, MeasureForm, ReasonForm
from cases.discipline.pages import FaltaPage
from cases.discipline.selectors import falta_of, level_on, search_faltas
from cases.models import FaltaImputada, Participant
from cases.overview.frame import CaseFrame
from cases.selectors import MAX_ID
from convivencia.clock import now
from protocols.discipline.definitions import Measure, Regimen
from protocols.discipline.proposals import OFFERED
from protocols.discipline.refusals import NORM_PARVULOS
from protocols.selectors import regimen_of
from schools.audit.services import record
from schools.models.audit import AuditAct

TAB = "case-faltas"


def regimen_or_404(frame: CaseFrame) -> Regimen:
    """Return what the case's reglamento says of faltas."""
    found = regimen_of(frame.case.reglamento)
    if found is None:
        raise Http404
    return found


def falta_or_404(frame: CaseFrame, pk: int) -> FaltaImputada:
    """Return a falta of this very case."""
    found = falta_of(frame.case, pk) if pk <= MAX_ID else None
    if found is None:
        raise Http404
    return found


def measure_or_404(frame: CaseFrame, code: str) -> Measure:
    """Return a measure that answers to a falta."""
    found = regimen_or_404(frame).measure(code)
    if found is None or found.nature not in OFFERED:
        raise Http404
    return found


def first_day(frame: CaseFrame) -> date:
    """Return the day of the facts as far as the case knows it."""
    case = frame.case
    return case.school.local_date(case.occurred_at or case.known_at)


def asked_day(request: HttpRequest, frame: CaseFrame) -> date:
    """Return the day that the search was made for, or that of the case."""
    try:
        return date.fromisoformat(request.POST.get("dia", "") or request.GET.get("dia", ""))
    except ValueError:
        return first_day(frame)


def results_of(regimen: Regimen, data: dict, people: list[Participant]) -> dict:
    """Return what the search found, or why there is nothing to impute. Queries: 1."""
    who = next(p for p in people if p.pk == data["persona"])
    level = level_on(who.student, data["dia"], regimen)
    found = {"who": who, "level": level, "day": data["dia"], "norm": NORM_PARVULOS}
    if level is None or not level.sanctions:
        return found
    rows = search_faltas(
        regimen, level.code, data["dia"], text=data["q"], gravity=data["gravedad"]
    )  # fmt: skip
    return found | {"found": rows}


def record_looks(request: HttpRequest, page: FaltaPage) -> None:
    """Write that the antecedents of other cases were seen, once per case."""
    for case_id in dict.fromkeys(line.row.case_id for line in page.antecedents):
        record(
            AuditAct.VER,
            object_type="caso",
            object_id=case_id,
            case_id=case_id,
            user_id=request.user.pk,
            detail="antecedente de una falta",
        )


def impute_from(
    request: HttpRequest, frame: CaseFrame, form: ImputeForm, person: int, code: str
) -> bool:
    """Impute what was typed; False with the refusals on the form."""
    data, at = form.cleaned_data, now()
    return perform(
        request,
        form,
        lambda: services.impute_falta(
            case=frame.case, person=person, code=code, facts_on=data["dia"],
            grounds=data["grounds"], actor=frame.membership, version=data["version"], now=at,
        ),
        now=at,
        done="La falta quedó imputada. Ninguna medida se aplica por sí sola.",
    )  # fmt: skip


def choose(request: HttpRequest, frame: CaseFrame, form: MeasureForm, row: int, code: str) -> bool:
    """Choose the measure that was typed; False with each norm that forbids it on the form."""
    data, at = form.cleaned_data, now()
    choice = measures.Choice(
        code=code,
        owner_role=data["owner_role"],
        starts_on=data["starts_on"],
        why=data["why"],
        days=data.get("days") or 0,
        review_on=data.get("review_on"),
        facts=data.get("facts", ()),
    )
    given = {"case": frame.case, "pk": row, "choice": choice, "actor": frame.membership}
    return perform(
        request,
        form,
        lambda: measures.choose_measure(**given, version=data["version"], now=at),
        now=at,
        done="La medida quedó en el proyecto de resolución.",
    )


def with_reason(
    request: HttpRequest, frame: CaseFrame, row: FaltaImputada, *, title: str, lead: str,
    button: str, done: str, run: Callable[[dict], object],
) -> HttpResponse:  # fmt: skip
    """Ask why, run the service, and go back to the falta."""
    form = ReasonForm(request.POST or None, initial={"version": frame.case.version})
    if request.method == "POST" and form.is_valid():
        at = now()
        given = {"case": frame.case, "pk": row.pk, "actor": frame.membership, "now": at}
        given |= {"reason": form.cleaned_data["reason"], "version": form.cleaned_data["version"]}
        if perform(request, form, lambda: run(given), now=at, done=done):
            return redirect("case-falta", pk=frame.case.pk, row=row.pk)
    context = {"form": form, "row": row, "title": title, "lead": lead, "button": button}
    return show(request, frame, "cases/discipline/reason.html", context)
