"""A whole procedure on the dates of scenarios E5 and E7 of the model B."""

import pytest

from cases.expulsion import dates
from cases.expulsion.requirements import Answer, requirements_of
from cases.models.expulsion import Hito
from schools.tenancy.context import school_context
from tests.cases.expulsion.scenes import Walk
from tests.cases.scenes import at

H = Hito
pytestmark = pytest.mark.django_db


def due(walk: Walk, code: str) -> str:
    with school_context(walk.school):
        return str(dates.timeline(walk.procedure())[code].due.on)


def readings(walk: Walk, code: str) -> list[str]:
    with school_context(walk.school):
        return [str(o.due.on) for o in dates.timeline(walk.procedure())[code].alternatives]


def test_e05_ends_firm_with_nothing_missing(school):
    walk = Walk.e05(school).to(H.OFICIOS)

    assert due(walk, "P7") == "2026-07-22"  # Virgen del Carmen is skipped
    assert due(walk, "P10") == "2026-07-28"
    assert due(walk, "P12") == due(walk, "P13") == "2026-08-11"
    assert readings(walk, "P12") == ["2026-07-28"]  # the other reading of the five days
    with school_context(school):
        p = walk.procedure()
        firm = dates.firmness(p)
        missing = [s.requirement.id for s in requirements_of(p) if s.answer is Answer.FALTA]
    assert firm.at == at("2026-08-04 16:00")
    assert missing == []
    assert walk.row.decided == "expulsion"


def test_e07_without_cautelar_has_fifteen_days_and_no_limit_to_decide(school):
    walk = Walk.e07(school).to(H.OFICIOS)

    assert due(walk, "P9") == "2026-12-24"
    assert due(walk, "P12") == "2026-12-28"  # Christmas
    with school_context(school):
        p = walk.procedure()
        found = {s.requirement.id: s.answer.value for s in requirements_of(p)}
    assert found["diez_dias"] == found["cautelar_ampliada"] == found["excepcion"] == "no_aplica"
    assert found["apoyos"] == found["consejo"] == "cumplido"
    assert "falta" not in found.values()
