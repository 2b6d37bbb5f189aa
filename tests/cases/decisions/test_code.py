"""Which paper a decision is, by what its protocol asks for."""

import pytest
from django.urls import reverse

from cases.decisions.resoluciones import code_of, names_bullying
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
        assert names_bullying(case) == (founded == "D-19")


@pytest.mark.parametrize(("key", "asked"), [("acoso_escolar", 1), ("vulneracion_derechos", 0)])
def test_only_a_case_of_bullying_is_asked_whether_it_is_that(school, client, key, asked):
    scene = FichaScene.open(school, "A", key)
    scene.enter(client, scene.directora)

    page = client.get(reverse("case-resolucion", args=[scene.case.pk]))

    assert page.status_code == 200
    assert page.content.decode().count("Qué son los hechos") == asked
