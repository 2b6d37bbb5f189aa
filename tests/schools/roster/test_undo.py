"""Every reason not to take an import back."""

from datetime import UTC, datetime

import pytest

from convivencia.exceptions import DomainError
from schools.models import Curso, Student
from schools.people.services import update_student
from tests.factories import ApoderadoFactory, GuardianshipFactory, MembershipFactory
from tests.schools.rosters import LATER, everything, full_row


def test_undo_is_refused_while_somebody_uses_the_new_people(here, start, apply, undo):
    applied = apply(roster=start([full_row(1), full_row(2)]))
    one = Student.objects.get(run__startswith="44000001")
    GuardianshipFactory(school=here, student=one, apoderado=ApoderadoFactory(school=here))
    before = everything()

    with pytest.raises(DomainError) as caught:
        undo(roster=applied)

    assert caught.value.reasons == (f"{one}: ya tiene un registro de «vínculo de apoderado».",)
    assert everything() == before
    applied.refresh_from_db()
    assert applied.state == "aplicada"


def test_undo_is_refused_if_a_new_course_has_its_profesor_jefe(here, start, apply, undo):
    applied = apply(roster=start([full_row(1)]))
    MembershipFactory(school=here, role="profesor_jefe", curso=Curso.objects.get())

    with pytest.raises(DomainError) as caught:
        undo(roster=applied)

    assert caught.value.reasons == ("6° básico A: ya tiene un registro de «pertenencia».",)


def test_undo_is_refused_if_a_file_was_changed_by_hand(here, start, apply, undo, member):
    applied = apply(roster=start([full_row(1)], at=datetime.now(UTC)), at=datetime.now(UTC))
    one = Student.objects.get()
    update_student(student=one, fields={"first_names": "Otra"}, at=LATER, actor=member)
    one.refresh_from_db()

    with pytest.raises(DomainError) as caught:
        undo(roster=applied)

    assert caught.value.reasons == (f"{one}: alguien cambió sus datos.",)


def test_undo_is_refused_if_what_changed_changed_again(here, start, apply, undo):
    apply(roster=start([full_row(1)]))
    applied = apply(roster=start([full_row(1, Nombres="Rocío")], at=LATER), at=LATER)
    Student.objects.update(first_names="Renata")

    with pytest.raises(DomainError) as caught:
        undo(roster=applied)

    assert caught.value.reasons == (f"{Student.objects.get()}: cambió de nuevo.",)


def test_imports_are_undone_from_the_last_one(here, start, apply, undo):
    first = apply(roster=start([full_row(1)]))
    apply(roster=start([full_row(2)], at=LATER), at=LATER)

    with pytest.raises(DomainError) as caught:
        undo(roster=first)

    assert caught.value.reasons == ("Hay una nómina aplicada después: deshágala primero.",)
