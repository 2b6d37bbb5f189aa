"""The validator of the pack, its making, its download; and the table of the year."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cases.acting import perform
from cases.expulsion.page import Board, board_of
from cases.expulsion.selectors import expulsion_or_404, procedure_of
from cases.expulsion.turns import INFORM
from cases.models import PackExport
from cases.overview.frame import CaseFrame, open_case
from cases.pack import services
from cases.pack.annexes import offered
from cases.pack.forms import PackForm, YearForm
from cases.pack.period import table
from cases.pack.spreadsheet import as_csv, as_xlsx
from cases.selectors import MAX_ID
from convivencia.clock import now
from convivencia.exceptions import DomainError
from schools.abilities import Ability
from schools.audit.services import record
from schools.doors import ability_required
from schools.models.audit import AuditAct

TAB = "case-pack"
ONLY = "Sólo la dirección reúne y descarga el informe de expulsión."
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def pack(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Requirement by requirement, what is missing; if nothing is, the purpose and the ZIP."""
    frame, at = open_case(request, pk, TAB), now()
    if request.membership.role != "directora":
        messages.info(request, ONLY)
        return redirect("case-expulsion-detail", pk=pk, row=min(row, MAX_ID))
    found = expulsion_or_404(frame.case, min(row, MAX_ID))
    p = procedure_of(found, now=at)
    form = PackForm(request.POST or None, annexes=offered(p))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if perform(
            request, form,
            lambda: services.request_pack(
                expulsion=found, purpose=data["purpose"], annexes=data.get("annexes") or [],
                actor=request.membership, now=at,
            ),
            now=at, done="El informe se está reuniendo. Nada se envía: lo presenta usted.",
        ):  # fmt: skip
            return redirect("case-pack", pk=pk, row=row)
    board = board_of(p, request.membership)
    context = {
        "row": found, "p": p, "form": form, "board": board, "packs": _packs(frame, found, at),
        "plazos": [one for one in board.plazos if one.code in INFORM],
        "advice": _advice(board, frame.wall.today),
        "missing": [line for group in board.groups for line in group.lines if line.standing.blocks],
    }  # fmt: skip
    return render(request, "cases/pack/pack.html", frame.context(**context))


def _advice(board: Board, today: date) -> str:
    """Return which of the two dates to keep."""
    early = [one.first for one in board.plazos if one.code in INFORM]
    if early and min(early) < today:
        return "La primera fecha ya pasó: la medida no estaba firme. Informe cuanto antes."
    return "Ante la duda, informe antes de la primera de las dos fechas."


def _packs(frame: CaseFrame, row, at) -> list[dict]:  # noqa: ANN001 -- a row and an instant
    found = PackExport.objects.filter(expulsion=row).select_related("requested_by")
    return [
        {
            "row": one,
            "word": services.link_of(one, frame.membership)
            if one.file_id and at <= one.expires_at
            else "",
        }
        for one in found
    ]


@require_safe
def download(request: HttpRequest, pk: int, row: int, pack: int) -> HttpResponse:
    """Give the ZIP to the directora who holds a link that has not expired."""
    frame = open_case(request, pk, TAB)
    found = expulsion_or_404(frame.case, min(row, MAX_ID))
    chosen = PackExport.objects.filter(expulsion=found, pk=min(pack, MAX_ID)).first()
    if chosen is None:
        raise Http404
    try:
        stored, content = services.open_pack(
            chosen, word=request.GET.get("enlace", ""), actor=request.membership, now=now()
        )
    except DomainError as error:
        messages.info(request, error.message)
        return redirect("case-expulsion-detail", pk=pk, row=found.pk)
    return _attached(content, stored.original_name, stored.mime)


@ability_required(Ability.EXPORT_EXPULSIONS)
def period(request: HttpRequest) -> HttpResponse:
    """Choose the year and the shape of the table."""
    form = YearForm(initial={"year": request.school.local_date(now()).year})
    return render(request, "cases/pack/period.html", {"form": form})


@ability_required(Ability.EXPORT_EXPULSIONS)
@require_safe
def export(request: HttpRequest, shape: str) -> HttpResponse:
    """Give the table of the year. It leaves its line in the trail."""
    if shape not in KINDS:
        raise Http404
    form, at = YearForm(request.GET), now()
    year = form.cleaned_data["year"] if form.is_valid() else request.school.local_date(at).year
    rows = table(request.membership, year, now=at)
    record(
        AuditAct.EXPORTAR, object_type="expulsiones del año", user_id=request.user.pk,
        detail=f"{year}, {shape}",
    )  # fmt: skip
    content = as_csv(rows) if shape == "csv" else as_xlsx(rows, f"Expulsiones {year}")
    return _attached(content, f"expulsiones-{year}.{shape}", KINDS[shape])


def _attached(content: bytes, name: str, mime: str) -> HttpResponse:
    response = HttpResponse(content, content_type=mime)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
