"""What a family may do next, its last day, and the count behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.expulsion.recourse import recourse_of
from cases.families.access import Link
from cases.families.asking import EXPULSION, Decision
from cases.families.progress import DECIDED
from cases.families.services import notices_of
from cases.hearings.dates import ANTECEDENTES, status_of, zone_of
from cases.models import Citacion, Notificacion
from cases.models.hearings import CitacionOutcome
from cases.notifications.terms import reconsideracion_window
from convivencia.computation import Computation, computation_of
from convivencia.dates import full_date, long_date
from protocols.engine import State, StepStatus

STARTS = {
    "antecedentes": "la entrevista",
    EXPULSION: "el día en que se notificó la medida al estudiante y a su familia",
}
HABILES = {"dias_habiles": "hábiles", "dias_corridos": "corridos"}


@dataclass(frozen=True, slots=True)
class NextDate:
    """What the family may or must do next, and its last day."""

    text: str  # «Puede pedir que el colegio revise la decisión»
    day: str  # «viernes 27 de noviembre de 2026»
    amount: str = ""  # «5 días hábiles»
    count: str = ""  # which count «Ver la cuenta» shows; empty if there is nothing to count
    over: bool = False
    estimated: bool = False

    @property
    def asks(self) -> bool:
        """True if it is the plazo of a reconsideración."""
        return self.count in {"reconsideracion", EXPULSION}


def count_of(link: Link, which: str, *, now: datetime) -> Computation | None:
    """Return the day-by-day count behind one of the next dates."""
    status = _status(link, which, notices_of(link.notice), now)
    if status is None or status.due is None:
        return None
    due, zone = status.due, zone_of(link.notice.case)
    return computation_of(
        due.working(),
        start=due.start,
        end=due.on,
        amount_text=_amount(status),
        start_text=_start_text(which, status),
        norms=(_norm(which, status),),
        question=f"¿Por qué hasta el {full_date(due.on)}?",
        today=now.astimezone(zone).date(),
    )


def _status(
    link: Link, which: str, notices: Sequence[Notificacion], now: datetime
) -> StepStatus | None:
    case = link.notice.case
    if which == EXPULSION:
        found = recourse_of(case, link.notice.participant, now=now)
        return found.window if found else None
    if which == "reconsideracion":
        return reconsideracion_window(case, notices, now=now) or reconsideracion_window(
            case, notices, now=now, if_told_now=True
        )
    if which == "antecedentes":
        status = status_of(case, ANTECEDENTES, now=now)
        return (
            None
            if status.due is None or status.projected or status.state is State.EN_ESPERA
            else status
        )
    return None


def next_dates_of(
    link: Link, notices: list[Notificacion], decisions: list[Decision], now: datetime
) -> list[NextDate]:
    found = [_meeting(link, now), _antecedentes(link, now)]
    for one in decisions:
        law = one.key == EXPULSION
        found.append(_expulsion(one, now) if law else _reconsideracion(link, notices, one, now))
    return [one for one in found if one]


def _meeting(link: Link, now: datetime) -> NextDate | None:
    row = (
        Citacion.objects.filter(
            participant=link.notice.participant,
            outcome=CitacionOutcome.PENDIENTE,
            meets_at__gte=now,
        )
        .order_by("meets_at")
        .first()
    )
    if row is None:
        return None
    at = row.meets_at.astimezone(zone_of(link.notice.case))
    return NextDate(f"Reunión en {row.place}", f"{full_date(at.date())}, a las {at:%H:%M}")


def _antecedentes(link: Link, now: datetime) -> NextDate | None:
    status = _status(link, "antecedentes", (), now)
    if status is None or status.due is None or link.notice.case.state in DECIDED:
        return None
    over = now > status.due.at
    text = "El plazo para enviar antecedentes terminó" if over else "Puede enviar antecedentes"
    return NextDate(text, full_date(status.due.on), _amount(status), "antecedentes", over)


def _expulsion(decision: Decision, now: datetime) -> NextDate | None:
    """Return the plazo of the law, from the notice of the measure to the pupil and the family."""
    status = decision.window
    return _asking(decision, status, EXPULSION, now) if status and status.due else None


def _asking(decision: Decision, status: StepStatus, count: str, now: datetime) -> NextDate:
    over, what = now > status.due.at, decision.what
    text = f"Puede pedir que se revise {what}"
    if over:
        text = f"El plazo para pedir que se revise {what} terminó"
    return NextDate(text, full_date(status.due.on), _amount(status), count, over)


def _reconsideracion(
    link: Link, notices: list[Notificacion], decision: Decision, now: datetime
) -> NextDate | None:
    if decision.window is not None:
        return _asking(decision, decision.window, "reconsideracion", now)
    status = reconsideracion_window(link.notice.case, notices, now=now, if_told_now=True)
    if status is None:
        return None
    text = "Si acusa recibo hoy, podrá pedir que se revise la decisión"
    return NextDate(
        text, full_date(status.due.on), _amount(status), "reconsideracion", estimated=True
    )


def _norm(which: str, status: StepStatus) -> str:
    source = status.step.source
    return str(source) if which == EXPULSION else f"Reglamento interno, {source.locus}"


def _amount(status: StepStatus) -> str:
    plazo = status.plazo or status.step.plazo
    unit = HABILES.get(status.due.unit.value, "") if status.due else ""
    return f"{plazo.amount} días {unit}".strip()


def _start_text(which: str, status: StepStatus) -> str:
    what = STARTS.get(which, "el día en que usted supo de la decisión")
    return f"{what}, {long_date(status.due.start)}"
