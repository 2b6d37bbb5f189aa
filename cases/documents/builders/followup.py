"""After the decision."""

from collections.abc import Iterable
from datetime import date, datetime

from cases.documents.builders.common import (
    adult,
    blank_line,
    heading,
    official,
    parties,
    people,
    person,
)
from cases.documents.reports import (
    Agreement,
    BitacoraReport,
    CompromisosReport,
    Person,
    SeguimientoReport,
    SignatureLine,
    VigilanciaEntry,
)
from cases.models import Case, Participant
from schools.models import Apoderado, User

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


def compromisos(
    case: Case,
    participant: Participant,
    apoderado: Apoderado | None,
    *,
    meets_at: datetime,
    place: str,
    commitments: Iterable[Agreement],
    actor: User,
    school_support: Iterable[Agreement] = (),
    review_on: date | None = None,
    signatures: Lines = (),
) -> CompromisosReport:
    """D-61: signed by the apoderado and the pupil. One per family. Source: 8.6.3.2 C.a.4."""
    who, student = official(actor, case.school.encargada_title), person(participant)
    family = adult(apoderado)
    lines = (blank_line(family), SignatureLine(student.name, "Estudiante"), blank_line(who))
    return CompromisosReport(
        **heading(case, "D-61", at=meets_at),
        student=student,
        apoderado=family,
        meets_at=meets_at,
        place=place,
        conducted_by=who,
        commitments=tuple(commitments),
        school_support=tuple(school_support),
        review_on=review_on,
        signatures=signatures or lines,
    )
