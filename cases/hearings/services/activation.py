"""To activate the protocol and open the inquiry."""

from datetime import datetime

from django.db import transaction

from cases.deadlines.selectors import main_tramite
from cases.documents.builders import registro_activacion, resolucion_apertura
from cases.documents.builders.common import declared, official
from cases.documents.reports import Person
from cases.documents.services import issue_document
from cases.hearings.dates import day_of
from cases.hearings.selectors import members_who_may_investigate
from cases.hearings.services.checks import refuse_before, refuse_future, refuse_stale
from cases.history.services import check_acto, lock_case, record_actuacion
from cases.models import Actuacion, Case, Document
from cases.models.access import TeamRole
from cases.models.case import CaseState, ParticipantRole
from cases.states import Acto
from cases.team.grants import grant_access
from convivencia.exceptions import AlreadyDoneError, DomainError
from protocols.selectors import protocol_of
from schools.models import Membership


@transaction.atomic
def activate_protocol(
    *,
    case: Case,
    actor: Membership,
    investigator: Membership,
    grounds: str,
    at: datetime,
    now: datetime,
    version: int | None = None,
) -> Actuacion:
    """Activate the protocol and open the inquiry at `at`: D-04, D-05, and who investigates.

    Source: modelo A, 8.6.3.4 (24 hours from the denuncia) and 8.6.3.2 A; LGE art. 16 E g).
    """
    case = lock_case(case)
    if case.state != CaseState.RECIBIDO:
        raise AlreadyDoneError("El protocolo ya se activó y la investigación está abierta.")
    refuse_stale(case, version)
    check_acto(case, Acto.ACTIVAR, actor=actor)
    refuse_future(at, now, "La activación")
    refuse_before(case, at, case.denuncia.received_at, "La activación", "la denuncia")
    refuse_partial(case, investigator, at)
    activation = _issue_d04(case, actor, investigator, at, now)
    opening = _issue_d05(case, actor, investigator, grounds, at, now)
    grant_access(
        case=case,
        member=investigator,
        team_role=TeamRole.INVESTIGA,
        granted_by=actor,
        reason="Designación para investigar",
        at=now,
    )
    return _record(
        case, actor, investigator, (activation, opening), grounds=grounds, at=at, now=now
    )


def refuse_partial(case: Case, investigator: Membership, at: datetime) -> None:
    """Refuse an investigator who is somebody in the case, who decides, or who is not active."""
    allowed = members_who_may_investigate(case, day_of(case, at))
    if investigator.pk not in {member.pk for member in allowed}:
        raise DomainError(
            "Esa persona no puede investigar este caso: elija a alguien del equipo que no sea "
            "parte ni deba resolver.",
            code="investigador",
        )


def _issue_d04(
    case: Case, actor: Membership, investigator: Membership, at: datetime, now: datetime
) -> Document:
    report = registro_activacion(
        case,
        activated_at=at,
        actor=actor.user,
        responsible=_person(investigator),
        branches=branches_of(case),
        reasons=_reasons(case),
        signatures=(declared(official(actor.user, actor.title), now),),
    )
    return issue_document(case=case, code="D-04", report=report, actor=actor.user, at=now)


def _issue_d05(
    case: Case,
    actor: Membership,
    investigator: Membership,
    grounds: str,
    at: datetime,
    now: datetime,
) -> Document:
    report = resolucion_apertura(
        case,
        opens=True,
        author=attributed_to(case),
        place=case.denuncia.place
        or "No consta el lugar exacto; se establecerá en la investigación.",
        grounds=grounds,
        decided_at=at,
        actor=actor.user,
        investigator=_person(investigator),
        signatures=(declared(official(actor.user, actor.title), now),),
    )
    return issue_document(case=case, code="D-05", report=report, actor=actor.user, at=now)


def _record(
    case: Case,
    actor: Membership,
    investigator: Membership,
    documents: tuple[Document, Document],
    *,
    grounds: str,
    at: datetime,
    now: datetime,
) -> Actuacion:
    common = {"case": case, "actor": actor, "at": at, "now": now, "tramite": main_tramite(case)}
    name = f"{investigator.user.get_full_name()}, {investigator.title}"
    record_actuacion(acto=Acto.ACTIVAR, document=documents[0], **common)
    return record_actuacion(
        acto=Acto.ABRIR_INVESTIGACION,
        document=documents[1],
        text=f"Investiga: {name}. {grounds}".strip(),
        data={"investigator": investigator.pk},
        **common,
    )


def attributed_to(case: Case) -> str:
    """Return to whom the denuncia attributes the facts, without naming anybody."""
    accused = case.participants.filter(role=ParticipantRole.DENUNCIADO)
    kinds = {
        "estudiantes del establecimiento": accused.filter(student__isnull=False),
        "personas que trabajan en el establecimiento": accused.filter(membership__isnull=False),
    }
    found = [words for words, rows in kinds.items() if rows.exists()]
    others = accused.filter(student__isnull=True, membership__isnull=True)
    if others.exists():
        found.append("personas que no estudian ni trabajan en el establecimiento")
    return " y ".join(found) or "personas que todavía no se han individualizado"


def branches_of(case: Case) -> list[tuple[str, str]]:
    """Return the facts that decide the path, as D-04 prints them."""
    names = protocol_of(case.reglamento, case.protocol_key).facts
    return [
        (text, _answer(case.facts.get(key))) for key, text in names.items() if key in case.facts
    ]


def _answer(value: object) -> str:
    if isinstance(value, bool):
        return "Sí" if value else "No"
    return "Sin información" if value in (None, "") else str(value)


def _reasons(case: Case) -> list[str]:
    """Return why this protocol: each legal reason with its source, as the denuncia kept them."""
    rows = case.denuncia.router.get("reasons", [])
    return [f"{text} ({source})" if source else text for text, source in rows]


def _person(member: Membership) -> Person:
    return Person(member.user.get_full_name(), title=member.title)
