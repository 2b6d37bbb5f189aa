"""What the law asks, read as data: the rows that a lawyer would look for first."""

from datetime import date

import pytest

from cases.expulsion.requirements import Before, requirements
from cases.expulsion.steps import STEPS
from cases.models.expulsion import CargoComision, Hito
from protocols.catalog.norms import load_norms

ROWS = {row.id: row for row in requirements()}
TODAY = date(2026, 11, 20)


def test_each_row_says_what_who_with_what_proof_and_under_which_norm():
    for row in ROWS.values():
        assert all((row.title, row.text, row.norm, row.who, row.proof)), row.id
        assert bool(row.applies) == bool(row.not_applicable), row.id


@pytest.mark.parametrize(
    ("requirement", "word"),
    [
        ("comision", "Ni más ni menos"),
        ("informe", "Antecedentes de conducta y pedagógicos"),
        ("oficio_superintendencia", "cinco días hábiles"),
        ("oficio_seremi", "Defensoría de la Niñez la informa el Ministerio"),
        ("diez_dias", "se notifica en diez días hábiles"),
        ("recurso", "en cinco días si hubo cautelar, o en quince si no la hubo"),
        ("consejo", "se pronuncia por escrito con los informes psicosociales a la vista"),
        ("no_prohibida", "necesidad educativa especial o discapacidad"),
        ("no_parvulo", "A ningún niño de educación parvularia"),
        ("epoca", "imposible matricularse en otro establecimiento"),
        ("matriculado", "El retiro posterior no lo termina"),
        ("razones", "Si el informe no recomienda la medida"),
    ],
)
def test_the_law_of_november_2026_is_there(requirement, word):
    assert word in ROWS[requirement].text


def test_the_same_plazos_as_the_statute():
    norms = load_norms(TODAY)
    found = {code: norms.get(code).plazo.amount for code in ("P7", "P9", "P10", "P12", "P13")}
    assert found == {"P7": 10, "P9": 15, "P10": 5, "P12": 5, "P13": 5}


def test_what_came_with_ley_21809_is_dated():
    new = {"comision", "informe", "informe_firmado", "razones", "oficio_seremi", "reglamento"}
    assert {ROWS[name].since for name in new} == {date(2026, 7, 1)}
    assert len(CargoComision) == 3


def test_before_starting_come_the_warnings_the_supports_and_the_season():
    first = {row.id for row in ROWS.values() if row.before == Before.INICIO}
    assert {"representacion", "advertencia", "apoyos", "epoca", "no_prohibida"} <= first
    assert {ROWS[name].applies for name in ("representacion", "apoyos")} == {"sin_excepcion"}


def test_what_decides_is_the_directoras():
    hers = {kind for kind, step in STEPS.items() if step.directora}
    assert {
        Hito.INICIO, Hito.CAUTELAR, Hito.COMISION, Hito.RESUELVE, Hito.RESUELVE_RECONSIDERACION,
        Hito.FIRMEZA, Hito.OFICIOS,
    } <= hers  # fmt: skip
