"""`school_context`, the scoped managers and the base tasks."""

import pytest
from celery import Celery
from django.db import ProgrammingError, connection, transaction
from django_scopes.exceptions import ScopeError

from schools.models import Curso, Membership, School, Student
from schools.selectors import memberships_of
from schools.tenancy.context import NoSchoolError, current_school_id, school_context, user_context
from schools.tenancy.tasks import SchoolTask, SteppedSchoolTask
from tests.factories import CursoFactory, MembershipFactory, StudentFactory


def setting(name: str = "app.school_id") -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [name])
        return cursor.fetchone()[0] or ""


def test_outside_a_context_there_is_no_school(db):
    with pytest.raises(NoSchoolError):
        current_school_id()


@pytest.mark.parametrize(
    "read",
    [
        lambda: list(Student.objects.all()),
        lambda: Student.objects.filter(pk=1),
        lambda: Student.objects.get(pk=1),
        Student.objects.count,
        lambda: list(Student.objects.exclude(pk=1)),
        lambda: Student.objects.update(paternal="x"),
        lambda: Student.objects.create(run="123456785"),
    ],
    ids=["all", "filter", "get", "count", "exclude", "update", "create"],
)
def test_a_manager_without_a_school_fails_closed(db, read):
    with pytest.raises((ScopeError, NoSchoolError)):
        read()


def test_even_the_unscoped_manager_sees_nothing_without_a_school(db, school):
    StudentFactory(school=school)

    assert list(Student._base_manager.all()) == []
    assert not Student.objects.exists()


def test_a_context_takes_a_school_or_its_id(db, school):
    for given in (school, school.pk):
        with school_context(given):
            assert current_school_id() == school.pk
            assert setting() == str(school.pk)
    assert setting() == ""


def test_a_nested_context_gives_the_outer_school_back(db, school, other_school):
    with school_context(school):
        with school_context(other_school):
            assert (current_school_id(), setting()) == (other_school.pk, str(other_school.pk))
        assert (current_school_id(), setting()) == (school.pk, str(school.pk))
        with school_context(school):
            CursoFactory(school=school)
        assert Curso.objects.count() == 1


def test_an_exception_inside_gives_the_outer_school_back_and_writes_nothing(
    db, school, other_school
):
    with school_context(school):
        with pytest.raises(ZeroDivisionError), school_context(other_school):  # noqa: PT012
            Curso.objects.create(year=2026, nivel="basica", grade=1, letter="A")
            1 / 0  # noqa: B018 -- something breaks inside
        assert (current_school_id(), setting()) == (school.pk, str(school.pk))
    with school_context(other_school):
        assert Curso.objects.count() == 0


def test_a_broken_query_inside_gives_the_outer_school_back(db, school, other_school):
    with school_context(school):
        with (
            pytest.raises(ProgrammingError, match="does not exist"),
            school_context(other_school),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT nothing FROM nowhere")
        assert (current_school_id(), setting()) == (school.pk, str(school.pk))
        assert Curso.objects.count() == 0


def test_a_rollback_that_was_asked_for_inside_is_a_rollback(db, school):
    with school_context(school):
        with school_context(school):
            Curso.objects.create(year=2026, nivel="basica", grade=1, letter="A")
            transaction.set_rollback(True)
        assert Curso.objects.count() == 0
        assert setting() == str(school.pk)


def test_the_setting_ends_with_the_transaction(committed_db):
    from tests.factories import SchoolFactory

    school = SchoolFactory()
    StudentFactory(school=school)

    with school_context(school):
        assert Student.objects.count() == 1

    assert setting() == ""
    assert list(Student._base_manager.all()) == []


def test_a_person_sees_their_memberships_of_every_school(db, school, other_school):
    one = MembershipFactory(school=school)
    two = MembershipFactory(school=other_school, user=one.user)
    MembershipFactory(school=school)

    assert {m.pk for m in memberships_of(one.user_id)} == {one.pk, two.pk}
    assert setting("app.user_id") == ""
    assert list(Membership._base_manager.all()) == []


def test_a_user_context_that_breaks_leaves_no_user(db, school):
    member = MembershipFactory(school=school)

    with pytest.raises(ZeroDivisionError), user_context(member.user_id):
        1 / 0  # noqa: B018 -- something breaks inside

    assert setting("app.user_id") == ""


def test_a_rollback_that_was_asked_for_in_a_user_context_is_a_rollback(db, school):
    member = MembershipFactory(school=school)

    with user_context(member.user_id):
        assert Membership._base_manager.count() == 1
        transaction.set_rollback(True)

    assert setting("app.user_id") == ""


def test_a_task_works_in_the_school_it_is_given(db, school, other_school):
    own, foreign = CursoFactory(school=school), CursoFactory(school=other_school)
    app = Celery("test", set_as_current=False)

    @app.task(base=SchoolTask)
    def find(*, school_id: int, pk: int) -> bool:
        assert current_school_id() == school_id
        return Curso.objects.filter(pk=pk).exists()

    assert find(school_id=school.pk, pk=own.pk) is True
    assert find(school_id=school.pk, pk=foreign.pk) is False
    with pytest.raises(TypeError):
        find(pk=own.pk)
    with pytest.raises(NoSchoolError):
        current_school_id()


def test_a_stepped_task_has_no_school_but_in_its_steps(db, school):
    app = Celery("test", set_as_current=False)

    @app.task(base=SteppedSchoolTask)
    def count(*, school_id: int) -> int:
        with pytest.raises(NoSchoolError):
            current_school_id()
        with school_context(school_id):
            return School.objects.filter(pk=current_school_id()).count()

    assert count(school_id=school.pk) == 1
    with pytest.raises(TypeError):
        count()
