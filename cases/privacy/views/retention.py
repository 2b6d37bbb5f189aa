"""How long things are kept, which cases are due, what holds them, and their disposal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases.access import cases_visible_to
from cases.erasure.services import erase_case
from cases.models import Disposal
from cases.policy import Sight
from cases.privacy.doors import DISPOSES, RETAINS, ask, case_or_404, show
from cases.privacy.forms import ReasonForm
from cases.privacy.retention import due_cases, hold_case, lift_hold, open_holds
from cases.privacy.retention_forms import DisposeForm, FolioForm
from cases.privacy.rules import rules
from convivencia.clock import now
from schools.abilities import Ability, can
from schools.pages import form_page

BACK = "privacy-retention"


@RETAINS
def table(request: HttpRequest) -> HttpResponse:
    """Show the table of terms, what is due, what is held and what was disposed of."""
    at, member = now(), request.membership
    visible = set(cases_visible_to(member, at=at).values_list("pk", flat=True))
    context = {
        "rules": rules(),
        "due": due_cases(member, at=at),
        "holds": [row for row in open_holds() if row.case_id in visible],
        "disposals": Disposal.objects.select_related("case", "certificate").order_by("-at")[:100],
        "disposes": can(member, Ability.DISPOSE_CASES),
    }
    return show(request, "retention.html", context, here=BACK)


@RETAINS
def find(request: HttpRequest) -> HttpResponse:
    """Ask for the folio of the case to hold: it may be open, or far from its term."""
    visible = cases_visible_to(request.membership, at=now(), at_least=Sight.FULL)
    form = FolioForm(request.POST or None, cases=visible)
    if request.method == "POST" and form.is_valid():
        return redirect("privacy-hold", pk=form.cleaned_data["folio"].pk)
    return form_page(
        request, form, title="Retener un caso", button="Continuar", back=reverse(BACK),
        lead="Un caso retenido no se puede eliminar, aunque haya cumplido su plazo.",
    )  # fmt: skip


@RETAINS
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold a case: nobody disposes of it until it is let go."""
    case = case_or_404(request, pk)
    return ask(
        request, ReasonForm(request.POST or None), lambda data: hold_case(case=case, **data),
        title=f"Retener el caso {case.folio}", button="Retener el caso",
        lead="Por ejemplo: un juicio, una fiscalización o un requerimiento que lo pide. "
        "No se podrá eliminar hasta que alguien levante la retención.",
        back=reverse(BACK), done="El caso quedó retenido.",
    )  # fmt: skip


@RETAINS
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a case go."""
    case = case_or_404(request, pk)
    return ask(
        request, ReasonForm(request.POST or None), lambda data: lift_hold(case=case, **data),
        title=f"Levantar la retención de {case.folio}", button="Levantar la retención",
        back=reverse(BACK), done="La retención se levantó.",
    )  # fmt: skip


@DISPOSES
def dispose(request: HttpRequest, pk: int) -> HttpResponse:
    """Dispose of a case for ever, with its acta."""
    case = case_or_404(request, pk)
    return ask(
        request, DisposeForm(request.POST or None, folio=case.folio),
        lambda data: erase_case(case=case, **data),
        title=f"Eliminar el caso {case.folio}", button="Eliminar para siempre", danger=True,
        lead="Se destruye la llave con que está cifrado: nadie podrá volver a leer lo que dice, "
        "tampoco desde un respaldo. Queda un certificado con la fecha, el motivo y las huellas.",
        back=reverse(BACK), done="El caso se eliminó. El certificado quedó en la lista.",
    )  # fmt: skip
