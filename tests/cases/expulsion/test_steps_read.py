"""The steps of the reglamento read as the procedure stands: nothing waits for what is not asked."""

import pytest

from schools.tenancy.context import school_context
from tests.cases.expulsion.scenes import CHARGES, H, Walk

pytestmark = pytest.mark.django_db
BEFORE = ("EX-01", "EX-02", "EX-04")


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    monkeypatch.setattr("cases.documents.services.render", lambda *_a, **_k: ("", b"%PDF-1.7"))


def steps(walk: Walk) -> dict:
    with school_context(walk.school):
        rows = walk.case.vencimientos.filter(step_id__in=BEFORE)
        return {row.step_id: (row.state, row.reason) for row in rows}


def test_with_the_exception_what_it_waives_does_not_apply_and_says_why(school):
    walk = Walk.e05(school)
    assert "no_aplica" not in {state for state, _ in steps(walk).values()}  # until it is founded
    walk.to(H.INICIO)

    found = steps(walk)
    assert {state for state, _ in found.values()} == {"no_aplica"}
    assert "ataque directo a la integridad" in found["EX-04"][1]
    assert "época del año" in found["EX-04"][1]


def test_without_it_each_is_done_by_its_own_act(school):
    walk = Walk.e07(school).to(H.INICIO)

    assert {state for state, _ in steps(walk).values()} == {"cumplido"}


def test_what_was_checked_all_the_same_reads_as_done(school):
    walk = Walk.e05(school).to(H.CAUSAL)
    walk.act(H.EPOCA, "2026-07-06 12:45", {"possible": "si", "text": "Hay cupos."})

    assert steps(walk)["EX-04"][0] == "cumplido"


def cautelar(walk: Walk) -> str:
    with school_context(walk.school):
        return walk.case.vencimientos.get(step_id="fgr-04-cautelar").state


def test_nobody_is_asked_about_a_cautelar_that_was_not_decided(school):
    """Until the charges it may go with them; afterwards it is there only if it was decided."""
    walk = Walk.e05(school, modelo="A", protocol="faltas_graves").to(H.CAUSAL)
    assert cautelar(walk) != "no_aplica"
    walk.act(H.INICIO, "2026-07-06 13:00", CHARGES)
    assert cautelar(walk) == "no_aplica"

    walk.act(H.CAUTELAR, "2026-07-06 13:10", {"text": "Hay riesgo actual."})
    assert cautelar(walk) != "no_aplica"
