"""After the decision: D-26, D-27."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.documents.reports.common import Agreement, Person, Report


@dataclass(frozen=True)
class VigilanciaEntry:
    """One look at how things are going."""

    at: datetime
    means: str  # «registro de clases», «entrevista»
    what: str
    by: str = ""
    signs: str = "Sin señales"


@dataclass(frozen=True, kw_only=True)
class BitacoraReport(Report):
    """D-26: six months of watching."""

    starts_on: date
    ends_on: date
    responsible: Person
    people: tuple[Person, ...] = ()
    entries: tuple[VigilanciaEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SeguimientoReport(Report):
    """D-27: some fifteen days later, does it go on or has it stopped?"""

    starts_at: datetime
    place: str
    first_interview_on: date | None
    conducted_by: Person
    student: Person
    present: tuple[Person, ...]
    persists: bool
    student_words: str = ""
    apoderado_words: str = ""
    observed: str = ""
    agreements: tuple[Agreement, ...] = ()
