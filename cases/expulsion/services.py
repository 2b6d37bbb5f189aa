"""The one writer of the procedure: each act with its guards, its paper and its place in history."""

from datetime import datetime

from django.db import transaction

from cases.deadlines.selectors import is_main
from cases.decisions.guards import refuse_stale
from cases.documents.services import issue_document
from cases.expulsion import consequences, guards
from cases.expulsion.selectors import procedure_of
from cases.expulsion.state import Procedure, begins, hours_of
from cases.expulsion.steps import STEPS, Step
from cases.expulsion.tracks import acto_for, heard, track_of
from cases.history.services import check_acto, check_instant, lock_case, record_actuacion
from cases.models import Actuacion, Case, Document, Expulsion, ExpulsionAct, Participant
from cases.models.case import ParticipantRole
from cases.models.expulsion import ONCE, Hito
from cases.states import Acto
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.models import Membership


@transaction.atomic
def open_procedure(
    *, case: Case, participant: Participant, sought: str, actor: Membership, now: datetime
) -> Expulsion:
    """Begin to prepare the procedure: nothing is started against the pupil yet.

    Source: DFL 2/1998 art. 6 d): what must come before is gathered, and then the act of INICIO.
    """
    case = lock_case(case)
    check_acto(case, Acto.PROPONER_MEDIDA, actor=actor)
    if participant.case_id != case.pk or participant.role != ParticipantRole.DENUNCIADO:
        raise DomainError("Elija a un estudiante denunciado en este caso.", code="ajeno")
    guards.refuse_pupil(case, participant, now)
    if Expulsion.objects.filter(participant=participant).exists():
        raise AlreadyDoneError("Ya hay un procedimiento por ese estudiante en este caso.")
    row = Expulsion.objects.create(
        case=case, participant=participant, sought=sought, created_by=actor.user, created_at=now
    )
    record_actuacion(
        case=case, acto=Acto.PROPONER_MEDIDA, at=now, now=now, actor=actor, party=participant.pk,
        title=f"Se prepara un procedimiento de {row.get_sought_display().lower()}"[:160],
        data={"expulsion": row.pk},
    )  # fmt: skip
    track_of(case, Hito.INICIO, actor=actor, now=now)
    return row


@transaction.atomic
def register(
    *,
    expulsion: Expulsion,
    kind: str,
    data: dict,
    at: datetime | None,
    actor: Membership,
    version: int,
    now: datetime,
) -> ExpulsionAct:
    """Do one act of the procedure, or change nothing.

    Raises GateClosedError with every requirement that is missing; DomainError for who may not do
    it, for a wrong order, or for what the norm forbids; StaleFormError if it moved on meanwhile.
    """
    case = lock_case(expulsion.case)
    row = _locked(expulsion, case)
    refuse_stale(row, version)
    check_acto(case, Acto.CUMPLIR_PASO, actor=actor)
    p, step, kind = procedure_of(row, now=now), STEPS[kind], Hito(kind)
    if kind in ONCE and p.has(kind):
        raise AlreadyDoneError(f"Esto ya se había registrado: {kind.label.lower()}.")
    at = _instant(p, kind, step, data, at)
    check_instant(at=at, now=now)
    if step.directora:
        guards.refuse_unless_directora(actor)
    guards.refuse_order(p, at, step.after)
    guards.refuse_after(p, step.until)
    if step.guard:
        step.guard(p, data, at, actor)
    document = consequences.before(p, kind, data, at, actor) or _paper(p, step, data, at, actor)
    act = _record(p, kind, step, data, at, actor=actor, document=document)
    row.version += 1
    row.save(update_fields=["version", "sought", "decided"])
    more = consequences.after(p, kind)
    if more:
        register(
            expulsion=row, kind=more, data={}, at=at, actor=actor, version=row.version, now=now
        )
    return act


def _locked(expulsion: Expulsion, case: Case) -> Expulsion:
    rows = Expulsion.objects.select_for_update(of=("self",))
    row = rows.select_related("participant__student").get(pk=expulsion.pk, case=case)
    row.case = case
    return row


def _instant(p: Procedure, kind: Hito, step: Step, data: dict, at: datetime | None) -> datetime:
    """Return when it happened: a notice, when the last of the two knew; firmness, by the norm."""
    if step.told:
        return max(hours_of(data), default=p.now)
    if kind is Hito.FIRMEZA:
        return consequences.firm_at(p, data)
    if kind is Hito.RECONSIDERA and p.request:  # it was asked when the family sent it
        told = p.last(Hito.NOTIFICA_RESOLUCION)
        return max(p.request.requested_at, begins(told)) if told else p.request.requested_at
    return at or p.now


def _paper(
    p: Procedure, step: Step, data: dict, at: datetime, actor: Membership
) -> Document | None:
    if step.paper is None:
        return None
    code, report = step.paper(p, data, at, actor)
    return issue_document(
        case=p.case, code=code, report=report, actor=actor.user, at=p.now,
        addressee=p.row.participant,
    )  # fmt: skip


def _record(
    p: Procedure, kind: Hito, step: Step, data: dict, at: datetime, *, actor: Membership,
    document: Document | None,
) -> ExpulsionAct:  # fmt: skip
    """Write the act in the legal history, and beside it what the procedure needs to know of it."""
    case, said = p.case, Hito(data.get("of", kind))  # a correction is heard as what it corrects
    title = said.label if said == kind else f"{said.label}, corregida"
    tramite = track_of(case, kind, actor=actor, now=p.now)
    given = {
        "case": case, "now": p.now, "actor": actor, "tramite": tramite, "document": document,
        "party": p.row.participant_id, "title": title, "text": consequences.summary(data),
        "data": {"expulsion": p.row.pk, "hito": said.value},
    }  # fmt: skip
    facts = step.facts(p, data) if step.facts else None
    first: Actuacion | None = None
    for name, moment in _events(case, tramite, STEPS[said], data, at):
        acto = acto_for(case, tramite, kind) if name else Acto.CUMPLIR_PASO
        made = record_actuacion(acto=acto, event=name, at=moment, facts=facts, **given)
        first, facts = first or made, None
        case.refresh_from_db(fields=["state", "version", "facts"])
    return ExpulsionAct.objects.create(
        case=case, expulsion=p.row, kind=kind, at=at, recorded_at=p.now,
        recorded_by=actor.user, data=data, document=document, actuacion=first,
    )  # fmt: skip


def _events(case: Case, tramite, step: Step, data: dict, at: datetime):  # noqa: ANN001, ANN202
    """Return what the trámite hears and when; one silent act if it hears nothing."""
    moments = [at]
    if step.told:
        moments = sorted(set(hours_of(data)))
    if data.get("adopted") and tramite and is_main(case, tramite):
        return [("", at)]  # the trámite heard it when the family sent it
    names = [heard(case, tramite, options) for options in step.events]
    names = [name for name in names if name] or [""]
    return [(name, moment) for name in names for moment in moments]
