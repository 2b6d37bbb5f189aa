"""What makes a table one of a school, as the models declare it."""

from types import SimpleNamespace

import pytest

from schools.models import Curso, Student
from schools.tenancy.context import NoSchoolError, school_context
from schools.tenancy.models import (
    OwnSchoolField,
    TenantForeignKey,
    TenantModel,
    TenantOneToOneField,
)


@pytest.mark.parametrize("kind", [TenantForeignKey, TenantOneToOneField])
def test_a_reference_leaves_its_constraint_to_the_composite_key(kind):
    field = kind(Student)

    assert field.db_constraint is False
    assert "db_constraint" not in field.deconstruct()[3]


def test_nobody_types_the_school_of_a_row():
    field = OwnSchoolField()

    assert (field.editable, field.blank) == (False, True)
    assert TenantModel._meta.abstract


def test_a_new_row_takes_the_school_in_context_and_keeps_it(db, school, other_school):
    with school_context(school):
        row = Curso.objects.create(year=2026, nivel="basica", grade=1, letter="A")
        assert row.school_id == school.pk
    field = Curso._meta.get_field("school")
    with school_context(other_school):
        assert field.pre_save(row, add=False) == school.pk
        assert field.pre_save(row, add=True) == school.pk
        without = SimpleNamespace(school_id=None, school=None)
        assert field.pre_save(without, add=False) is None
    with pytest.raises(NoSchoolError):
        field.pre_save(SimpleNamespace(school_id=None), add=True)
