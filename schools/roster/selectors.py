"""Reads about roster imports. Lists never load the rows, nor the bytes of the file."""

from django.db.models import QuerySet

from schools.models import Curso, Enrolment, RosterImport, Student

HEAVY = ("rows", "undo", "missing", "file__content")


def imports() -> QuerySet[RosterImport]:
    """Return the imports, the latest first, light. Queries: 1."""
    rows = RosterImport.objects.select_related("file", "created_by").defer(*HEAVY)
    return rows.order_by("-created_at", "-pk")


def import_files() -> QuerySet[RosterImport]:
    """Return imports with their rows, for the page of one of them."""
    return RosterImport.objects.select_related("file", "created_by").defer("file__content", "undo")


def missing_of(roster: RosterImport, limit: int = 200) -> list[Student]:
    """Return the students whom the file does not bring, with their `curso`. Queries: 2."""
    ids = roster.missing[:limit]
    opened = Enrolment.objects.filter(student_id__in=ids, ends_on=None).select_related("curso")
    cursos: dict[int, Curso] = {e.student_id: e.curso for e in opened}
    students = list(Student.objects.filter(pk__in=ids))
    for student in students:
        student.curso = cursos.get(student.pk)
    return students
