"""What a clumsy or a dishonest hand would do: acts out of order, twice, backdated or made worse."""

from datetime import datetime, timedelta

import pytest

from cases.expulsion import dates
from cases.expulsion.requirements import requirements_of
from cases.expulsion.services import register
from cases.models.expulsion import Hito
from cases.today.signing import seats_of
from convivencia.exceptions import DomainError
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.expulsion.scenes import (
    CAUSAL,
    CHARGES,
    DECISION,
    REPORT,
    TALK,
    Walk,
    commission,
    signatures,
)
from tests.cases.scenes import at
from tests.factories import MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db
H = Hito
WORSE = {"outcome": "modifica", "grounds": "Es más grave.", "becomes": "expulsion"}


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    monkeypatch.setattr("cases.documents.services.render", lambda *_a, **_k: ("", b"%PDF-1.7"))


def refused(walk: Walk, *args, **more) -> str:
    before = len(walk.acts())
    with pytest.raises(DomainError) as error:
        walk.act(*args, **more)
    assert len(walk.acts()) == before
    return " ".join([error.value.message, *error.value.reasons])


def test_it_is_not_decided_with_a_date_before_the_last_signature(school):
    walk = Walk.e05(school).to(H.FIRMA)  # the third signature is of the 20th
    assert "firma del informe" in refused(walk, H.RESUELVE, "2026-07-18 12:00", DECISION)


def test_it_does_not_start_before_what_the_law_asks_before(school):
    walk = Walk.e07(school).to(H.EPOCA)
    said = refused(walk, H.INICIO, "2026-08-21 09:00", {"charges": "x"})
    assert "No puede ser anterior" in said


def test_no_cautelar_after_the_decision(school):
    """It would shorten the family's term from fifteen days to five."""
    walk = Walk.e07(school).to(H.NOTIFICA_RESOLUCION)
    refused(walk, H.CAUTELAR, "2026-12-02 11:00", {"text": "x"})
    with school_context(school):
        assert str(dates.window(walk.procedure()).due.on) == "2026-12-24"


def test_the_ten_days_do_not_start_again(school):
    walk = Walk.e05(school).to(H.NOTIFICA_CAUTELAR)
    data = {
        "student_at": at("2026-07-14 09:00").isoformat(),
        "medium": "personal",
        "adult_at": at("2026-07-14 09:00").isoformat(),
        "adult": "x",
        "evidence": "x",
    }
    refused(walk, H.NOTIFICA_CAUTELAR, data=data)
    refused(walk, H.CAUTELAR, "2026-07-14 10:00", {"text": "Otra vez."})


def test_nothing_is_decided_that_is_graver_than_what_was_charged(school):
    walk = Walk.e07(school).to(H.FIRMA)
    assert "más grave" in refused(walk, H.RESUELVE, "2026-12-02 09:00", DECISION)


def test_the_measure_is_settled_with_the_charges(school):
    """Who chose the other one by mistake mends it as she charges; never after."""
    walk = Walk.e05(school).to(H.CAUSAL)
    made = walk.act(H.INICIO, "2026-07-06 13:00", CHARGES | {"sought": "cancelacion"})
    assert walk.row.sought == "cancelacion"
    with school_context(school):
        assert "Cancelación de matrícula" in str(made.document.snapshot["rows"])


def test_asking_reconsideracion_never_makes_it_worse(school):
    walk = Walk.e07(school).to(H.CONSEJO)
    assert "más grave" in refused(walk, H.RESUELVE_RECONSIDERACION, "2026-12-18 11:00", WORSE)


def test_what_ended_in_nothing_does_not_come_back_by_reconsideracion(school):
    walk = Walk.e05(school).to(H.FIRMA)
    walk.act(H.RESUELVE, "2026-07-21 12:00", DECISION | {"decision": "ninguna"})
    walk.told(H.NOTIFICA_RESOLUCION, "2026-07-21 12:30")
    asked = {"requested_by": "x", "text": "x", "how": "escrito"}
    try:
        walk.act(H.RECONSIDERA, "2026-07-22 12:30", asked)
        walk.to(H.CONSEJO)
    except DomainError:
        return
    refused(walk, H.RESUELVE_RECONSIDERACION, "2026-08-04 11:00", WORSE)


def test_a_pupil_may_ask_before_the_family_is_told(school):
    walk = Walk.e05(school).to(H.RESUELVE)
    walk.told(H.NOTIFICA_RESOLUCION, "2026-07-21 12:30", "2026-07-24 10:00")
    asked = {"requested_by": "El estudiante", "text": "x", "how": "escrito"}
    made = walk.act(H.RECONSIDERA, "2026-07-22 09:00", asked)
    assert made.data["late"] is False


