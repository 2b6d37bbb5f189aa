"""Ages at the date of the facts, and who may not be two things."""

from datetime import date

import pytest

from cases.intake.facts import Accused, age_at_facts, agresor_edad, agresor_tipo, incompatible

FACTS, KNOWN = date(2026, 4, 28), date(2026, 4, 29)
TURNS_14 = date(2012, 4, 28)  # has 14 completed on the day of the facts
STILL_13 = date(2012, 4, 29)  # turns 14 the day after
TEN = date(2016, 1, 1)


def pupil(born: date | None, kind: str = "estudiante") -> Accused:
    return Accused(kind, born)


@pytest.mark.parametrize(
    ("accused", "occurred_on", "age"),
    [
        # 14 cumplidos a la fecha del hecho; el día antes son 13
        ([pupil(TURNS_14)], FACTS, 14),
        ([pupil(STILL_13)], FACTS, 13),
        # varios del mismo lado de los 14: el menor
        ([pupil(STILL_13), pupil(TEN)], FACTS, 10),
        # a ambos lados: se ignora, se avisa a los dos
        ([pupil(TURNS_14), pupil(TEN)], FACTS, None),
        # uno sin fecha de nacimiento: se ignora
        ([pupil(None), pupil(TEN)], FACTS, None),
        ([pupil(None, "otro_colegio")], FACTS, None),
        # sin el día de los hechos: menor de 14 hoy lo era entonces; 14 o más, no se sabe
        ([pupil(TEN)], None, 10),
        ([pupil(TURNS_14)], None, None),
        # un adulto responde siempre
        ([Accused("funcionario")], FACTS, 18),
        ([Accused("funcionario"), pupil(TEN)], FACTS, None),
        # no se sabe quién fue
        ([], FACTS, None),
    ],
)
def test_the_age_that_decides_where_to_report(accused, occurred_on, age):
    assert agresor_edad(accused, occurred_on=occurred_on, known_on=KNOWN) == age


def test_nobody_has_an_age_before_being_born():
    assert age_at_facts(date(2026, 5, 1), occurred_on=FACTS, known_on=KNOWN) is None


@pytest.mark.parametrize(
    ("kinds", "tipo"),
    [
        (["estudiante", "estudiante"], "estudiante"),
        (["funcionario"], "funcionario"),
        (["apoderado"], "miembro_no_dependiente"),
        (["otro_colegio"], "estudiante_otro_establecimiento"),
        (["tercero"], "tercero_ajeno"),
        (["estudiante", "tercero"], ""),
        ([], ""),
    ],
)
def test_the_kind_of_the_accused(kinds: list[str], tipo: str):
    assert agresor_tipo([Accused(kind) for kind in kinds]) == tipo


@pytest.mark.parametrize(
    ("roles", "refused"),
    [
        (["afectado", "denunciado"], True),
        (["denunciado", "testigo"], True),
        (["afectado", "denunciante"], False),
        (["testigo", "denunciante"], False),
        (["denunciado"], False),
    ],
)
def test_roles_that_exclude_each_other(roles: list[str], refused: bool):
    assert bool(incompatible(roles)) is refused
