"""What is looked for goes in the body of a form and waits in the session, never in an address.

A browser keeps addresses, also on the computer of the staff room: `?q=` would say whose file was
looked for. A search form is sent by POST with the mark `buscar`; the answer is a redirection to the
same page with a word that means nothing, and the page finds there what was typed.
"""

import secrets
from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

MARK, FIELD, PARAMETER = "buscar", "q", "busqueda"
SESSION_KEY = "searches"
FEW = 10  # the last ones: several windows may be open
LONGEST = 100
NOT_IN_ADDRESSES = frozenset({MARK, FIELD, PARAMETER, "csrfmiddlewaretoken"})


class SearchMiddleware:
    """Keep what a search form sends; give it back to the page that it leads to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable, _args: list, _kwargs: dict
    ) -> HttpResponse | None:
        if request.membership is None:
            return None
        if request.method == "POST":
            return _keep(request) if MARK in request.POST else None
        if PARAMETER in request.GET:
            query = request.GET.copy()
            query[FIELD] = request.session.get(SESSION_KEY, {}).get(query[PARAMETER], "")
            request.GET = query
        return None


def repeated(request: HttpRequest, answers: dict[str, str]) -> dict[str, str]:
    """Return what an address needs to ask the same again: the word, not what was typed."""
    if PARAMETER not in request.GET:
        return {name: value for name, value in answers.items() if value}
    kept = {name: value for name, value in answers.items() if value and name != FIELD}
    return kept | {PARAMETER: request.GET[PARAMETER]}


def _keep(request: HttpRequest) -> HttpResponse:
    request.only_searched = True  # nothing was shown or changed yet: see schools.audit.trail
    text = request.POST.get(FIELD, "").replace("\x00", "").strip()[:LONGEST]
    sent = {**request.GET.dict(), **request.POST.dict()}
    query = {n: value for n, value in sent.items() if value and n not in NOT_IN_ADDRESSES}
    if text:
        word = secrets.token_urlsafe(9)
        searches = list(request.session.get(SESSION_KEY, {}).items())[-(FEW - 1) :]
        request.session[SESSION_KEY] = dict([*searches, (word, text)])
        query[PARAMETER] = word
    return HttpResponseRedirect(f"{request.path}?{urlencode(query)}" if query else request.path)
