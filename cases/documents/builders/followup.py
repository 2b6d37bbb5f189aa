"""After the decision."""

from collections.abc import Iterable
from datetime import date, datetime

from cases.documents.builders.common import (
    blank_line,
    heading,
    official,
    parties,
    people,
    person,
)
from cases.documents.reports import (
    BitacoraReport,
    Person,
    SeguimientoReport,
    SignatureLine,
    VigilanciaEntry,
)
from cases.models import Case, Participant
from schools.models import User

Lines = tuple[SignatureLine, ...]


def bitacora_vigilancia(
    case: Case,
    *,
    starts_on: date,
    ends_on: date,
    entries: Iterable[VigilanciaEntry],
    actor: User,
    signatures: Lines = (),
) -> BitacoraReport:
    """D-26: six months of watching, entry by entry. Source: modelo A, 8.6.3.2 C.b.4."""
    who = official(actor, case.school.encargada_title)
    return BitacoraReport(
        **heading(case, "D-26"),
        starts_on=starts_on,
        ends_on=ends_on,
        responsible=who,
        people=people(parties(case), "afectado", "denunciado"),
        entries=tuple(entries),
        signatures=signatures or (blank_line(who),),
    )


def acta_seguimiento(
    case: Case,
    participant: Participant,
    *,
    starts_at: datetime,
    place: str,
    present: Iterable[Person],
    persists: bool,
    actor: User,
    first_interview_on: date | None = None,
    signatures: Lines = (),
    **words: object,
) -> SeguimientoReport:
    """D-27: does it go on, or has it stopped? `words`: student_words, apoderado_words, observed,
    agreements. Source: modelo A, 8.6.3.2 C, last paragraph.
    """
    who, present = official(actor, case.school.encargada_title), tuple(present)
    return SeguimientoReport(
        **heading(case, "D-27", at=starts_at),
        starts_at=starts_at,
        place=place,
        first_interview_on=first_interview_on,
        conducted_by=who,
        student=person(participant),
        present=present,
        persists=persists,
        signatures=signatures or (blank_line(who), *(blank_line(p) for p in present)),
        **words,
    )
