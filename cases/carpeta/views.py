"""The folder of a case on screen and on paper; those of a period, for the directora."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from cases.access import may
from cases.acting import perform
from cases.carpeta.forms import PeriodForm, PurposeForm
from cases.carpeta.selectors import Folder, cases_of_period, folder_of
from cases.carpeta.services import issue_folder, write_csv
from cases.overview.frame import open_case
from cases.states import Acto
from convivencia.clock import now
from schools.abilities import Ability
from schools.audit.services import record
from schools.doors import ability_required
from schools.models.audit import AuditAct


@login_required
def folder(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the protocol demanded against what the case has."""
    frame = open_case(request, pk, "case-folder")
    member, functions = request.membership, frame.case.functions
    context = {
        "folder": folder_of(frame.case, now=frame.wall.now),
        "issues": not may(member, functions, Acto.REDACTAR_OFICIO),
    }
    return render(request, "cases/carpeta/folder.html", frame.context(**context))


@login_required
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what for, and issue the folder as a numbered paper."""
    frame, at = open_case(request, pk, "case-folder"), now()
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"case": frame.case, "actor": request.membership, "now": at}
        run = lambda: issue_folder(purpose=form.text(), **given)  # noqa: E731
        if perform(request, form, run, now=at, done="La carpeta quedó emitida."):
            return redirect("case-documents", pk)
    return render(request, "cases/carpeta/issue.html", frame.context(form=form))


@ability_required(Ability.GATHER_FOLDERS)
def period(request: HttpRequest) -> HttpResponse:
    """Show, or save as a spreadsheet, how every case of a period stands."""
    form, at, folders = PeriodForm(request.POST or None), now(), None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        rows = cases_of_period(request.membership, data["first"], data["last"], at=at)
        folders = [folder_of(case, now=at) for case in rows]
        saved = "planilla" in request.POST
        record(
            AuditAct.EXPORTAR if saved else AuditAct.VER, object_type="carpetas",
            user_id=request.user.pk, detail=f"{len(folders)} casos: {form.text()}"[:200],
        )  # fmt: skip
        if saved:
            return _spreadsheet(folders)
    context = {"form": form, "folders": folders}
    return render(request, "cases/carpeta/period.html", context)


def _spreadsheet(folders: list[Folder]) -> HttpResponse:
    response = HttpResponse(write_csv(folders), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, "carpetas.csv")
    response.headers["Cache-Control"] = "no-store"
    return response
