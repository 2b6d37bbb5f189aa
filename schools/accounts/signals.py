"""What follows from a sign-in or a change of factor, told by Django and by the sign-in library."""

from allauth.account.signals import (
    authentication_step_completed,
    password_changed,
    password_reset,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from schools.accounts import factor, journal
from schools.models import User
from schools.session import ages, services


@receiver(user_logged_in, dispatch_uid="schools.session_begins")
def session_begins(request: HttpRequest, user: User, **_: object) -> None:
    ages.begin(request.session)
    services.note_open(request, user)
    if factor.get_authentication_records(request, user):  # through the pages, not a test
        request.signed_in_as = user.email
    journal.told(request, "sesión-abierta", user=user)


@receiver(user_logged_out, dispatch_uid="schools.session_ends")
def session_ends(request: HttpRequest, user: User | None, **_: object) -> None:
    if user is not None:
        journal.told(request, "sesión-cerrada", user=user)


@receiver(authentication_step_completed, dispatch_uid="schools.step_completed")
def step_completed(
    request: HttpRequest,
    user: User,
    method: str,
    type: str = "",  # noqa: A002 -- the signal's name
    reauthenticated: bool = False,
    **_: object,
) -> None:
    """Who shows again who they are goes on under another key."""
    if reauthenticated:
        services.change_key(request)
    what = "identidad-confirmada" if reauthenticated else "paso-superado"
    journal.told(request, what, user=user, medio=f"{method}-{type}".strip("-"))


@receiver(password_reset, dispatch_uid="schools.device_of_the_mailbox")
def device_of_the_mailbox(request: HttpRequest, user: User, **_: object) -> None:
    """Who reads the person's mail is the person: the device becomes known. All sessions end."""
    request.signed_in_as = user.email
    services.end_all(user)
    journal.told(request, "clave-recuperada", user=user)


@receiver(password_changed, dispatch_uid="schools.password_changed")
def only_this_session_stays(request: HttpRequest, user: User, **_: object) -> None:
    services.note_open(request, user)  # its key changed with the password
    services.end_others(request)
    journal.told(request, "clave-cambiada", user=user)


@receiver(authenticator_added, dispatch_uid="schools.key_added")
def key_added(request: HttpRequest, authenticator: Authenticator, **_: object) -> None:
    """The session that registered a key has shown it; `views.ActivateView` does so for an app."""
    journal.told(request, "factor-agregado", user=request.user, medio=authenticator.type)
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        factor.note_set_up(request, authenticator)
        services.renew(request)


@receiver(authenticator_removed, dispatch_uid="schools.factor_removed")
def factor_removed(request: HttpRequest, authenticator: Authenticator, **_: object) -> None:
    """Without any factor left, every session has to set one up: this one too."""
    journal.told(request, "factor-quitado", user=request.user, medio=authenticator.type)
    if factor.has_factor(request.user):
        return
    services.end_others(request)
    factor.forget(request)
