"""Who is signed in, and one student with a name full of accents."""

import pytest

from schools.models import Role
from tests.factories import CursoFactory, MembershipFactory, enrolled_student


@pytest.fixture
def enter(client, school):
    """Sign a new member of a role in, and return the member."""

    def sign_in(role: str = Role.ADMINISTRADORA, **fields: object):
        member = MembershipFactory(**({"school": school, "role": role} | fields))
        client.force_login(member.user)
        return member

    return sign_in


@pytest.fixture
def student(school):
    return enrolled_student(
        school,
        CursoFactory(school=school, grade=6, letter="A"),
        first_names="Íñigo Andrés",
        paternal="Ñancupil",
        maternal="Peñailillo",
        run="123456785",
    )
