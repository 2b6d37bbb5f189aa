"""The investigator's report: typed, kept, issued once to the directora."""

from datetime import datetime

from django.db import transaction

from cases.decisions.guards import refuse_stale
from cases.documents.builders import informe as build_informe
from cases.documents.services import issue_document
from cases.history.services import check_acto, lock_case, record_actuacion
from cases.models import Case, Informe
from cases.states import Acto
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.models import Membership

FIELDS = ("resultado", "proceedings", "findings", "recommendations")


@transaction.atomic
def save_informe(
    *, case: Case, actor: Membership, version: int, now: datetime, **texts: str
) -> Informe:
    """Keep the report as typed so far; a form older than the record is refused."""
    check_acto(lock_case(case), Acto.INFORMAR, actor=actor)
    informe = Informe.objects.select_for_update().filter(case=case).first()
    informe = informe or Informe(case=case, author=actor.user)
    if informe.issued_at:
        raise AlreadyDoneError("El informe ya se emitió: no puede cambiarse.")
    refuse_stale(informe, version)
    for field in FIELDS:
        setattr(informe, field, texts.get(field, getattr(informe, field)))
    informe.updated_at = now
    informe.version += 1
    informe.save()
    return informe


@transaction.atomic
def issue_informe(*, case: Case, actor: Membership, at: datetime, now: datetime) -> Informe:
    """Issue D-18 to the directora: the investigation ends, and the result is settled.

    Source: modelo A, 8.6.3.2 B.8 (A-08: within the 15 días hábiles).
    """
    case = lock_case(case)
    informe = Informe.objects.select_for_update().filter(case=case).first()
    if informe is None or not (informe.resultado and informe.findings and informe.proceedings):
        raise DomainError(
            "Complete el resultado, las diligencias y los hechos acreditados antes de emitir.",
            code="incompleto",
        )
    if informe.issued_at:
        raise AlreadyDoneError("El informe ya se emitió.")
    informe.issued_at = at
    informe.document = issue_document(
        case=case, code="D-18", report=build_informe(informe), actor=actor.user, at=now
    )
    informe.version += 1
    informe.save(update_fields=["issued_at", "document", "version"])
    record_actuacion(
        case=case,
        acto=Acto.INFORMAR,
        at=at,
        now=now,
        actor=actor,
        title=f"Informe de la investigación: {informe.get_resultado_display().lower()}",
        document=informe.document,
        facts={"resultado": informe.resultado},
    )
    return informe
