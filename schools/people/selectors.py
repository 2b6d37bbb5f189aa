"""Reads about students, apoderados and courses, as one member may see them."""

import unicodedata
from datetime import date

from django.db.models import (
    Case,
    Count,
    F,
    Func,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Concat, Lower

from schools.abilities import Ability, can
from schools.identifiers import SEPARATORS
from schools.models import Apoderado, Curso, Enrolment, Guardianship, Membership, Student

ACCENTED, PLAIN = (
    "ÁÀÄÂÃÅÉÈËÊÍÌÏÎÓÒÖÔÕÚÙÜÛÑÇáàäâãåéèëêíìïîóòöôõúùüûñç",
    ("AAAAAAEEEEIIIIOOOOOUUUUNCaaaaaaeeeeiiiiooooouuuunc"),
)


class Unaccent(Func):
    """The text without Spanish accents, in the database, without an extension."""

    function = "TRANSLATE"

    def __init__(self, expression: object) -> None:
        super().__init__(expression, Value(ACCENTED), Value(PLAIN))


def unaccent(text: str) -> str:
    """Return `text` in lower case without accents, as `Unaccent` plus `Lower` would."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).lower()


def visible_students(membership: Membership | None) -> QuerySet[Student]:
    """Return the students a member may see: all, those of their course today, or none."""
    if can(membership, Ability.SEE_PEOPLE):
        return Student.objects.all()
    if can(membership, Ability.SEE_OWN_CURSO) and membership.curso_id:
        own = Enrolment.objects.filter(curso_id=membership.curso_id, ends_on=None)
        return Student.objects.filter(pk__in=own.values("student_id"))
    return Student.objects.none()


def visible_cursos(membership: Membership | None) -> QuerySet[Curso]:
    """Return the courses whose list a member may open."""
    if can(membership, Ability.SEE_PEOPLE):
        return Curso.objects.all()
    if can(membership, Ability.SEE_OWN_CURSO):
        return Curso.objects.filter(pk=membership.curso_id)
    return Curso.objects.none()


def in_school_order(cursos: QuerySet[Curso]) -> QuerySet[Curso]:
    """Return courses from prekínder to 4° medio."""
    levels = ("parvularia", "basica", "media")
    rank = Case(*(When(nivel=nivel, then=Value(i)) for i, nivel in enumerate(levels)))
    return cursos.annotate(rank=rank).order_by("-year", "rank", "grade", "letter")


def cursos_with_counts(membership: Membership | None, year: int) -> QuerySet[Curso]:
    """Return the courses of a year with `open_enrolments`, in school order. Queries: 1."""
    enrolled = Count("enrolments", filter=Q(enrolments__ends_on=None))
    rows = visible_cursos(membership).filter(year=year).annotate(open_enrolments=enrolled)
    return in_school_order(rows)


def curso_years(membership: Membership | None) -> list[int]:
    """Return the school years that have courses, the latest first."""
    years = visible_cursos(membership).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def student_list(
    membership: Membership | None, *, text: str = "", curso_id: int | None = None
) -> QuerySet[Student]:
    """Return the students that match, with `curso_now` annotated, by surname. Queries: 1."""
    rows = visible_students(membership).annotate(curso_now=_curso_now())
    if curso_id:
        rows = rows.filter(curso_now=curso_id)
    for word in unaccent(text).split()[:6]:
        rows = rows.filter(_word_matches(word, membership))
    return rows.order_by(*alphabetical("paternal", "maternal", "first_names"), "pk")


def alphabetical(*fields: str) -> list[Lower]:
    """Return an order that puts Órdenes beside Ordenes, whatever the collation of the server."""
    return [Lower(Unaccent(field)) for field in fields]


def _curso_now() -> Subquery:
    opened = Enrolment.objects.filter(student_id=OuterRef("pk"), ends_on=None)
    return Subquery(opened.values("curso_id")[:1])


def _word_matches(word: str, membership: Membership | None) -> Q:
    """A word of a name, or the beginning of a RUN written in any way.

    A nombre social without agreed use is not searched for who may not see it.
    """
    digits = word.translate(SEPARATORS).upper()
    social = F("nombre_social")
    if not can(membership, Ability.SEE_RESERVED_NAME):
        social = Case(When(nombre_social_agreed=True, then=social), default=Value(""))
    full = Concat("first_names", Value(" "), social, Value(" "), "paternal", Value(" "), "maternal")
    match = Q(_search_contains(full, word))
    return match | Q(run__startswith=digits) if digits[:-1].isdecimal() else match


def _search_contains(expression: object, word: str) -> object:
    from django.db.models.lookups import Contains  # noqa: PLC0415 -- an expression, not a name

    return Contains(Lower(Unaccent(expression)), word)


def with_curso_objects(students: list[Student]) -> list[Student]:
    """Give each student of a page its `curso` object. Queries: 1."""
    ids = {s.curso_now for s in students if s.curso_now}
    cursos = Curso.objects.in_bulk(ids)
    for student in students:
        student.curso = cursos.get(student.curso_now)
    return students


def student_file(membership: Membership | None) -> QuerySet[Student]:
    """Return visible students with all that a student's page shows. Queries: 1 + 4 prefetches."""
    ties = Guardianship.objects.select_related("apoderado").order_by(
        F("ends_on").desc(nulls_first=True), "-is_main", "apoderado__last_names", "pk"
    )
    return visible_students(membership).prefetch_related(
        Prefetch("enrolments", Enrolment.objects.select_related("curso")),
        Prefetch("guardianships", ties),
        "past_identifiers",
    )


def apoderado_by_run(run: str) -> Apoderado | None:
    """Return the school's apoderado with that compact RUN."""
    return Apoderado.objects.filter(run=run).first() if run else None


def visible_guardianships(membership: Membership | None) -> QuerySet[Guardianship]:
    """Return the ties of visible students, both ends loaded."""
    rows = Guardianship.objects.select_related("student", "apoderado")
    return rows.filter(student__in=visible_students(membership))


def current_year(on: date) -> int:
    """Return the school year of a day: in Chile, the calendar year."""
    return on.year
