"""Save a row as its model promises, and say in Spanish what stands in the way."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from convivencia.exceptions import DomainError


def save_checked(row: models.Model, *, taken: str = "Ya existe un registro igual.") -> None:
    """Validate and save `row`; DomainError with `taken` if another row got there first."""
    row.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise DomainError(taken, code="repetido") from error


def report(form: forms.Form, error: Exception) -> None:
    """Put what a service refused next to its field, or on top of the form.

    The `code` of a DomainError names the field when the form has one of that name.
    """
    if isinstance(error, DomainError):
        field = error.code if error.code in form.fields else None
        form.add_error(field, [error.message, *error.reasons])
        return
    if not isinstance(error, ValidationError):
        raise error
    for name, messages in getattr(
        error, "message_dict", {NON_FIELD_ERRORS: error.messages}
    ).items():
        form.add_error(name if name in form.fields else None, messages)


def attempt(form: forms.Form, action: Callable[[dict], object]) -> object | None:
    """Return what `action` gives for the answers of a valid form; None leaves the errors in it."""
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return action(form.cleaned_data)
    except (DomainError, ValidationError) as error:
        report(form, error)
        return None
