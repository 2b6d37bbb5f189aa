"""The signatures of a document: who must, who did, whose turn it is."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.access import only_reads
from cases.acting import perform
from cases.documents.signatures import NOT_SIGNED
from cases.documents.signing import ask_signatures, next_turn, sign_turn
from cases.documents.signing_forms import AskSignerForm, SignTurnForm
from cases.models import Case, Document, Signature
from cases.overview.frame import CaseFrame, open_case
from convivencia.clock import now
from schools.models import Membership, Role
from schools.models.audit import AuditAct
from schools.uploads.links import hand_over

LEADERS = (Role.DIRECTORA, Role.ENCARGADA)
SIGNED = "La firma quedó registrada."
UNSIGNED = "Quedó constancia de que la persona no firmó, con su testigo."


@login_required
def signatures(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """Show the list, and ask one more person to sign."""
    frame, at = open_case(request, pk, "case-documents"), now()
    document = _document(frame, document_pk)
    form = AskSignerForm(request.POST or None, members=_members(frame.case, at))
    if request.method == "POST" and _may(frame) and form.is_valid():
        given = {"case": frame.case, "document": document, "actor": request.membership, "now": at}
        run = lambda: ask_signatures(signers=[form.signer()], **given)  # noqa: E731
        if perform(request, form, run, now=at, done="Se agregó a quienes deben firmar."):
            return redirect("document-signatures", pk, document_pk)
    turns = document.turns.select_related("signature", "asked_by").order_by("place")
    context = {"document": document, "form": form, "turns": turns, "may": _may(frame)}
    context |= {"waiting": next_turn(document), "own": document.signatures.exclude(
        pk__in=[turn.signature_id for turn in turns if turn.signature_id])}  # fmt: skip
    return render(request, "cases/documents/signatures.html", frame.context(**context))


@login_required
def sign(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """Take the signature of the person whose turn it is."""
    frame, at = open_case(request, pk, "case-documents"), now()
    document = _document(frame, document_pk)
    turn = next_turn(document)
    if turn is None or not _may(frame):
        return redirect("document-signatures", pk, document_pk)
    form = SignTurnForm(request.POST or None, request.FILES or None, turn=turn)
    if request.method == "POST" and form.is_valid():
        given = {"case": frame.case, "turn": turn, "actor": request.membership, "now": at}
        run = lambda: sign_turn(line=form.line(at), **given)  # noqa: E731
        done = UNSIGNED if form.cleaned_data["method"] in NOT_SIGNED else SIGNED
        if perform(request, form, run, now=at, done=done):
            return redirect("document-signatures", pk, document_pk)
    context = {"document": document, "form": form, "turn": turn}
    return render(request, "cases/documents/sign.html", frame.context(**context))


@login_required
def signed_paper(request: HttpRequest, pk: int, document_pk: int, row: int) -> HttpResponse:
    """Hand over the page signed by hand, or the drawing."""
    frame = open_case(request, pk, "firma", act=AuditAct.DESCARGAR)
    found = Signature.objects.filter(pk=row, document=_document(frame, document_pk)).first()
    if found is None or found.image_id is None:
        raise Http404
    return hand_over(request, found.image_id)


def _document(frame: CaseFrame, pk: int) -> Document:
    found = frame.case.documents.filter(pk=min(pk, 2**63 - 1)).defer("snapshot").first()
    if found is None:
        raise Http404
    return found


def _may(frame: CaseFrame) -> bool:
    return not only_reads(frame.role, frame.case.functions)


def _members(case: Case, at: datetime) -> list[Membership]:
    """Return who leads the school and who works in the case. Queries: 2."""
    day = case.school.local_date(at)
    team = set(case.accesses.values_list("user_id", flat=True))
    rows = Membership.objects.filter(active_from__lte=day, user__is_active=True)
    rows = rows.exclude(active_until__lt=day).select_related("user").order_by("pk")
    return [m for m in rows if m.role in LEADERS or m.user_id in team]