def test_a_late_request_does_not_hold_the_report(school):
    walk = Walk.e05(school).to(H.TRAMO)
    asked = {"requested_by": "x", "text": "x", "how": "escrito"}
    walk.act(H.RECONSIDERA, "2026-07-29 09:00", asked)
    walk.act(H.FIRMEZA)
    walk.act(H.OFICIOS, "2026-08-03 09:00")
    with school_context(school):
        found = [s.requirement.id for s in requirements_of(walk.procedure()) if s.blocks]
    assert found == []


def test_a_signer_who_leaves_is_replaced_and_the_report_is_written_again(school):
    walk = Walk.e05(school).to(H.INFORME)
    walk.act(H.FIRMA, "2026-07-18 10:00", actor=walk.jefe)
    other = MembershipFactory(school=school, role=Role.DIRECTIVO, job_title="Jefe de UTP")
    walk.act(H.COMISION, "2026-07-18 12:00", commission(walk) | {"tecnico": other.pk})
    with school_context(school):
        found = {s.requirement.id: s.blocks for s in requirements_of(walk.procedure())}
        [seat] = seats_of(walk.jefe, at=walk.now)
    assert seat.report_at is None  # to be written, not signed
    assert found["informe"]
    assert found["informe_firmado"]
    walk.tecnico = other
    walk.act(H.INFORME, "2026-07-19 09:00", REPORT, actor=other)
    signatures(walk, "2026-07-20")
    assert "tres firmas" in refused(walk, H.INFORME, "2026-07-20 15:00", REPORT, actor=other)
    walk.to(H.RESUELVE)


def test_a_report_that_changes_is_signed_again(school):
    walk = Walk.e05(school).to(H.INFORME)
    walk.act(H.FIRMA, "2026-07-18 10:00", actor=walk.jefe)
    walk.act(H.INFORME, "2026-07-18 11:00", REPORT | {"gravity": "Otra."}, actor=walk.encargada)
    with school_context(school):
        assert [one.signed_at for one in walk.procedure().members] == [None] * 3
    signatures(walk, "2026-07-20")
    walk.to(H.RESUELVE)


def test_the_future_is_refused(school):
    walk = Walk.e05(school).to(H.INICIO)
    walk.now = at("2026-07-07 09:00")
    refused(walk, H.CAUTELAR, "2026-07-08 09:00", {"text": "x"})
    late = (at("2026-07-07 09:00") + timedelta(days=2)).isoformat()
    data = {"student_at": late, "adult_at": late, "medium": "personal", "evidence": "x"}
    refused(walk, H.NOTIFICA_INICIO, data=data)


def test_descargos_come_after_the_charges_are_known(school):
    walk = Walk.e05(school).to(H.NOTIFICA_CAUTELAR)
    refused(walk, H.DESCARGOS, "2026-07-06 13:30", {"how": "x", "text": "x"})


def test_a_warning_given_after_the_start_is_no_warning(school):
    walk = Walk.e07(school).to(H.RESUELVE)
    for kind, data in ((H.REPRESENTACION, TALK), (H.EXCEPCION, {"text": "x"}), (H.CAUSAL, CAUSAL)):
        assert "ya consta" in refused(walk, kind, "2026-12-02 09:30", data)


def test_the_page_shows_the_ten_days_from_each_notice(school):
    """Counted from the last; who defends the pupil counts from the first, and the page says it."""
    walk = Walk.e05(school).to(H.CAUTELAR)
    walk.told(H.NOTIFICA_CAUTELAR, "2026-07-09 12:00", "2026-07-14 16:00")
    with school_context(school):
        line = next(one for one in dates.plazos(walk.procedure()) if one.code == "P7")
    assert str(line.due_on) == "2026-07-29"
    assert [str(on) for _, on in line.others] == ["2026-07-24"]


@pytest.mark.parametrize(
    ("zone", "comuna", "when", "late"),
    [
        ("America/Punta_Arenas", "12101", "2026-07-29T02:59:00+00:00", False),  # 23:59 there
        ("America/Punta_Arenas", "12101", "2026-07-29T03:01:00+00:00", True),
        ("Pacific/Easter", "05201", "2026-07-29T05:59:00+00:00", False),  # 23:59 there
        ("Pacific/Easter", "05201", "2026-07-29T06:01:00+00:00", True),
        ("America/Santiago", "13101", "2026-07-29T03:59:00+00:00", False),
        ("America/Santiago", "13101", "2026-07-29T04:01:00+00:00", True),
    ],
)
def test_the_last_day_to_ask_ends_at_the_midnight_of_the_school(db, zone, comuna, when, late):
    school = SchoolFactory(time_zone=zone, comuna=comuna)
    walk = Walk.e05(school).to(H.NOTIFICA_RESOLUCION)
    asked = {"requested_by": "x", "text": "x", "how": "escrito"}
    with school_context(school):
        made = register(
            expulsion=walk.row, kind=H.RECONSIDERA, data=asked, at=datetime.fromisoformat(when),
            actor=walk.directora, version=walk.row.version, now=walk.now,
        )  # fmt: skip
    assert made.data["late"] is late
