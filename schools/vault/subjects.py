"""What a key is of."""

from typing import NamedTuple


class Subject(NamedTuple):
    """One key each: destroying it disposes of this and of nothing else."""

    compartment: str
    id: int


SCHOOL = Subject("escuela", 0)  # what belongs to no case


def case(pk: int) -> Subject:
    """The narratives and the files of a case."""
    return Subject("caso", pk)


def identity(pk: int) -> Subject:
    """The reserved identity of who reported a case: apart from the key that opens the case."""
    return Subject("identidad", pk)


def draft(pk: int) -> Subject:
    """A denuncia being typed, which is no case yet."""
    return Subject("borrador", pk)


def case_or_school(pk: int | None) -> Subject:
    return SCHOOL if pk is None else case(pk)
