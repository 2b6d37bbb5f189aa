"""The investigator's report."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.acting import perform
from cases.decisions.composition import compose_proceedings
from cases.decisions.forms import InformeForm, MomentForm
from cases.decisions.informes import issue_informe, save_informe
from cases.decisions.pages import Card, came_late, rows_of, show
from cases.decisions.selectors import informe_of
from cases.models import Case, Informe
from cases.overview.frame import open_case
from convivencia.clock import now

TAB = "informe"  # what the trail of looks says
ISSUED = (
    "El informe ya se emitió mientras usted escribía: no puede cambiarse. Lo que usted escribió "
    "no se guardó y sigue abajo, para que lo copie si le sirve."
)


def informe(request: HttpRequest, pk: int) -> HttpResponse:
    """Type the report, keep it, go on to issue it."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    current = informe_of(case)
    form = InformeForm(request.POST or None, initial=_initial(case, current))
    if current and current.issued_at and not came_late(request, form, ISSUED):
        return redirect("case-detail", pk=pk)
    if request.method == "POST" and form.is_valid() and _save(request, case, form):
        return redirect("case-informe-issue" if "emitir" in request.POST else "case-informe", pk=pk)
    return show(request, frame, "cases/decisions/informe.html", {"form": form})


def _save(request: HttpRequest, case: Case, form: InformeForm) -> bool:
    data, at = form.cleaned_data, now()
    texts = {k: data[k] for k in ("resultado", "proceedings", "findings", "recommendations")}
    return perform(
        request,
        form,
        lambda: save_informe(
            case=case, actor=request.membership, version=data["version"], now=at, **texts
        ),
        now=at,
        done="Informe guardado. Todavía no se emite.",
    )


def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """One clear page before the report becomes a document."""
    frame = open_case(request, pk, TAB)
    case = frame.case
    current = informe_of(case)
    if current is None or current.issued_at:
        return redirect("case-informe" if current is None else "case-detail", pk=pk)
    form = MomentForm(request.POST or None, initial={"at": now()})
    if request.method == "POST" and form.is_valid() and _issue(request, case, form):
        return redirect("case-detail", pk=pk)
    context = {"form": form, "card": _card(case, current)}
    return show(request, frame, "cases/decisions/confirm.html", context)


def _issue(request: HttpRequest, case: Case, form: MomentForm) -> bool:
    at, instant = form.cleaned_data["at"], now()
    return perform(
        request,
        form,
        lambda: issue_informe(case=case, actor=request.membership, at=at, now=instant),
        now=instant,
        done="Informe emitido. Ahora puede preparar la resolución.",
    )


def _initial(case: Case, current: Informe | None) -> dict:
    if current is None:
        return {"proceedings": compose_proceedings(case), "version": 0}
    names = ("resultado", "proceedings", "findings", "recommendations", "version")
    return {name: getattr(current, name) for name in names}


def _card(case: Case, current: Informe) -> Card:
    return Card(
        title="Emitir el informe de la investigación",
        rows=rows_of(
            ("Resultado", current.get_resultado_display()),
            ("Hechos acreditados", current.findings),
            ("Medidas recomendadas", current.recommendations),
        ),
        consequences=(
            "El informe queda numerado y ya no puede cambiarse.",
            "Termina la investigación y empieza el plazo para resolver y notificar.",
        ),
        button="Emitir el informe",
        cancel="case-informe",
        case=case,
        events=("ev_informe",),
        facts={"resultado": current.resultado},
    )
