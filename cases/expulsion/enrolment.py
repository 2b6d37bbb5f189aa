"""Whom the procedure may be about: an enrolled pupil, never a child of educación parvularia."""

from datetime import date

from django.db.models import Q

from schools.models import Enrolment, Student


def enrolled_on(student: Student | None, on: date) -> bool:
    """Return whether the pupil was enrolled in this school on that day. Queries: 1."""
    return student is not None and _rows(student, on).exists()


def is_parvulo(student: Student | None, on: date) -> bool:
    """Return whether the pupil's course was of educación parvularia. Queries: 1."""
    if student is None:
        return False
    found = _rows(student, on).select_related("curso").first()
    return found is not None and found.curso.nivel == "parvularia"


def _rows(student: Student, on: date):  # noqa: ANN202 -- a queryset
    rows = Enrolment.objects.filter(student=student, starts_on__lte=on)
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=on))
