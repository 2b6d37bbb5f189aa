"""Citations and interviews: D-11, D-12, D-15, D-16."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.documents.reports.common import Agreement, Person, Report


@dataclass(frozen=True, kw_only=True)
class CitacionReport(Report):
    """D-11, first or second; also its twin in plain words. Says nothing of the other family."""

    addressee: Person
    student: Person
    attempt: int
    meets_at: datetime
    mode: str
    place: str
    sent_at: datetime
    medium: str = ""
    opens_inquiry: bool = True
    previous_at: datetime | None = None  # the first citation, in the second
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class ActaEntrevistaReport(Report):
    """D-12: what was said and done, and the right to bring antecedentes."""

    starts_at: datetime
    ends_at: datetime
    mode: str
    place: str
    conducted_by: Person
    student: Person
    present: tuple[Person, ...]
    citation: str = ""
    student_words: str = ""
    apoderado_words: str = ""
    agreements: tuple[Agreement, ...] = ()
    antecedentes_due: date | None = None


@dataclass(frozen=True, kw_only=True)
class InasistenciaReport(Report):
    """D-15: nobody came; from which day the plazo of antecedentes runs all the same."""

    addressee: Person
    student: Person
    meetings: tuple[tuple[int, datetime, str], ...]  # attempt, day and hour, what happened
    attempts: str = ""
    counts_from: date | None = None
    antecedentes_due: date | None = None


@dataclass(frozen=True, kw_only=True)
class CargoReport(Report):
    """D-16: the receipt of what a party brought."""

    number: int
    delivered_by: str
    about: Person | None
    received_at: datetime
    items: tuple[tuple[str, str], ...]  # description, file fingerprint or «en papel»
    late: bool = False
    receiver: Person | None = None
