"""More time for the inquiry: once, by resolución of the directora, before it runs out."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from cases.deadlines.selectors import main_tramite
from cases.deadlines.services import missing_for
from cases.documents.builders import resolucion_prorroga
from cases.documents.builders.common import for_family
from cases.documents.reports.decisions import ProrrogaReport
from cases.documents.services import issue_document
from cases.hearings.dates import (
    INFORME,
    day_of,
    status_in,
    status_of,
    step_id_of,
    what_if,
)
from cases.hearings.selectors import apoderados_to_notify, families
from cases.hearings.services.checks import refuse_stale
from cases.history.services import check_acto, lock_case, record_actuacion
from cases.models import Actuacion, Case
from cases.models.notifications import Medium, Purpose
from cases.notifications.services import send_notificacion
from cases.procedure import step_for
from cases.states import Acto
from convivencia.exceptions import DomainError, GateClosedError
from protocols.engine import Event, StepStatus, Unit, compute
from protocols.selectors import calendar_of, protocol_of
from schools.models import Membership

NUMBERS = ("un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez")
LEGAL_MONTHS = 2  # Source: LGE art. 16 E g): the inquiry about students lasts two months at most


@transaction.atomic
def extend_investigation(
    *,
    case: Case,
    actor: Membership,
    days: int,
    grounds: str,
    at: datetime,
    now: datetime,
    version: int | None = None,
) -> Actuacion:
    """Extend the plazo of the informe by `days` (hábiles), and issue D-17.

    Raises GateClosedError if the plazo ran out or was already extended: nobody may override that,
    because a late prórroga is not one. Source: modelo A, 8.6.3.4; reading A-04.
    """
    case = lock_case(case)
    refuse_stale(case, version)
    check_acto(case, Acto.PRORROGAR, actor=actor)
    refuse_closed(case, now=now)
    if not 1 <= days <= longest(case):
        raise DomainError(f"La prórroga es de 1 a {longest(case)} días hábiles.", code="dias")
    before = status_of(case, INFORME, now=now).due
    after = extended(case, days, at=at, now=now).due
    report = resolucion_prorroga(
        case,
        step="Informe de la investigación",
        grounds=grounds,
        due_on=before.on,
        new_due_on=after.on,
        decided_at=at,
        actor=actor.user,
        extension=days_text(days),
    )
    document = issue_document(case=case, code="D-17", report=report, actor=actor.user, at=now)
    actuacion = record_actuacion(
        case=case,
        acto=Acto.PRORROGAR,
        at=at,
        now=now,
        actor=actor,
        text=f"{days_text(days).capitalize()}: del {before.on:%d-%m-%Y} al {after.on:%d-%m-%Y}. "
        f"{grounds}",
        data={"step": step_id_of(case, INFORME), "days": days},
        document=document,
        tramite=main_tramite(case),
    )
    _tell_families(case, report, actor=actor, now=now)
    return actuacion


def _tell_families(case: Case, report: ProrrogaReport, *, actor: Membership, now: datetime) -> None:
    """Send each family its own copy by e-mail; who has none is told by another medium.

    Source: modelo A, D-17: copy to the persons involved.
    """
    on = day_of(case, now)
    for participant in families(case):
        adults = [a for a in apoderados_to_notify(participant, on) if a.email and a.run]
        if not adults:
            continue
        copy = replace(report, copy_for=f"Copia para la familia de {participant.name}")
        document = issue_document(
            case=case,
            code="D-17",
            report=for_family(copy, case, participant, None),
            actor=actor.user,
            at=now,
            addressee=participant,
        )
        for adult in adults:
            send_notificacion(
                case=case,
                document=document,
                participant=participant,
                apoderado=adult,
                purpose=Purpose.PRORROGA,
                medium=Medium.CORREO,
                actor=actor,
                now=now,
            )


def refuse_closed(case: Case, *, now: datetime) -> None:
    """Raise GateClosedError with what stops a prórroga now."""
    if not longest(case):
        raise GateClosedError(
            "No se puede prorrogar.",
            reasons=("El protocolo de este caso no fija una prórroga de la investigación.",),
        )
    missing = missing_for(case, "ev_prorroga", now=now, step=step_id_of(case, INFORME))
    if missing:
        raise GateClosedError(
            "No se puede prorrogar.", reasons=tuple(item.text for item in missing)
        )


def extended(case: Case, days: int, *, at: datetime, now: datetime) -> StepStatus:
    """Return the step of the informe as it would be with the prórroga, other reading included."""
    event = Event("ev_prorroga", at, step=step_id_of(case, INFORME), days=days)
    return status_in(what_if(case, event, now=now), INFORME)


def longest(case: Case) -> int:
    """Return how many days the reglamento allows."""
    step = step_for(protocol_of(case.reglamento, case.protocol_key), INFORME)
    return step.extension.amount if step and step.extension else 0


def legal_limit(case: Case) -> date | None:
    """Return the last day of the two months that the law gives the inquiry, once it is open."""
    opened = case.actuaciones.filter(event="ev_apertura").order_by("at").first()
    if opened is None:
        return None
    calendar = calendar_of(case.school)
    return compute(opened.at, LEGAL_MONTHS, Unit.MESES, calendar).on


def passes_legal_limit(case: Case, day: date) -> bool:
    """True if `day` is beyond the two months of the law."""
    limit = legal_limit(case)
    return limit is not None and day > limit


def days_text(days: int) -> str:
    """Return `diez días hábiles`."""
    return "un día hábil" if days == 1 else f"{NUMBERS[days - 1]} días hábiles"
