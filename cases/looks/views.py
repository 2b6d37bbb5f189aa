"""The page of who saw a case."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.looks.forms import LooksForm
from cases.looks.selectors import MOST, PAGE, Look, lines_of, looks_of, people_of
from cases.overview.frame import CaseFrame, open_case
from cases.policy import Compartment
from convivencia.clock import now
from schools.models.audit import AuditAct

DIGITS = 18  # of an id in an address


@login_required
def looks(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who saw the case, with which role, what and when; `?todo` gives it whole, for paper."""
    whole = "todo" in request.GET
    act = AuditAct.IMPRIMIR if whole else AuditAct.VER
    frame = open_case(request, pk, "case-looks", opens=Compartment.ACCESOS, act=act)
    form = LooksForm(request.GET, people=people_of(frame.case))
    answers, most = form.answers(), MOST if whole else PAGE
    before = _before(request.GET.get("antes", ""))
    rows = looks_of(frame.case, answers, before=before, most=most)
    lines = lines_of(rows[:most])
    if not answers and not before:
        lines.insert(0, _this_one(frame, act))
    context = {"form": form, "looks": lines, "filtered": bool(answers), "whole": whole}
    context |= {"cut": whole and len(rows) > most, "printed_at": now(), **_urls(pk, request, rows)}
    return render(request, "cases/looks/looks.html", frame.context(**context))


def _this_one(frame: CaseFrame, act: AuditAct) -> Look:
    """Return the line of this very look, which is written once the page is ready."""
    user = frame.membership.user.get_full_name()
    return Look(now(), user, frame.membership.get_role_display(), act.label, "quién vio el caso")


def _before(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else 0


def _urls(pk: int, request: HttpRequest, rows: list) -> dict[str, str]:
    """Return the addresses of the next page and of the whole, with the same filter."""
    base = reverse("case-looks", args=[pk])
    kept = {name: value for name, value in request.GET.items() if name in LooksForm.base_fields}
    more = {"antes": rows[PAGE - 1].pk} if len(rows) > PAGE else {}
    return {
        "older_url": f"{base}?{urlencode(kept | more)}" if more else "",
        "newer_url": f"{base}?{urlencode(kept)}" if "antes" in request.GET else "",
        "whole_url": f"{base}?{urlencode(kept | {'todo': 1})}",
    }
