"""The plazos of the law on personal data, as data, and what they give in one request.

The text of Ley 21.719 is in force from 1 December 2026. What came in before follows the text that
was in force on its day.
"""

from dataclasses import dataclass
from datetime import date, datetime

from cases.models import RightsRequest
from cases.models.privacy import Right
from protocols.engine import Calendar
from protocols.engine.counting import Deadline, compute
from protocols.engine.plazos import Norma, Plazo
from protocols.engine.units import Unit

LAW = "Ley 19.628"
NEW_TEXT_FROM = date(2026, 12, 1)
NEW, OLD = f"{LAW}, modificada por la Ley 21.719", f"{LAW}, texto vigente hasta el 30-11-2026"
AGENCY, COURT = "la Agencia de Protección de Datos Personales", "el juez de letras en lo civil"


@dataclass(frozen=True, slots=True)
class Clock:
    """How long there is to answer, whether it may be prolonged, and where the holder complains."""

    answer: Plazo
    more: int  # of the same unit, once, decided before it ends
    complain_before: str
    complain: Plazo | None = None  # from the answer that refuses


def _norm(locus: str, instrument: str = NEW) -> Norma:
    return Norma(locus, instrument)


GENERAL = Clock(
    Plazo(Unit.DIAS_CORRIDOS, _norm("art. 11"), 30),
    30,
    AGENCY,
    Plazo(Unit.DIAS_HABILES, _norm("art. 41"), 30),
)
BLOCKING = Clock(
    Plazo(Unit.DIAS_HABILES, _norm("art. 8 ter y art. 11"), 2),
    0,
    AGENCY,
    Plazo(Unit.DIAS_HABILES, _norm("art. 41"), 30),
)
BEFORE = Clock(Plazo(Unit.DIAS_HABILES, _norm("art. 16", OLD), 2), 0, COURT)
UNIT_WORDS = {Unit.DIAS_CORRIDOS: "días corridos", Unit.DIAS_HABILES: "días hábiles"}
BREACH_NORM = _norm("art. 14 sexies")
BREACH_TARGET = Plazo(Unit.HORAS_CORRIDAS, BREACH_NORM, 72)


def clock_for(right: str, received_on: date) -> Clock:
    """Return the rule for a right exercised on that day of the school."""
    if received_on < NEW_TEXT_FROM:
        return BEFORE
    return BLOCKING if right == Right.BLOQUEO else GENERAL


def clock_of(row: RightsRequest, calendar: Calendar) -> Clock:
    return clock_for(row.right, row.received_at.astimezone(calendar.tz).date())


def answer_by(row: RightsRequest, calendar: Calendar) -> Deadline:
    """Return when the answer is due, with its prórroga if it was taken."""
    clock = clock_of(row, calendar)
    extra = clock.more if row.extended_at else 0
    return compute(row.received_at, clock.answer.amount, clock.answer.unit, calendar, extra=extra)


def complain_by(row: RightsRequest, calendar: Calendar) -> Deadline | None:
    """Return until when the holder may complain of a refusal; None where no term is fixed."""
    plazo = clock_of(row, calendar).complain
    if plazo is None or row.answered_at is None:
        return None
    return compute(row.answered_at, plazo.amount, plazo.unit, calendar)


def breach_target(known_at: datetime, calendar: Calendar) -> Deadline:
    """Return the school's own goal to tell the Agencia: the law says only «without undue delay»."""
    return compute(known_at, BREACH_TARGET.amount, BREACH_TARGET.unit, calendar)


def plazo_text(plazo: Plazo) -> str:
    """Return «30 días corridos (Ley 19.628, modificada por la Ley 21.719, art. 11)»."""
    return f"{plazo.amount} {UNIT_WORDS[plazo.unit]} ({plazo.source})"
