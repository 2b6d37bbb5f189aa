"""A form that is acted upon once, however many times it is sent."""

import uuid
from datetime import datetime

from django import forms
from django.db import IntegrityError, transaction

from cases.models.submission import Submission
from convivencia.exceptions import AlreadyDoneError


class OnceMixin(forms.Form):
    """Add the hidden field `envio`, fresh for each page shown. Pass its value to `claim`."""

    envio = forms.CharField(
        max_length=40, widget=forms.HiddenInput, initial=lambda: uuid.uuid4().hex
    )


def claim(key: str, *, now: datetime) -> None:
    """Take the form in this transaction; AlreadyDoneError if somebody sent it before.

    A second click waits on the unique key until the first commits, then learns that it is done;
    if the first failed, the second goes on.
    """
    try:
        with transaction.atomic():
            Submission.objects.create(key=key, created_at=now)
    except IntegrityError:
        raise AlreadyDoneError("Esto ya se había registrado: no se repitió.") from None


def was_sent(key: str) -> bool:
    """Return whether a form of the school was acted upon already. Queries: 1."""
    return bool(key) and Submission.objects.filter(key=key[:40]).exists()
