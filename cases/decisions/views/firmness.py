"""Since when the decision is firm, and its certificate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.access import may
from cases.acting import perform
from cases.decisions.certificates import certify_firmness
from cases.decisions.firmness import firmness_of, stages_of
from cases.decisions.forms import VersionedForm
from cases.decisions.pages import Card, rows_of, show
from cases.decisions.selectors import resolucion_of
from cases.models import Resolucion
from cases.models.decisions import ResolucionState
from cases.overview.frame import CaseFrame, open_case
from cases.states import Acto, state_reason
from convivencia.clock import now
from convivencia.dates import long_date

TAB = "resolución"  # what the trail of looks says


def firm_context(frame: CaseFrame, current: Resolucion) -> dict:
    """Return what the page of a decision says of its firmness."""
    case, acto = frame.case, Acto.CERTIFICAR_FIRMEZA
    current.case = case
    found = None if current.firm_at else firmness_of(case, now=now())
    blocked = may(frame.membership, case.functions, acto) or state_reason(case.state, acto)
    certifies = found is not None and found.at is not None and not blocked
    return {
        "stages": stages_of(current, found),
        "firm": found,
        "may_certify": certifies and not frame.only_reads,
    }


def certify(request: HttpRequest, pk: int) -> HttpResponse:
    """Certify since when the decision is firm: the day is computed, nobody types it."""
    frame = open_case(request, pk, TAB)
    case, current = frame.case, resolucion_of(frame.case)
    if current is None or current.state != ResolucionState.APROBADA:
        return redirect("case-resolucion", pk=pk)
    form = VersionedForm(request.POST or None, initial={"version": current.version})
    if request.method == "POST" and form.is_valid():
        at, version = now(), form.cleaned_data["version"]
        if perform(
            request, form,
            lambda: certify_firmness(
                case=case, actor=request.membership, version=version, now=at
            ),
            now=at, done="La firmeza quedó certificada.",
        ):  # fmt: skip
            return redirect("case-resolucion", pk=pk)
    found = firmness_of(case, now=now())
    context = {"form": form, "missing": found.waits, "card": _card(frame, found)}
    return show(request, frame, "cases/decisions/confirm.html", context)


def _card(frame: CaseFrame, found) -> Card:  # noqa: ANN001 -- a Firmness
    since = long_date(frame.case.school.local_date(found.at)) if found.at else ""
    why = found.last.why if found.last else ""
    return Card(
        title="Certificar que la resolución está firme",
        rows=rows_of(("Firme desde el", since), ("Porque", why)),
        consequences=(
            "Se emite el certificado de firmeza (D-76), numerado y firmado por usted.",
            "La fecha la calcula el sistema desde las notificaciones: no se puede cambiar.",
        ),
        button="Certificar la firmeza",
        cancel="case-resolucion",
        case=frame.case,
    )
