"""The signatures of a document: who must, who did, whose turn it is."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cases.access import cases_visible_to, only_reads
from cases.acting import perform
from cases.documents.selectors import MAX_ID
from cases.documents.signatures import NOT_SIGNED
from cases.documents.signing import ask_signatures, certificate_of, next_turn, sign_turn
from cases.documents.signing_forms import AskSignerForm, SignTurnForm
from cases.models import Case, Document, Signature, SignatureTurn
from cases.models.documents import DocumentState
from cases.overview.frame import CaseFrame, open_case
from cases.policy import Sight
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
    context |= {"waiting": _waiting(document), "certificate": certificate_of(document)}
    later = [turn.signature_id for turn in turns if turn.signature_id]
    context["own"] = document.signatures.exclude(pk__in=later)
    return render(request, "cases/documents/signatures.html", frame.context(**context))


@login_required
def sign(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """Take the signature of the person whose turn it is."""
    frame, at = open_case(request, pk, "case-documents"), now()
    document = _document(frame, document_pk)
    turn = _turn(request, document)
    if turn is None or not _may(frame):
        return redirect("document-signatures", pk, document_pk)
    form = SignTurnForm(
        request.POST or None, request.FILES or None, turn=turn, actor=request.membership
    )
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
    found = frame.case.documents.filter(pk=min(pk, MAX_ID)).defer("snapshot").first()
    if found is None:
        raise Http404
    return found


def _waiting(document: Document) -> SignatureTurn | None:
    """Return whose turn it is; what was annulled or replaced waits for nobody."""
    return next_turn(document) if document.state == DocumentState.EMITIDO else None


def _turn(request: HttpRequest, document: Document) -> SignatureTurn | None:
    """Return the turn that the form was shown for; without a form, whose turn it is."""
    typed = request.POST.get("turn", "")
    if request.method == "POST" and typed.isdecimal():
        return get_object_or_404(document.turns, pk=min(int(typed), MAX_ID))
    return _waiting(document)


def _may(frame: CaseFrame) -> bool:
    return not only_reads(frame.role, frame.case.functions)


def _members(case: Case, at: datetime) -> list[Membership]:
    """Return who leads the school or works in the case, and may read it. Queries: 2, 1 for each."""
    day = case.school.local_date(at)
    team = set(case.accesses.values_list("user_id", flat=True))
    rows = Membership.objects.filter(active_from__lte=day, user__is_active=True)
    rows = rows.exclude(active_until__lt=day).select_related("user").order_by("pk")
    rows = [m for m in rows if m.role in LEADERS or m.user_id in team]
    return [m for m in rows if _reads(m, case, at)]


def _reads(member: Membership, case: Case, at: datetime) -> bool:
    seen = cases_visible_to(member, at=at, at_least=Sight.FULL)
    return seen.filter(pk=case.pk).exists()
