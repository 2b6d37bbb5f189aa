"""The people of the walk of an expulsion, and what each of them types."""

from dataclasses import dataclass
from datetime import date, datetime

from protocols.services import adopt_modelo
from schools.models import Membership, Role, School, Student
from schools.tenancy.context import school_context
from tests.e2e.bed import ZONE
from tests.factories import CursoFactory, GuardianshipFactory, MembershipFactory, UserFactory
from tests.factories import enrolled_student as enrolled

MOTHER = "Rosalba Bahamonde Oyarce"


@dataclass
class Cast:
    """One school with everybody that an expulsion needs. `victim` is of another family."""

    school: School
    encargada: Membership
    directora: Membership
    jefe: Membership
    tecnica: Membership
    accused: Student
    victim: Student


def make_cast(school: School, modelo: str = "B") -> Cast:
    """Write the people of E5: II medio, a boy of 16, another pupil whom he threatened."""
    curso = CursoFactory(school=school, nivel="media", grade=2, letter="A")
    victim = enrolled(
        school, curso, first_names="Casandra", paternal="Huenchumil", maternal="Paillacar",
        birth_date=date(2010, 1, 8),
    )  # fmt: skip
    accused = enrolled(
        school, curso, first_names="Evaristo", paternal="Quintul", maternal="Bahamonde",
        birth_date=date(2010, 3, 15),
    )  # fmt: skip
    GuardianshipFactory(school=school, student=victim)
    GuardianshipFactory(school=school, student=accused)
    with school_context(school):
        adopt_modelo(
            modelo, title="Reglamento interno 2026", in_force_from=date(2026, 1, 1),
            at=datetime(2026, 1, 2, 9, tzinfo=ZONE),
        )  # fmt: skip
    return Cast(
        school,
        _member(school, Role.ENCARGADA, "Eloísa", "Painemal Órdenes"),
        _member(school, Role.DIRECTORA, "Domitila", "Urrutia Zúñiga"),
        _member(school, Role.PROFESOR_JEFE, "Prudencio", "Jara Melín", curso=curso),
        _member(school, Role.DIRECTIVO, "Hortensia", "Leviñir Soto", job_title="Jefa de UTP"),
        accused,
        victim,
    )


def _member(school: School, role: str, first: str, last: str, **more: object) -> Membership:
    user = UserFactory(first_names=first, last_names=last)
    return MembershipFactory(school=school, role=role, user=user, **more)
