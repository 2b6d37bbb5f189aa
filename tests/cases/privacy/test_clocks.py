"""The plazos of the law on personal data, counted by hand on a printed calendar.

Source: Ley 19.628, arts. 8 ter and 11, as replaced by Ley 21.719 from 1 December 2026.
"""

from datetime import date

import pytest

from cases.models.privacy import Right
from cases.privacy.clocks import BEFORE, BLOCKING, GENERAL, answer_by, clock_for, complain_by
from cases.privacy.requests import answer_request, extend_request
from cases.privacy.selectors import complaint_text
from convivencia.exceptions import AlreadyDoneError, DomainError
from protocols.selectors import calendar_of
from schools.tenancy.context import school_context
from tests.cases.privacy.conftest import TODAY
from tests.cases.scenes import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(scene):
    with school_context(scene.school):
        return calendar_of(scene.school)


@pytest.mark.parametrize(
    ("right", "received", "due"),
    [
        ("acceso", "2026-12-03 10:00", date(2027, 1, 2)),  # 30 corridos: a Saturday stays
        ("supresion", "2026-12-01 00:00", date(2026, 12, 31)),
        ("bloqueo", "2026-12-04 09:00", date(2026, 12, 9)),  # Friday; the 8th is feriado
        ("bloqueo", "2026-12-05 09:00", date(2026, 12, 9)),  # Saturday: counts from Monday
        ("acceso", "2026-11-30 23:59", date(2026, 12, 2)),  # the old text: 2 hábiles
        ("bloqueo", "2026-11-20 10:00", date(2026, 11, 24)),
    ],
)
def test_each_right_has_its_plazo(ask, calendar, right, received, due):
    row = ask(right, at(received))

    deadline = answer_by(row, calendar)

    assert deadline.on == due
    assert deadline.at.astimezone(calendar.tz).strftime("%H:%M:%S") in {"23:59:59", "00:00:00"}


def test_the_new_text_rules_from_the_first_of_december():
    assert clock_for(Right.ACCESO, date(2026, 11, 30)) is BEFORE
    assert clock_for(Right.ACCESO, date(2026, 12, 1)) is GENERAL
    assert clock_for(Right.BLOQUEO, date(2026, 12, 1)) is BLOCKING
    assert all(clock_for(right, date(2026, 12, 1)) is GENERAL for right in set(Right) - {"bloqueo"})


def extend(scene, row, now=TODAY):
    with school_context(scene.school):
        given = {"reason": "Hay que revisar el archivo en papel.", "actor": scene.directora}
        return extend_request(row=row, now=now, **given)


def test_the_prorroga_adds_thirty_days_once(scene, ask, calendar):
    row = ask("acceso", at("2026-12-03 10:00"))

    longer = extend(scene, row)

    assert answer_by(longer, calendar).on == date(2027, 2, 1)
    with pytest.raises(AlreadyDoneError):
        extend(scene, row)


def test_a_blocking_is_not_prolonged_nor_one_that_is_late(scene, ask):
    with pytest.raises(DomainError, match="no admite"):
        extend(scene, ask("bloqueo"))
    with pytest.raises(DomainError, match="ya venció"):
        extend(scene, ask("acceso", at("2026-12-02 10:00")), now=at("2027-01-02 00:00"))


def test_a_refusal_says_where_and_until_when_to_complain(scene, ask, calendar):
    row = ask("supresion")
    with school_context(scene.school):
        answer_request(
            row=row, outcome="negada", answer="La ley obliga a guardar el expediente.",
            norm="Ley 19.628, art. 7", actor=scene.directora, now=at("2026-12-04 12:00"),
        )  # fmt: skip
        row.refresh_from_db()

        # 30 hábiles from Friday 4 December, without the 8 and 25, nor the 1 January: 20 January.
        assert complain_by(row, calendar).on == date(2027, 1, 20)
        text = complaint_text(row, scene.school, TODAY)
    assert "Agencia de Protección de Datos Personales hasta el 20 de enero de 2027" in text


def test_under_the_old_text_the_judge_hears_the_complaint(scene, ask):
    row = ask("acceso", at("2026-11-26 10:00"))
    with school_context(scene.school):
        row.answered_at = TODAY
        text = complaint_text(row, scene.school, TODAY)

    assert text == "Puede reclamar ante el juez de letras en lo civil."
