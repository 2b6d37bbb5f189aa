"""What the intake reads: drafts, people to choose, earlier cases with the same students."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Concat, Lower
from django.db.models.lookups import Contains

from cases.access import sight_of
from cases.intake.people import cursos_on
from cases.models import Case, IntakeDraft
from cases.models.case import CaseState
from cases.policy import Sight
from schools.identifiers import SEPARATORS
from schools.models import Apoderado, Guardianship, Membership, Student
from schools.people.selectors import Unaccent, unaccent

SHORTEST, MOST = 3, 8  # letters to search with; people shown
SHARED = 2  # students in common that make an earlier case worth a look


def drafts_of(membership: Membership) -> QuerySet[IntakeDraft]:
    """Return the denuncias that the person left half typed, latest first."""
    return IntakeDraft.objects.filter(user_id=membership.user_id, case=None)[:20]


def draft_of(membership: Membership, pk: int, *, lock: bool = False) -> IntakeDraft | None:
    """Return the person's own draft `pk`, sent or not; None for anybody else's."""
    rows = IntakeDraft.objects.filter(user_id=membership.user_id)
    if lock:
        rows = rows.select_for_update(of=("self",))
    return rows.filter(pk=pk).first() if pk < 2**63 else None


def staff(on: date) -> QuerySet[Membership]:
    """Return the members of the school on a day, by surname."""
    rows = Membership.objects.filter(Q(active_until=None) | Q(active_until__gte=on))
    rows = rows.filter(active_from__lte=on).select_related("user")
    return rows.order_by("user__last_names", "user__first_names", "pk")


def people_matching(text: str, on: date) -> dict[str, list]:
    """Return students, staff and apoderados whose name or RUN match, a few of each.

    Only for who is registering a denuncia: they see initials and course of a student, never the
    list. Queries: up to 5.
    """
    words = unaccent(text[:60]).split()[:4]
    if sum(map(len, words)) < SHORTEST:
        return {}
    students = _matching(
        Student.objects.all(), words, ("first_names", "paternal", "maternal"), "run"
    )
    students = list(students.order_by("paternal", "maternal", "pk")[:MOST])
    names = cursos_on([s.pk for s in students], None)
    for student in students:
        student.curso_name = names.get(student.pk, "")
    members = _matching(staff(on), words, ("user__first_names", "user__last_names"), "user__run")
    ties = Guardianship.objects.filter(ends_on=None).select_related("student")
    apoderados = _matching(Apoderado.objects.all(), words, ("first_names", "last_names"), "run")
    apoderados = apoderados.prefetch_related(Prefetch("guardianships", ties, to_attr="ties"))
    return {
        "estudiante": students,
        "funcionario": list(members[:MOST]),
        "apoderado": list(apoderados.order_by("last_names", "pk")[:MOST]),
    }


def _matching(rows: QuerySet, words: list[str], names: tuple[str, ...], run: str) -> QuerySet:
    parts: list[object] = []
    for name in names:
        parts += [Value(" "), name]
    full = Lower(Unaccent(Concat(*parts[1:])))
    for word in words:
        digits = word.translate(SEPARATORS).upper()
        match = Q(Contains(full, word))
        if len(digits) > SHORTEST and digits[:-1].isdecimal():
            match |= Q(**{run: digits})  # whole: by its beginning, digit by digit, one finds any
        rows = rows.filter(match)
    return rows


def open_cases_sharing(
    student_ids: Collection[int], *, membership: Membership, at: datetime
) -> list[Case]:
    """Return the open cases with two or more of these students that the member may read.

    Whoever may not see a case is not told that it exists. Queries: 1, and 3 per case found.
    """
    if len(set(student_ids)) < SHARED:
        return []
    ended = (CaseState.CERRADO, CaseState.ARCHIVADO)
    shared = Count(
        "participants__student",
        filter=Q(participants__student_id__in=set(student_ids)),
        distinct=True,
    )
    cases = Case.objects.exclude(state__in=ended).annotate(shared=shared).filter(shared__gte=SHARED)
    return [case for case in cases if sight_of(membership, case, at=at)[0] >= Sight.FULL]
