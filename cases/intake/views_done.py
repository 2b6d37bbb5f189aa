"""After sending: the receipt; and, before all, the quick word."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.acting import perform
from cases.intake import drafts
from cases.intake.answers import limit_of
from cases.intake.doors import reporter_required
from cases.intake.pages import PERSONAS
from cases.intake.people_forms import WordForm
from cases.intake.rows import papers_of, upcoming_of
from cases.intake.selectors import drafts_of
from cases.intake.views import go_to
from cases.models import IntakeDraft
from cases.policy import Sight
from cases.selectors import get_case_or_404
from convivencia.clock import now
from schools.audit.services import record
from schools.models.audit import AuditAct


def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the folio, what comes next and until when, and the papers that may be printed."""
    case = get_case_or_404(request, pk, at_least=Sight.REPORT)
    _look(request, case.pk, AuditAct.VER, "comprobante de la denuncia")
    sees_all = case.sight >= Sight.FULL
    context = {
        "case": case,
        "denuncia": case.denuncia,
        "sees_all": sees_all,
        "limit_at": limit_of(case.known_at, request.school),
        "upcoming": upcoming_of(case) if sees_all else [],
        "papers": papers_of(case, sees_all=sees_all),
    }
    return render(request, "cases/intake/done.html", context)


@reporter_required
def word(request: HttpRequest) -> HttpResponse:
    """Stamp what an adult just learnt, as a draft that is completed later."""
    at = now()
    form = WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made: list[IntakeDraft] = []
        values = {name: request.POST.get(name, "") for name in ("known_at_0", "known_at_1")}
        known = {"actor": request.membership, "word": form.cleaned_data["relato"], "now": at}
        perform(
            request,
            form,
            lambda: made.append(drafts.start_from_word(values=values, **known)),
            now=at,
            done="Quedó anotado, con la hora en que lo supo. Complete los demás datos hoy.",
        )
        draft = made[0] if made else drafts_of(request.membership).first()
        if draft:
            return go_to(draft, PERSONAS)
    return render(request, "cases/intake/word.html", {"form": form})


def _look(request: HttpRequest, case_id: int, act: AuditAct, detail: str) -> None:
    record(
        act,
        object_type="caso",
        object_id=case_id,
        case_id=case_id,
        user_id=request.user.pk,
        detail=detail,
    )
