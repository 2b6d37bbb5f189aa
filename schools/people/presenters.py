"""What the page of a student shows, already decided: the template computes nothing."""

from dataclasses import dataclass
from datetime import date

from schools.abilities import Ability, can
from schools.identifiers import document_warning
from schools.models import Enrolment, Guardianship, Membership, PastIdentifier, Student


@dataclass(frozen=True, slots=True)
class TieRow:
    """One apoderado of the student."""

    tie: Guardianship
    restriction: str  # "", or the sentence of the court's limit
    is_restricted: bool


@dataclass(frozen=True, slots=True)
class StudentPage:
    """The student with all that was fetched for the page."""

    student: Student
    age: int | None
    warning: str
    social_note: str
    current: Enrolment | None
    enrolments: list[Enrolment]
    open_ties: list[TieRow]
    past_ties: list[TieRow]
    past_identifiers: list[PastIdentifier]


def student_page(student: Student, membership: Membership, on: date) -> StudentPage:
    """Return the view-model of a student fetched by `selectors.student_file`. Queries: 0."""
    enrolments = list(student.enrolments.all())
    ties = [_tie_row(tie, on) for tie in student.guardianships.all()]
    return StudentPage(
        student=student,
        age=student.age_on(on),
        warning=document_warning(student.id_kind, student.run),
        social_note=_social_note(student, membership),
        current=next((e for e in enrolments if e.ends_on is None), None),
        enrolments=enrolments,
        open_ties=[row for row in ties if row.tie.ends_on is None],
        past_ties=[row for row in ties if row.tie.ends_on is not None],
        past_identifiers=list(student.past_identifiers.all()),
    )


def _tie_row(tie: Guardianship, on: date) -> TieRow:
    return TieRow(tie, _restriction(tie, on), tie.is_restricted(on))


def _restriction(tie: Guardianship, on: date) -> str:
    if not tie.restricted:
        return ""
    since = f" desde el {tie.restricted_from:%d-%m-%Y}" if tie.restricted_from else ""
    until = f" hasta el {tie.restricted_until:%d-%m-%Y}" if tie.restricted_until else ""
    ended = tie.restricted_until is not None and tie.restricted_until < on
    return f"Restricción judicial{since}{until}{' (terminada)' if ended else ''}"


def _social_note(student: Student, membership: Membership) -> str:
    """Return the nombre social as far as this member may know it."""
    if not student.nombre_social:
        return ""
    if student.nombre_social_agreed:
        return f"{student.nombre_social} (uso acordado)"
    if can(membership, Ability.SEE_RESERVED_NAME):
        return f"{student.nombre_social} (uso no acordado: no se muestra a los demás)"
    return ""
