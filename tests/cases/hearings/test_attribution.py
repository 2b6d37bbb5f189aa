"""The resolución that opens an inquiry says to whom the facts are attributed, and names nobody."""

import pytest

from cases.hearings.services.activation import attributed_to
from cases.models.case import ParticipantRole
from schools.tenancy.context import school_context
from tests.cases.fichas.scenes import FichaScene

pytestmark = pytest.mark.django_db


def test_it_says_what_is_known_of_who_did_it(school):
    scene = FichaScene.open(school, "A", "vulneracion_derechos")

    with school_context(school):
        accused = scene.case.participants.filter(role=ParticipantRole.DENUNCIADO)
        assert attributed_to(scene.case) == "estudiantes del establecimiento"

        accused.update(student=None, membership=scene.encargada)
        assert attributed_to(scene.case) == "personas que trabajan en el establecimiento"

        accused.update(membership=None, apoderado=scene.mother)
        assert "no estudian ni trabajan" in attributed_to(scene.case)

        accused.delete()
        assert attributed_to(scene.case) == "personas que todavía no se han individualizado"
