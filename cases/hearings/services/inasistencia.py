"""When a family does not come: a second citation, then the acta that stands for the interview."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from cases.deadlines.selectors import main_tramite
from cases.documents.builders import acta_inasistencia
from cases.documents.builders.common import declared, official
from cases.documents.services import issue_document
from cases.hearings.dates import (
    ANTECEDENTES,
    NEVER_ATTENDED,
    SECOND_CALLED,
    SECOND_INTERVIEW,
    SOME_ATTENDED,
    day_of,
    due_if,
    step_id_of,
)
from cases.hearings.selectors import FAILED, family_stands
from cases.hearings.services.checks import refuse_future, refuse_stale
from cases.hearings.services.citaciones import FIRST, SECOND
from cases.history.services import check_acto, lock_case, record_actuacion
from cases.models import Actuacion, Case, Citacion, Document, Participant
from cases.models.hearings import CitacionOutcome
from cases.states import Acto
from convivencia.exceptions import AlreadyDoneError, DomainError
from protocols.engine import Event
from schools.models import Membership


@transaction.atomic
def record_no_show(
    *,
    case: Case,
    actor: Membership,
    citacion: Citacion,
    outcome: str,
    attempts: str,
    now: datetime,
    version: int | None = None,
) -> Actuacion:
    """Write that the family did not come or did not answer, with the attempts and their hours.

    After the first citation a second is due. After the second, the acta de inasistencia (D-15)
    stands for the interview: antecedentes count from the day that was set.
    Source: modelo A, 8.6.3.2 B.3; readings A-13 and A-14.
    """
    case = lock_case(case)
    refuse_stale(case, version)
    check_acto(case, Acto.REGISTRAR_INASISTENCIA, actor=actor)
    row = _lock_pending(case, citacion)
    if outcome not in FAILED:
        raise DomainError("Elija qué ocurrió con la citación.", code="outcome")
    if outcome == CitacionOutcome.NO_ASISTIO or row.attempt > FIRST:
        refuse_future(row.meets_at, now, "La hora de la citación")
    row.outcome, row.outcome_note = outcome, attempts[:300]
    row.save(update_fields=["outcome", "outcome_note"])
    if row.attempt == FIRST:
        return _record_first(case, row, actor=actor, now=now)
    return _record_total(case, row, actor=actor, now=now)


def _lock_pending(case: Case, citacion: Citacion) -> Citacion:
    rows = Citacion.objects.select_for_update(of=("self",))
    rows = rows.select_related("participant__student", "apoderado", "case__school")
    row = rows.get(pk=citacion.pk, case=case)
    if row.outcome != CitacionOutcome.PENDIENTE:
        raise AlreadyDoneError("El resultado de esa citación ya está registrado.")
    return row


def _record_first(case: Case, row: Citacion, *, actor: Membership, now: datetime) -> Actuacion:
    return record_actuacion(
        case=case,
        acto=Acto.REGISTRAR_INASISTENCIA,
        event="",
        at=min(row.meets_at, now),
        now=now,
        actor=actor,
        party=row.participant_id,
        title=f"Primera citación: {row.get_outcome_display().lower()}",
        text=f"Familia de {row.participant.initials} {row.outcome_note}",
        data={"citacion": row.pk},
        tramite=main_tramite(case),
        facts={"asistio_apoderado": _attendance(case)},
    )


def _attendance(case: Case) -> str:
    """Return who came, once a family did not: one that came keeps its own first interview."""
    called = [stand for stand in family_stands(case) if stand.is_cited]
    if all(stand.called_in_vain for stand in called):
        return NEVER_ATTENDED
    failed = [stand for stand in called if stand.citaciones[0].outcome in FAILED]
    return SECOND_CALLED if len(failed) == len(called) else SOME_ATTENDED


def _record_total(case: Case, row: Citacion, *, actor: Membership, now: datetime) -> Actuacion:
    """Issue the acta, and let the engine hear it on the day that was set (A-13)."""
    document = _issue_d15(case, row, actor=actor, now=now)
    actuacion = record_actuacion(
        case=case,
        acto=Acto.REGISTRAR_INASISTENCIA,
        at=row.meets_at,
        now=now,
        actor=actor,
        party=row.participant_id,
        title="Acta de inasistencia",
        text=f"Familia de {row.participant.initials}: no asistió a ninguna de las dos citaciones. "
        f"{row.outcome_note}",
        data={"citacion": row.pk},
        document=document,
        tramite=main_tramite(case),
        facts={"asistio_apoderado": _attendance(case)},
    )
    settle_second_round(case, row.participant, at=row.meets_at, actor=actor, now=now)
    return actuacion


def _issue_d15(case: Case, row: Citacion, *, actor: Membership, now: datetime) -> Document:
    due = due_if(case, ANTECEDENTES, Event("ev_entrevista", row.meets_at), now=now)
    signer = official(actor.user, actor.title)
    report = acta_inasistencia(
        row, antecedentes_due=due.on if due else None, signatures=(declared(signer, now),)
    )
    report = replace(report, counts_from=day_of(case, row.meets_at))
    return issue_document(case=case, code="D-15", report=report, actor=actor.user, at=now)


def settle_second_round(
    case: Case, participant: Participant, *, at: datetime, actor: Membership, now: datetime
) -> None:
    """Complete the step of the second citation once every family that needed one is settled.

    The completed step tells the engine that the interview counts as held that day (A-13).
    """
    seconds = [s for s in family_stands(case) if len(s.citaciones) >= SECOND or s.needs_second]
    if not seconds or not all(stand.is_settled for stand in seconds):
        return
    record_actuacion(
        case=case,
        acto=Acto.CUMPLIR_PASO,
        event=step_id_of(case, SECOND_INTERVIEW),
        at=max([at, *(s.last.meets_at for s in seconds if s.called_in_vain)]),
        now=now,
        actor=actor,
        party=participant.pk,
        title="Segunda citación terminada",
        tramite=main_tramite(case),
    )
