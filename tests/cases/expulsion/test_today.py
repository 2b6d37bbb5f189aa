"""«Hoy» of who sits in the commission: to write and sign the report, not to decide."""

import pytest
from django.urls import reverse

from cases.expulsion.forms import FORMS
from cases.models import SignatureTurn
from cases.today.services import board_of
from cases.today.signing import seats_of
from schools.tenancy.context import school_context
from tests.cases.expulsion.scenes import REPORT, H, Walk
from tests.cases.scenes import at

pytestmark = pytest.mark.django_db
NOW = at("2026-07-20 09:00")
WRITE, SIGN = "Redactar el informe de la comisión", "Firmar el informe de la comisión"
DECIDE = "Resolver el procedimiento"


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    monkeypatch.setattr("cases.documents.services.render", lambda *_a, **_k: ("", b"%PDF-1.7"))


@pytest.fixture
def walk(school) -> Walk:
    walk = Walk.e05(school)
    walk.now = NOW
    return walk.to(H.COMISION)


def rows_of(walk: Walk, member) -> dict:
    with school_context(walk.school):
        board = board_of(member, now=NOW)
        return {row.title: row for section in board.sections for row in section.rows}


def write(walk: Walk) -> None:
    walk.act(H.INFORME, "2026-07-17 09:00", REPORT, actor=walk.encargada)


@pytest.mark.parametrize("who", ["jefe", "tecnico", "encargada"])
def test_it_asks_for_the_report_and_then_for_the_signature(walk, who):
    member = getattr(walk, who)
    before = rows_of(walk, member)
    write(walk)
    after = rows_of(walk, member)
    walk.act(H.FIRMA, "2026-07-18 10:00", actor=member)
    signed = rows_of(walk, member)

    assert WRITE in before
    assert SIGN not in before
    assert after[SIGN].action_url == reverse(
        "case-expulsion-act", args=[walk.case.pk, walk.row.pk, "firma"]
    )
    assert after[SIGN].due.strong == "Miércoles 22"  # the ten días hábiles of the decision
    assert SIGN not in signed
    if who != "encargada":  # who leads the case sees every plazo of it
        assert DECIDE not in {*before, *after, *signed}


def test_the_directora_decides_and_signs_no_report(walk):
    write(walk)
    found = rows_of(walk, walk.directora)

    assert DECIDE in found
    assert SIGN not in found


def test_a_paper_that_waits_for_its_turn_is_there_too(walk):
    paper = next(act.document for act in walk.acts() if act.document)
    with school_context(walk.school):
        for place, member in enumerate((walk.encargada, walk.directora), start=1):
            SignatureTurn.objects.create(
                document=paper, place=place, signer=member.user, signer_name="x",
                signer_title="x", asked_by=walk.encargada.user, asked_at=NOW,
            )  # fmt: skip
    title = f"Firmar {paper.title} N° {paper.folio}"

    assert title in rows_of(walk, walk.encargada)
    assert title not in rows_of(walk, walk.directora)  # not her turn yet


def test_it_waits_since_it_was_written_where_no_plazo_runs(school):
    walk = Walk.e07(school).to(H.COMISION)
    wrote = at("2026-12-01 09:00")
    walk.act(H.INFORME, "2026-12-01 09:00", REPORT, actor=walk.encargada, now=wrote)
    with school_context(school):
        (seat,) = seats_of(walk.jefe, at=at("2026-12-01 12:00"))

    assert seat.report_at == wrote


def test_a_report_written_again_begins_from_the_one_that_stands(walk):
    write(walk)
    with school_context(walk.school):
        form = FORMS[H.INFORME](procedure=walk.procedure(), initial={})

    assert form["gravity"].initial == REPORT["gravity"]
    assert "lo firman otra vez" in form["recommendation"].help_text
