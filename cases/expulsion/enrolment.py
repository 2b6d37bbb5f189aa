"""Whom the procedure may be about: an enrolled pupil, never a child of educación parvularia."""

from datetime import date

from django.db.models import Q

from cases.models import Case
from schools.models import Curso, Enrolment, Student
from schools.models.school import Nivel


def enrolled_on(student: Student | None, on: date) -> bool:
    """Return whether the pupil was enrolled in this school on that day. Queries: 1."""
    return student is not None and _rows(student, on).exists()


def is_parvulo(case: Case, student: Student | None, on: date) -> bool:
    """Return whether the pupil was in educación parvularia (NT1, NT2…) at the facts or that day.

    What a child did there is never charged later, in básica. Queries: 3.
    """
    facts = case.school.local_date(case.occurred_at or case.known_at)
    days = {facts, case.school.local_date(case.known_at), on}
    found = [course for day in days if student and (course := course_on(student, day))]
    return any(course.nivel == Nivel.PARVULARIA for course in found)


def course_on(student: Student, on: date) -> Curso | None:
    """Return the pupil's course on that day. Queries: 1."""
    found = _rows(student, on).select_related("curso").first()
    return found.curso if found else None


def _rows(student: Student, on: date):  # noqa: ANN202 -- a queryset
    rows = Enrolment.objects.filter(student=student, starts_on__lte=on)
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=on))
