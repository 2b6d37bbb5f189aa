"""The case list and the tabs of a case. Reads only."""

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.access import may_list
from cases.deadlines.limits import limits_of
from cases.models import CaseState
from cases.models.case import ParticipantRole
from cases.models.decisions import TipoMedida
from cases.overview import selectors
from cases.overview.forms import FilterForm
from cases.overview.frame import open_case
from cases.overview.listing import edge, page_urls, rows_of
from cases.overview.page import page_of, timelines_of
from cases.overview.screens import address
from cases.overview.tasks import owner_text
from cases.overview.wall import wall_of
from cases.overview.working import computation, deadline_rows
from cases.planner.selectors import open_tramites
from cases.policy import ROLE_SIGHT, Sight
from convivencia.clock import now
from schools.audit.services import record
from schools.models.audit import AuditAct
from schools.searching import repeated


@login_required
def case_list(request: HttpRequest) -> HttpResponse:
    """Show the cases the member sees, fifty at a time, filtered."""
    if request.membership is None or not may_list(request.membership, now()):
        raise PermissionDenied
    form = FilterForm(request.GET)
    answers = form.answers()
    before, after = edge(request.GET.get("antes", "")), edge(request.GET.get("despues", ""))
    names, wall = request.membership.role in ROLE_SIGHT, wall_of(request.school, now())
    if answers["q"] and names:
        record(AuditAct.BUSCAR, object_type="caso", user_id=request.user.pk)
    cases, more = selectors.case_page(
        request.membership, at=wall.now, state=answers["estado"], protocol=answers["protocolo"],
        text=answers["q"], names=names, before=before, after=after,
    )  # fmt: skip
    query = repeated(request, answers)
    pages = page_urls(cases, more, query, came_back=bool(after), deep=bool(before))
    context = {"form": form, "rows": rows_of(cases, wall), "filtered": any(answers.values())}
    context["intake_url"] = address("intake-start")
    return render(request, "cases/overview/list.html", context | pages)


@login_required
def case_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what to do next and what was done; to who only reported, that it was received."""
    frame = open_case(request, pk, "case-detail", at_least=Sight.REPORT)
    if frame.case.sight < Sight.TASKS:
        return render(request, "cases/overview/report.html", {"case": frame.case})
    case, whole = frame.case, request.GET.get("historia") == "completa"
    history = selectors.history_of(case)
    drafts = selectors.drafts_in(case) if frame.is_full else ()
    page = page_of(
        case, frame.rows, history, frame.wall, role=frame.role, drafts=drafts, whole=whole
    )
    context = frame.context(page=page, state=CaseState(case.state).label)
    context["lines"] = frame.tramites() if frame.is_full else []
    if not frame.is_full:
        context["measures"] = [line for line in frame.measures() if line.action]
    return render(request, "cases/overview/detail.html", context)


@login_required
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who takes part, their families, and the team."""
    frame = open_case(request, pk, "case-people")
    everyone, families = frame.case.participants.all(), selectors.families_of(frame.case)
    groups = [
        (role.label, [(p, families.get(p.student_id, [])) for p in everyone if p.role == role])
        for role in ParticipantRole
    ]
    context = {"groups": [g for g in groups if g[1]], "team": selectors.team_of(frame.case)}
    context["reserved"] = selectors.reserved_people(frame.case)
    return render(request, "cases/overview/people.html", frame.context(**context))


@login_required
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the documents issued in the case."""
    frame = open_case(request, pk, "case-documents")
    found = [
        (row, address("document-download", row.pk)) for row in selectors.documents_of(frame.case)
    ]
    return render(request, "cases/overview/documents.html", frame.context(documents=found))


@login_required
def deadlines(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every plazo of the case, with the way to its working."""
    frame = open_case(request, pk, "case-deadlines")
    rows = deadline_rows(frame.rows, frame.wall)
    tramites = open_tramites(frame.case)
    limits = [(row, limits_of(frame.case, row, now=frame.wall.now)) for row in tramites]
    context = frame.context(deadlines=rows, tramites=tramites, limits=limits)
    return render(request, "cases/overview/deadlines.html", context)


@login_required
def deadline(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Show why a step ends on its day, day by day; made to be printed."""
    frame = open_case(request, pk, "case-deadlines", at_least=Sight.TASKS)
    rows = frame.every_row if frame.is_full else frame.shown  # one of an ended trámite too
    step = next((v for v in rows if v.pk == row), None)
    history = selectors.history_of(frame.case)
    timelines = timelines_of(frame.case, rows, history, frame.wall.now)
    timeline = timelines[step.tramite_id] if step else None
    count = computation(timeline[step.step_id], timeline.protocol, frame.wall) if step else None
    if count is None:
        raise Http404
    return render(
        request,
        "cases/overview/deadline.html",
        frame.context(step=step, c=count, owner=owner_text(step)),
    )


@login_required
def measures(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the measures: all of them, or those the member must carry out."""
    frame = open_case(request, pk, "case-measures", at_least=Sight.TASKS)
    lines = sorted(frame.measures(), key=lambda m: TipoMedida.values.index(m.row.tipo))
    groups = [
        (TipoMedida(tipo).label, list(found))
        for tipo, found in groupby(lines, lambda m: m.row.tipo)
    ]
    context = {"groups": groups, "resguardo_url": address("case-resguardo", pk)}
    return render(request, "cases/overview/measures.html", frame.context(**context))
