"""Acts that the inquiry must refuse."""

import pytest

from convivencia.exceptions import (
    DomainError,
)
from schools.files import store_file
from schools.models import Guardianship
from tests.cases.hearings.conftest import at


def refused(service, **given):
    with pytest.raises(DomainError) as refusal:
        service(**given)
    return refusal.value


def restrict(inquiry, index, **dates):
    """Forbid one parent by a court order."""
    order = store_file(
        content=b"%PDF-1.4", name="r.pdf", mime="application/pdf", at=at("2026-03-05 09:00")
    )
    adult = inquiry.adults[inquiry.afectado.pk][index]
    Guardianship.objects.filter(apoderado=adult).update(restricted=True, court_order=order, **dates)
    return adult
