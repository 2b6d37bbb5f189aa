"""Hear one family: type, review, sign, issue."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cases.acting import perform
from cases.documents.reports import Person
from cases.documents.services import preview
from cases.documents.signatures import SignatureForm, signature_forms
from cases.documents.views import pdf_response
from cases.hearings import drafts, services
from cases.hearings.interview_sheet import InterviewSheet
from cases.hearings.pages import problems_of, refusals
from cases.hearings.selectors import FamilyStand, family_or_404, family_stands, stand_of
from cases.hearings.services.entrevistas import (
    acta_report,
    antecedentes_due,
    build_entrevista,
    refuse_unfit,
)
from cases.models import Case, Entrevista, Participant
from cases.once import OnceMixin
from cases.overview.frame import CaseFrame, open_case
from cases.states import Acto
from convivencia.clock import now
from convivencia.exceptions import DomainError
from schools.identifiers import format_run
from schools.models import Role
from schools.models.audit import AuditAct


@login_required
def families(request: HttpRequest, pk: int) -> HttpResponse:
    """Show both families and how the hearing of each stands."""
    frame = open_case(request, pk, "case-entrevista")
    stands = family_stands(frame.case)
    keys = [drafts.interview_key(stand.participant.pk) for stand in stands]
    kept = [drafts.draft_of(frame.case, request.membership, key) for key in keys]
    blocked = refusals(frame.case, request.membership, Acto.ENTREVISTAR)
    rows = list(zip(stands, kept, strict=True))
    context = frame.context(rows=rows, stands=stands, blocked=blocked)
    return render(request, "cases/hearings/families.html", context)


@login_required
def write(request: HttpRequest, pk: int, participant: int) -> HttpResponse:
    """Type the interview; it is kept while it is typed."""
    frame, at = open_case(request, pk, "case-entrevista"), now()
    case, person = frame.case, family_or_404(frame.case, participant)
    stand = stand_of(case, person)
    blocked = _blocked(request, case, stand)
    key = drafts.interview_key(person.pk)
    draft = drafts.draft_of(case, request.membership, key)
    typed = request.POST if request.method == "POST" else drafts.typed_of(draft) if draft else None
    sheet = InterviewSheet(typed, case=case, stand=stand, now=at)
    if request.method == "POST" and not blocked:
        if sheet.is_valid() and _keep(request, frame, sheet, key, at):
            return redirect("case-entrevista-review", pk=pk, participant=person.pk)
    elif draft:
        sheet.hide_errors()
    context = {"sheet": sheet, "stand": stand, "person": person, "draft": draft, "blocked": blocked}
    context["decides"] = request.membership.role == Role.DIRECTORA
    return render(request, "cases/hearings/interview.html", frame.context(**context))


def _blocked(request: HttpRequest, case: Case, stand: FamilyStand) -> list[str]:
    """Return why this family cannot be heard now."""
    if stand.entrevista:
        return [f"La entrevista de {stand.participant.name} ya tiene su acta."]
    if not stand.is_cited:
        return [f"Primero cite a la familia de {stand.participant.name}."]
    if stand.called_in_vain:
        return ["Ya hay un acta de inasistencia de esa familia."]
    if stand.needs_second:
        return ["La primera citación no se cumplió: cite por segunda vez."]
    return refusals(case, request.membership, Acto.ENTREVISTAR)


def _keep(
    request: HttpRequest, frame: CaseFrame, sheet: InterviewSheet, key: str, at: datetime
) -> bool:
    """Keep the draft and ask the same questions as the act will; False if one says no."""
    try:
        drafts.save_draft(
            case=frame.case, member=request.membership, key=key, typed=request.POST, now=at
        )
        refuse_unfit(
            frame.case,
            actor=request.membership,
            participant=sheet.stand.participant,
            interview=sheet.entry(),
            now=at,
        )
    except DomainError as error:
        sheet.form.add_error(None, [error.message, *error.reasons])
        return False
    return True


@login_required
@require_POST
def autosave(request: HttpRequest, pk: int, participant: int) -> HttpResponse:
    """Keep what is being typed; answers nothing."""
    frame = open_case(request, pk, "case-entrevista", act=AuditAct.CAMBIAR)
    person = family_or_404(frame.case, participant)
    try:
        drafts.save_draft(
            case=frame.case, member=request.membership, key=drafts.interview_key(person.pk),
            typed=request.POST, now=now(),
        )  # fmt: skip
    except DomainError:
        return HttpResponse(status=413)
    return HttpResponse(status=204)


@login_required
def review(request: HttpRequest, pk: int, participant: int) -> HttpResponse:
    """Read the acta aloud, sign, issue. What is signed is what is shown."""
    frame, at = open_case(request, pk, "case-entrevista"), now()
    person = family_or_404(frame.case, participant)
    sheet = _typed_sheet(request, frame.case, person, at)
    if sheet is None:
        return redirect("case-entrevista-write", pk=pk, participant=person.pk)
    head = OnceMixin(request.POST or None)
    signatures = _signature_forms(request, sheet)
    valid = request.method == "POST" and all([f.is_valid() for f in (head, *signatures)])  # noqa: C419
    if valid and _issue(request, frame.case, sheet, head, signatures, at):
        return redirect("case-detail", pk=pk)
    row = build_entrevista(frame.case, request.membership, person, sheet.entry(), sheet.stand)
    context = {"sheet": sheet, "person": person, "row": row, "head": head, "signatures": signatures}
    context["until"] = antecedentes_due(row, now=at)
    context["problems"] = problems_of(head, *signatures)
    return render(request, "cases/hearings/interview_review.html", frame.context(**context))


def _typed_sheet(
    request: HttpRequest, case: Case, person: Participant, at: datetime
) -> InterviewSheet | None:
    """Return the kept interview if it is whole; None sends the person back to type it."""
    draft = drafts.draft_of(case, request.membership, drafts.interview_key(person.pk))
    stand = stand_of(case, person)
    if draft is None:
        if stand.entrevista:
            messages.info(request, "Esto ya se había registrado: el acta está emitida.")
        return None
    sheet = InterviewSheet(drafts.typed_of(draft), case=case, stand=stand, now=at)
    return sheet if sheet.is_valid() and not _blocked(request, case, stand) else None


def _signature_forms(request: HttpRequest, sheet: InterviewSheet) -> list[SignatureForm]:
    member = request.membership
    people = [
        Person(row["name"], format_run(row["run"]) if row["run"] else "", row["title"])
        for row in sheet.entry().present
    ]
    conductor = Person(member.user.get_full_name(), title=member.title)
    people = [conductor, *(p for p in people if p.name != conductor.name)]
    return signature_forms(people, request.POST or None, request.FILES or None)


def _issue(
    request: HttpRequest,
    case: Case,
    sheet: InterviewSheet,
    head: OnceMixin,
    signatures: list[SignatureForm],
    at: datetime,
) -> bool:
    def run() -> None:
        person = sheet.stand.participant
        services.hold_interview(
            case=case,
            actor=request.membership,
            participant=person,
            interview=sheet.entry(),
            signatures=tuple(form.line(at) for form in signatures),
            now=at,
        )
        key = drafts.interview_key(person.pk)
        drafts.discard_draft(case=case, member=request.membership, key=key)

    return perform(request, head, run, now=at, done="Acta emitida y reservada.")


@login_required
def draft_pdf(request: HttpRequest, pk: int, participant: int) -> HttpResponse:
    """Show the acta as it would be printed, marked as a draft."""
    frame, at = open_case(request, pk, "case-entrevista", act=AuditAct.IMPRIMIR), now()
    person = family_or_404(frame.case, participant)
    sheet = _typed_sheet(request, frame.case, person, at)
    if sheet is None:
        return redirect("case-entrevista-write", pk=pk, participant=person.pk)
    row: Entrevista = build_entrevista(
        frame.case, request.membership, person, sheet.entry(), sheet.stand
    )
    pdf = preview("D-12", acta_report(row, now=at))
    return pdf_response(pdf, "acta-borrador.pdf")
