"""Sign-in with an account of another issuer: there, and back."""

import secrets
from dataclasses import asdict

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from convivencia.exceptions import DomainError
from schools.accounts import external, journal, oidc

KEY = "oidc_question"


@require_safe
def connected(request: HttpRequest) -> HttpResponse:
    """Show which accounts are connected, and offer the others."""
    rows = {row.issuer: row for row in request.user.external_identities.all()}
    lines = [(one, rows.get(one.issuer)) for one in oidc.providers()]
    return render(request, "account/external.html", {"lines": lines})


@login_not_required
@require_safe
def start(request: HttpRequest, provider: str) -> HttpResponse:
    """Go and be asked, to sign in."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return _leave(request, provider, is_link=False)


@require_safe
@reauthentication_required
def connect(request: HttpRequest, provider: str) -> HttpResponse:
    """Go and be asked, to connect that account with one's own."""
    return _leave(request, provider, is_link=True)


@login_not_required
@require_safe
def back(request: HttpRequest, provider: str) -> HttpResponse:
    """Come back with an answer to the question that this session asked, once."""
    found = _provider(provider)
    asked = request.session.pop(KEY, None)
    try:
        question = _question(request, asked, found)
        code = request.GET.get("code", "")
        identity = oidc.identity_from(found, question, code, _back_url(provider))
        if question.is_link:
            return _connected(request, identity)
        return _sign_in(request, identity, found)
    except DomainError as error:
        journal.warned(
            request, "cuenta-externa-rechazada", emisor=found.key, razón=error.code,
            user=request.user if request.user.is_authenticated else None,
        )  # fmt: skip
        messages.error(request, error.message)
        return redirect("account_external" if request.user.is_authenticated else "account_login")


@require_POST
@reauthentication_required
def disconnect(request: HttpRequest, pk: int) -> HttpResponse:
    if pk >= 2**63 or not external.unlink(request.user, pk):
        raise Http404("No se encontró.")
    journal.told(request, "cuenta-externa-desconectada", user=request.user)
    get_adapter().send_notification_mail("account/email/external_removed", request.user)
    messages.success(request, "La cuenta quedó desconectada.")
    return redirect("account_external")


def _leave(request: HttpRequest, key: str, *, is_link: bool) -> HttpResponse:
    found = _provider(key)
    question = oidc.ask(found, is_link=is_link)
    try:
        address = oidc.address_of(found, question, _back_url(key))
    except DomainError as error:
        journal.warned(request, "emisor-no-responde", emisor=found.key, razón=error.code)
        messages.error(request, error.message)
        return redirect("account_external" if is_link else "account_login")
    request.session[KEY] = asdict(question)
    return redirect(address)


def _question(request: HttpRequest, asked: dict | None, provider: oidc.Provider) -> oidc.Question:
    """Return what was asked; refuse an answer to anything else, or to somebody else."""
    if asked is None or asked["provider"] != provider.key:
        raise DomainError(oidc.REFUSED, code="question")
    if not secrets.compare_digest(request.GET.get("state", "").encode(), asked["state"].encode()):
        raise DomainError(oidc.REFUSED, code="state")
    question = oidc.Question(**asked)
    if question.is_link != request.user.is_authenticated or not request.GET.get("code"):
        raise DomainError(oidc.REFUSED, code="answer")
    return question


def _connected(request: HttpRequest, identity: oidc.Identity) -> HttpResponse:
    external.link(request.user, identity)
    journal.told(request, "cuenta-externa-conectada", user=request.user)
    get_adapter().send_notification_mail("account/email/external_added", request.user)
    messages.success(request, "La cuenta quedó conectada.")
    return redirect("account_external")


def _sign_in(
    request: HttpRequest, identity: oidc.Identity, provider: oidc.Provider
) -> HttpResponse:
    """Sign in as who connected it; our own second factor is asked for as always."""
    user = external.user_of(identity)
    record_authentication(request, user, "oidc", provider=provider.key)
    return perform_login(request, Login(user=user))


def _provider(key: str) -> oidc.Provider:
    found = oidc.provider_of(key)
    if found is None:
        raise Http404("No se encontró.")
    return found


def _back_url(key: str) -> str:
    return settings.SITE_URL + reverse("account_external_back", args=[key])
