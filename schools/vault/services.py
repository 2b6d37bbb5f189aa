"""Destroy keys on purpose."""

from collections.abc import Iterable
from datetime import datetime

from schools.models import DataKey
from schools.vault.ring import current_ring
from schools.vault.subjects import Subject


def destroy_keys(found: Iterable[Subject], *, now: datetime) -> int:
    """Destroy the keys of `found`: what they sealed is gone, here and in every copy of the rows.

    The row of a key stays, so that nobody can make it again. Returns how many were destroyed.
    """
    destroyed = 0
    for subject in found:
        rows = DataKey.objects.filter(
            compartment=subject.compartment, subject=subject.id, destroyed_at=None
        )
        destroyed += rows.update(wrapped=None, destroyed_at=now)
    current_ring().forget()
    return destroyed
