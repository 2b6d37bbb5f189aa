"""Which paper a decision is, by what its protocol asks for."""

import pytest

from cases.decisions.resoluciones import code_of
from cases.models import Resolucion
from cases.models.decisions import Resultado
from schools.tenancy.context import school_context
from tests.cases.fichas.scenes import FichaScene

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("key", "founded", "unfounded"),
    [
        ("acoso_escolar", "D-19", "D-19"),
        ("vulneracion_derechos", "D-20", "D-19"),
        ("agresiones_sexuales", "D-20", "D-19"),
        ("alcohol_drogas", "D-20", "D-19"),
    ],
)
def test_a_decision_with_measures_is_the_paper_its_protocol_asks_for(
    school, key, founded, unfounded
):
    case = FichaScene.open(school, "A", key).case

    with school_context(school):
        assert code_of(Resolucion(case=case, resultado=Resultado.FUNDADA)) == founded
        assert code_of(Resolucion(case=case, resultado=Resultado.NO_FUNDADA)) == unfounded
