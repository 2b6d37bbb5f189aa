"""Asking again: consultation of the sostenedor, decision of the body, notice to who asked."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from cases.decisions.deciders import BODIES, asks_council, check_deciders, who_is_barred
from cases.decisions.guards import refuse_stale
from cases.decisions.selectors import pending_reconsideracion, resolucion_of
from cases.decisions.way_out import ANSWERED_THERE, OnlyByProcedureError, refuse_ending
from cases.documents import builders
from cases.documents.builders.common import official
from cases.documents.builders.firmness import pronunciamiento
from cases.documents.services import issue_document
from cases.expulsion.recourse import belongs_to_expulsion, only_recourse
from cases.hearings.services.checks import refuse_before
from cases.history.services import check_acto, lock_case, pass_gate, record_actuacion
from cases.models import Case, Participant, Reconsideracion
from cases.notifications.services import send_notificacion
from cases.notifications.terms import reconsideracion_window
from cases.states import ACTOS, Acto
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.models import Apoderado, Membership

QUESTION = (
    "Se consulta la opinión del sostenedor antes de resolver una solicitud de reconsideración, "
    "sobre la base de antecedentes que no identifican a ningún estudiante."
)
LATE = "Recibida fuera de plazo: quien resuelve decide si la admite."
OUTCOMES = {
    "mantiene": "Se mantiene la decisión",
    "modifica": "Se modifica la decisión",
    "deja_sin_efecto": "Se deja sin efecto la decisión",
}


@transaction.atomic
def receive_reconsideracion(
    *,
    case: Case,
    actor: Membership,
    participant: Participant,
    apoderado: Apoderado | None,
    requested_by: str,
    text: str,
    verbal: bool,
    at: datetime,
    now: datetime,
) -> Reconsideracion:
    """Receive a request made in person or on paper (D-70, D-71). Late is marked, never refused.

    Source: modelo A, 8.6.3.3.1–3.
    """
    case = lock_case(case)
    check_acto(case, Acto.RECONSIDERAR, actor=actor)
    recourse = only_recourse(case, participant, now=now)
    expulsion = recourse and recourse.expulsion
    pending = Reconsideracion.objects.filter(participant=participant, expulsion=expulsion)
    if pending.filter(resolved_at=None).exists():
        raise AlreadyDoneError("Ya hay una solicitud pendiente por ese estudiante.")
    notices = case.notificaciones.filter(participant=participant)
    notices = notices.filter(apoderado=apoderado) if apoderado else notices
    window = recourse.window if recourse else reconsideracion_window(case, notices, now=at)
    due = window.due if window else None
    row = Reconsideracion.objects.create(
        case=case,
        participant=participant,
        expulsion=expulsion,
        apoderado=apoderado,
        requested_by=requested_by,
        text=text,
        requested_at=at,
        late=due is not None and at > due.at,
    )
    row.document = issue_document(
        case=case,
        code="D-71" if verbal else "D-70",
        report=builders.recurso(
            row,
            verbal=verbal,
            due_on=due.on if due else None,
            resolution_folio=recourse.folio if recourse else _folio(case),
            receiver=official(actor.user, actor.title),
        ),
        actor=actor.user,
        at=now,
        addressee=participant,
    )
    row.save(update_fields=["document"])
    record_actuacion(
        case=case,
        acto=Acto.RECONSIDERAR,
        at=at,
        now=now,
        actor=actor,
        party=participant.pk,
        text=LATE if row.late else "",
        document=row.document,
        data={"reconsideracion": row.pk, "late": row.late},
    )
    return row


@transaction.atomic
def consult_sostenedor(
    *,
    case: Case,
    actor: Membership,
    reconsideracion_id: int,
    answer: str,
    at: datetime,
    now: datetime,
) -> Reconsideracion:
    """Record the prior consultation of the sostenedor and its answer (D-72).

    Source: modelo A, 8.6.3.3.4.
    """
    case = lock_case(case)
    row = _locked(case, reconsideracion_id)
    refuse_before(case, at, row.requested_at, "La consulta", "la solicitud")
    row.consulted_at, row.consultation = at, answer
    row.version += 1
    row.save(update_fields=["consulted_at", "consultation", "version"])
    document = issue_document(
        case=case,
        code="D-72",
        report=builders.consulta_sostenedor(
            row, question=QUESTION, asks=official(actor.user, actor.title)
        ),
        actor=actor.user,
        at=now,
    )
    record_actuacion(
        case=case,
        acto=Acto.CONSULTAR_SOSTENEDOR,
        at=at,
        now=now,
        actor=actor,
        document=document,
    )
    return row


@transaction.atomic
def consult_council(
    *,
    case: Case,
    actor: Membership,
    reconsideracion_id: int,
    text: str,
    attendees: str,
    minutes: str,
    at: datetime,
    now: datetime,
) -> Reconsideracion:
    """Record what the Consejo de Profesores says, in writing (D-73); it binds nobody.

    Source: modelo A, 7.3.3.2.
    """
    case = lock_case(case)
    row = _locked(case, reconsideracion_id)
    refuse_before(case, at, row.requested_at, "El pronunciamiento del Consejo", "la solicitud")
    row.council_at, row.council = at, text
    row.version += 1
    row.save(update_fields=["council_at", "council", "version"])
    report = pronunciamiento(row, attendees=attendees, minutes=minutes, actor=actor, at=now)
    document = issue_document(case=case, code="D-73", report=report, actor=actor.user, at=now)
    record_actuacion(
        case=case, acto=Acto.CONSULTAR_CONSEJO, at=at, now=now, actor=actor, document=document,
        event=None if asks_council(case) else "",
    )  # fmt: skip
    return row


@transaction.atomic
def resolve_reconsideracion(
    *,
    case: Case,
    actor: Membership,
    reconsideracion_id: int,
    outcome: str,
    grounds: str,
    body: str,
    deciders: Collection[int],
    media: Iterable[str],
    version: int,
    at: datetime,
    now: datetime,
    others: str = "",
    terms: str = "",
) -> Reconsideracion:
    """Record what the body decided (D-74) and notify who asked; the resguardo is never touched.

    `terms` say how the decision stands if it is changed. `deciders` are memberships; `others`,
    those of the council without an account. Who decided before, investigated or is a party
    abstains, and their names are printed. In acoso the Consejo Escolar decides on an anonymised
    file. Source: modelo A, 8.6.3.3.2–5; A-24, A-56.
    """
    case = lock_case(case)
    row = _locked(case, reconsideracion_id)
    refuse_stale(row, version)
    if outcome not in OUTCOMES:
        raise DomainError("Elija si la decisión se mantiene, se modifica o queda sin efecto.")
    if outcome == "modifica":
        refuse_ending(case, f"{terms}\n{grounds}")
        _refuse_unsaid(terms)
    event = ACTOS[Acto.RESOLVER_RECONSIDERACION].event
    refuse_unheard(row)
    chosen = check_deciders(
        case, body=body, deciders=deciders, others=others, on=case.school.local_date(at)
    )
    pass_gate(case, event, now=now, reason="", actor=actor)
    row.outcome, row.grounds, row.body = outcome, grounds, BODIES[body]
    row.deciders, row.others = [one.pk for one in chosen], others.strip()
    row.abstained = _abstained(case)
    row.resolved_at = at
    row.version += 1
    row.document = issue_document(
        case=case,
        code="D-74",
        report=builders.resolucion_reconsideracion(
            row,
            resolution_folio=_folio(case),
            deciders=chosen,
            decision=terms if outcome == "modifica" else "",
        ),
        actor=actor.user,
        at=now,
        addressee=row.participant,
    )
    row.save()
    record_actuacion(
        case=case,
        acto=Acto.RESOLVER_RECONSIDERACION,
        at=at,
        now=now,
        actor=actor,
        title=f"Reconsideración resuelta: {OUTCOMES[outcome].lower()}",
        document=row.document,
        keep_state=pending_reconsideracion(case) is not None,
    )
    _notify(row, media, actor, now)
    return row


def _refuse_unsaid(terms: str) -> None:
    """Raise DomainError unless it is said how the decision stands: the family must read it."""
    if not terms.strip():
        raise DomainError("Diga cómo queda lo que se modifica.", code="sin_terminos")


def refuse_unheard(row: Reconsideracion) -> None:
    """Raise DomainError while who must be asked first has not answered, in writing."""
    if asks_council(row.case):
        if not row.council:
            raise DomainError(
                "Falta el pronunciamiento escrito del Consejo de Profesores.", code="sin_consejo"
            )
    elif row.consulted_at is None:
        raise DomainError(
            "Falta la consulta previa al sostenedor sobre esta solicitud.", code="sin_consulta"
        )


def _abstained(case: Case) -> str:
    """Return who had to keep out of it, and why."""
    return "; ".join(f"{name} ({why})" for name, why in dict(who_is_barred(case).values()).items())


def _folio(case: Case) -> str:
    merits = resolucion_of(case)
    return merits.document.folio if merits and merits.document_id else ""


def _notify(row: Reconsideracion, media: Iterable[str], actor: Membership, now: datetime) -> None:
    if row.apoderado is None:
        return
    for medium in media:
        send_notificacion(
            case=row.case,
            document=row.document,
            participant=row.participant,
            apoderado=row.apoderado,
            purpose="reconsideracion",
            medium=medium,
            actor=actor,
            now=now,
        )


def _locked(case: Case, pk: int) -> Reconsideracion:
    row = (
        Reconsideracion.objects.select_for_update(of=("self",))
        .select_related("participant__student", "apoderado", "case")
        .filter(case=case, pk=pk)
        .first()
    )
    if row is None:
        raise DomainError("Esa solicitud no existe en este caso.", code="ausente")
    if row.resolved_at:
        raise AlreadyDoneError("La reconsideración ya fue resuelta.")
    if belongs_to_expulsion(row):
        raise OnlyByProcedureError(case, message=ANSWERED_THERE)
    return row
