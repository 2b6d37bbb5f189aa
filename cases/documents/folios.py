"""Consecutive numbers, per school, kind and year."""

from cases.models import FolioSequence


def next_folio(*, kind: str, year: int) -> int:
    """Take the next number of `kind` («caso», «documento», «cargo») in the school in context.

    Locks the row of the sequence until the caller's transaction ends, so that numbers are
    consecutive: a transaction that rolls back gives its number back.
    """
    sequences = FolioSequence.objects
    sequences.bulk_create([FolioSequence(kind=kind, year=year)], ignore_conflicts=True)
    sequence = sequences.select_for_update().get(kind=kind, year=year)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return sequence.last
