"""From a valid form to a service: once, in one transaction, with its refusals shown on the form."""

from collections.abc import Callable
from datetime import datetime

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest

from cases.once import claim
from convivencia.exceptions import AlreadyDoneError, DomainError


def perform(
    request: HttpRequest,
    form: forms.Form,
    run: Callable[[], object],
    *,
    now: datetime,
    done: str = "",
) -> bool:
    """Run the service and say `done`; False if it refused, with every reason on the form.

    A form sent twice, or an act that somebody did first, is not an error: the person is told, and
    taken to the result.
    """
    try:
        with transaction.atomic():
            claim(form.cleaned_data["envio"], now=now)
            run()
    except AlreadyDoneError as error:
        messages.info(request, error.message)
        return True
    except DomainError as error:
        show_refusal(form, error)
        return False
    if done:
        messages.success(request, done)
    return True


def show_refusal(form: forms.Form, error: DomainError) -> None:
    """Put on the form why it was refused, and where it is done instead."""
    form.add_error(None, [error.message, *error.reasons])
    form.way = error.way
