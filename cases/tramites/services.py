"""To start and to end a trámite, each with its reason."""

from datetime import datetime

from django.db import transaction

from cases.deadlines.selectors import is_main
from cases.hearings.services.checks import refuse_before, refuse_stale
from cases.history.services import check_acto, check_instant, lock_case, record_actuacion
from cases.models import Case, Tramite
from cases.states import LEADERS, Acto
from cases.tramites.agreements import stop_agreements
from cases.tramites.kinds import Kind, kind_of, refusals_of_agreement
from cases.tramites.selectors import name_of, pending_duties
from convivencia.exceptions import AlreadyDoneError, DomainError
from protocols.selectors import protocol_of, titles_of
from schools.models import Membership


@transaction.atomic
def start_tramite(
    *,
    case: Case,
    protocol_key: str,
    reason: str,
    at: datetime,
    actor: Membership,
    now: datetime,
    version: int | None = None,
) -> Tramite:
    """Start another protocol of the case's reglamento; its plazos run from the same facts.

    Raises DomainError if the reglamento has no such protocol, if it is already running, or if it
    is a gestión colaborativa of what may not be agreed (LGE art. 16 E k; modelo A, A-68).
    """
    case = lock_case(case)
    refuse_stale(case, version)
    check_acto(case, Acto.ABRIR_TRAMITE, actor=actor)
    check_instant(at=at, now=now)
    refuse_before(case, at, case.known_at, "El inicio del trámite", "la toma de conocimiento")
    refuse_start(case, protocol_key)
    tramite = Tramite.objects.create(
        case=case, protocol_key=protocol_key, started_at=at, reason=reason[:300]
    )
    record_actuacion(
        case=case, acto=Acto.ABRIR_TRAMITE, at=at, now=now, actor=actor, tramite=tramite,
        title=f"Trámite iniciado: {name_of(case, protocol_key)}"[:160], text=reason,
    )  # fmt: skip
    stop_agreements(case, actor=actor, now=now)
    return tramite


def refuse_start(case: Case, protocol_key: str) -> None:
    """Raise DomainError with every reason why the protocol may not start in the case."""
    if protocol_key not in titles_of(case.reglamento):
        raise DomainError("El reglamento de este caso no tiene ese protocolo.", code="reglamento")
    if case.tramites.filter(protocol_key=protocol_key, closed_at=None).exists():
        raise AlreadyDoneError(f"«{name_of(case, protocol_key)}» ya está en curso en este caso.")
    if kind_of(protocol_of(case.reglamento, protocol_key)) is Kind.GESTION_COLABORATIVA:
        refuse_agreement(case)


def refuse_agreement(case: Case) -> None:
    """Raise DomainError with every norm against a gestión colaborativa in this case."""
    found = refusals_of_agreement(case)
    if found:
        raise DomainError(
            "La gestión colaborativa no procede en este caso.",
            code="gestion_colaborativa",
            reasons=tuple(str(item) for item in found),
        )


@transaction.atomic
def close_tramite(
    *,
    case: Case,
    tramite: Tramite,
    reason: str,
    duty_reason: str,
    actor: Membership,
    now: datetime,
    version: int | None = None,
) -> Tramite:
    """End a trámite: its plazos stop, its history stays.

    The case's own protocol ends with the case. A duty of 24 hours left undone is not closed in
    silence: `duty_reason` says who met it or why it does not apply, signed by who leads.
    """
    case = lock_case(case)
    refuse_stale(case, version)
    check_acto(case, Acto.CERRAR_TRAMITE, actor=actor)
    tramite = case.tramites.select_for_update(of=("self",)).get(pk=tramite.pk)
    if tramite.closed_at is not None:
        raise AlreadyDoneError("Ese trámite ya había terminado.")
    if is_main(case, tramite):
        raise DomainError(
            "El protocolo propio del caso termina con el cierre del caso.", code="propio"
        )
    left = _duties_left(case, tramite, duty_reason, actor=actor, now=now)
    tramite.closed_at, tramite.close_reason = now, reason[:300]
    tramite.save(update_fields=["closed_at", "close_reason"])
    tramite.vencimientos.update(next_reminder_at=None)
    record_actuacion(
        case=case, acto=Acto.CERRAR_TRAMITE, at=now, now=now, actor=actor, tramite=tramite,
        title=f"Trámite terminado: {name_of(case, tramite.protocol_key)}"[:160],
        text=f"{reason}\nDeber de 24 horas pendiente: {duty_reason}" if left else reason,
        data={"pending": left} if left else None,
    )  # fmt: skip
    return tramite


def _duties_left(
    case: Case, tramite: Tramite, duty_reason: str, *, actor: Membership, now: datetime
) -> list[str]:
    left = [status.step.title for status in pending_duties(case, tramite, now=now)]
    if left and not duty_reason.strip():
        raise DomainError(
            "Hay deberes de 24 horas sin cumplir: explique quién los cumplió o por qué no "
            "corresponden.",
            code="deber_pendiente",
            reasons=tuple(left),
        )
    if left and actor.role not in LEADERS:
        raise DomainError(
            "Con un deber de 24 horas pendiente, sólo la dirección o la encargada pueden terminar "
            "el trámite.",
            code="rol",
        )
    return left
