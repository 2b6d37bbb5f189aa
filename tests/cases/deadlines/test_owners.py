"""No duty of the school goes without somebody reminded; families and parties never are."""

import pytest

from cases.deadlines.owners import REMINDED, owner_role, owner_roles
from protocols.catalog import load_catalog, modelos
from protocols.engine.units import Unit
from schools.models import Role

STEPS = [
    pytest.param(step, id=step.id)
    for modelo in modelos()
    for protocol in load_catalog(modelo)
    for step in protocol.steps
]
AT_ONCE = (Unit.INMEDIATO, Unit.MISMO_DIA, Unit.SIN_PLAZO)
# Who acts for themselves: the only ones that may leave a step without an owner.
OWN_WORDS = (
    "involucrado", "apoderad", "pupilo", "estudiante", "afectado", "partes", "funcionario",
    "víctima", "infractor",
)  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_somebody_of_the_school_is_reminded_of_each_plazo(step):
    if step.plazo.unit in AT_ONCE or owner_role(step.responsible):
        return
    words = " ".join(step.responsible).lower()
    assert any(word in words for word in OWN_WORDS), step.responsible


@pytest.mark.parametrize("step", STEPS)
def test_only_who_may_open_the_case_is_reminded(step):
    assert owner_role(step.responsible) in ("", *REMINDED)


@pytest.mark.parametrize(
    ("words", "roles", "reminded"),
    [
        (["Dirección", "Encargado"], ("directora", "encargada"), "directora"),
        (["Encargada de enfermería"], ("enfermeria",), "encargada"),
        (["Enfermería / inspectoría"], ("enfermeria",), "encargada"),
        (["Dirección con encargado de RR.HH."], ("directora",), "directora"),
        (["Inspectora de ciclo"], ("inspectoria",), "encargada"),
        (["Equipo directivo", "Encargado"], ("directivo", "encargada"), "encargada"),
        (["Orientador"], ("equipo",), "encargada"),
        (["Psicóloga o miembro del equipo de convivencia"], ("equipo",), "encargada"),
        (["Profesor jefe", "Docentes"], ("profesor_jefe", "docente"), "profesor_jefe"),
        (["Estudiante y apoderado → profesor jefe"], ("profesor_jefe",), "profesor_jefe"),
        (["Quien la recibe"], ("docente",), "encargada"),
        (["Una persona que nadie conoce"], ("encargada",), "encargada"),
        (["Funcionario"], (), ""),
        (["Involucrados con medida"], (), ""),
        (["Apoderados", "Pupilos"], (), ""),
    ],
)
def test_the_words_of_a_protocol_name_a_role(words, roles, reminded):
    assert owner_roles(words) == roles
    assert owner_role(words) == reminded
    assert set(roles) <= set(Role.values)
