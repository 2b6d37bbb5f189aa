"""A whole procedure on the dates of scenarios E5 and E7 of the model B."""

import pytest

from cases.expulsion import dates
from cases.expulsion.page import board_of
from cases.expulsion.requirements import Answer, requirements_of
from cases.models import Vencimiento
from cases.models.expulsion import Hito
from convivencia.exceptions import DomainError
from schools.tenancy.context import school_context
from tests.cases.expulsion.scenes import DECISION, Walk
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


@pytest.mark.parametrize("protocol", ["faltas_graves", "acoso_escolar"])
def test_e05_in_a_school_of_modelo_a_ends_on_the_same_dates(school, protocol):
    """Its reglamento has no procedure of expulsion of its own: the law's plazos are the same."""
    walk = Walk.e05(school, modelo="A", protocol=protocol).to(H.OFICIOS)
    walk.act(H.APLICA, "2026-08-04 16:30", {"text": "Se comunicó."})
    walk.act(H.ENVIO_SIE, "2026-08-07 10:00", {"reference": "Oficina de partes"})

    assert (due(walk, "P7"), due(walk, "P10"), due(walk, "P12")) == (
        "2026-07-22", "2026-07-28", "2026-08-11",
    )  # fmt: skip
    with school_context(school):
        board = board_of(walk.procedure(), walk.directora)
        rows = Vencimiento.objects.filter(case=walk.case, step_id="exp-02-informe-superintendencia")
        told = list(rows.values_list("due_on", "state"))
    assert [str(row[0]) for row in told] == ["2026-08-11"]
    assert told[0][1] == "cumplido"
    assert board.missing == 0
    assert [turn.kind for turn in board.turns] == [H.ENVIO_SEREMI]


def test_it_is_not_applied_before_it_is_firm(school):
    walk = Walk.e05(school).to(H.TRAMO)
    with pytest.raises(DomainError, match="todavía no está firme"):
        walk.act(H.APLICA, "2026-07-22 13:00", {"text": "x"}, now=at("2026-07-22 14:00"))
    walk.to(H.FIRMEZA)
    with pytest.raises(DomainError, match="no pudo aplicarse antes"):
        walk.act(H.APLICA, "2026-08-04 15:30", {"text": "x"})
    walk.act(H.APLICA, "2026-08-04 16:00", {"text": "Se comunicó."})
    with school_context(school):
        state = Vencimiento.objects.get(case=walk.case, step_id="EX-17").state
    assert state in {"cumplido", "cumplido_tarde"}


def test_what_ends_in_another_measure_is_told_and_then_nothing_is_left(school):
    walk = Walk.e05(school).to(H.FIRMA)
    other = DECISION | {"decision": "otra", "other": "Trabajo comunitario."}
    walk.act(H.RESUELVE, "2026-07-21 12:00", other)
    with school_context(school):
        board = board_of(walk.procedure(), walk.directora)
    assert [turn.kind for turn in board.turns] == [H.NOTIFICA_RESOLUCION]
    walk.told(H.NOTIFICA_RESOLUCION, "2026-07-21 12:30")
    with school_context(school):
        assert board_of(walk.procedure(), walk.directora).is_over
