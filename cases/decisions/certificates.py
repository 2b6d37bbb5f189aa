"""The certificate that a decision is firm (D-76): its only writer."""

from datetime import datetime

from django.db import transaction

from cases.decisions.firmness import Firmness, firmness_of
from cases.decisions.guards import refuse_stale
from cases.decisions.reconsideraciones import OUTCOMES
from cases.documents.builders.firmness import certificado_firmeza
from cases.documents.services import issue_document
from cases.history.services import check_acto, lock_case, record_actuacion
from cases.models import Case, Reconsideracion, Resolucion
from cases.models.decisions import ResolucionState
from cases.states import Acto
from convivencia.dates import long_date
from convivencia.exceptions import AlreadyDoneError, DomainError, GateClosedError
from schools.models import Membership


@transaction.atomic
def certify_firmness(*, case: Case, actor: Membership, version: int, now: datetime) -> Resolucion:
    """Certify since when the decision is firm. The day is computed, never typed.

    Raises GateClosedError with what each family still may do or waits for. Once certified it is
    not computed again: a late request that is admitted has its own decision.
    Source: modelo A, 7.3.3.3 (D-76); Dictamen 71 de la Superintendencia, nota 27.
    """
    case = lock_case(case)
    check_acto(case, Acto.CERTIFICAR_FIRMEZA, actor=actor)
    row = _approved(case)
    if row.firm_at:
        raise AlreadyDoneError("La firmeza de esta resolución ya se certificó.")
    refuse_stale(row, version)
    found = firmness_of(case, now=now)
    if found.at is None:
        raise GateClosedError(
            "La resolución todavía no está firme.", code="no_firme", reasons=tuple(found.waits)
        )
    row.firm_at, row.version = found.at, row.version + 1
    row.firm_document = issue_document(
        case=case, code="D-76", actor=actor.user, at=now,
        report=certificado_firmeza(
            row, rows=rows_of(row, found), why=found.last.why, actor=actor, at=now
        ),
    )  # fmt: skip
    row.save(update_fields=["firm_at", "firm_document", "version"])
    record_actuacion(
        case=case, acto=Acto.CERTIFICAR_FIRMEZA, event="", at=found.at, now=now, actor=actor,
        title="Resolución firme", text=f"Firme desde el {_day(case, found.at)}: {found.last.why}.",
        document=row.firm_document, data={"resolucion": row.pk}, keep_state=True,
    )  # fmt: skip
    return row


def _approved(case: Case) -> Resolucion:
    rows = Resolucion.objects.select_for_update(of=("self",)).select_related("document")
    row = rows.filter(case=case, kind="resultado", state=ResolucionState.APROBADA).first()
    if row is None:
        raise DomainError("Todavía no hay una resolución aprobada.", code="estado")
    row.case = case
    return row


def rows_of(row: Resolucion, found: Firmness) -> list[tuple[str, str]]:
    """Return what the certificate says of each family, by initials."""
    case = row.case
    rows = [("Resolución", f"N° {row.document.folio}, del {_day(case, row.decided_at)}")]
    asked = Reconsideracion.objects.filter(case=case, expulsion=None).select_related(
        "participant__student"
    )
    outcomes = {one.participant_id: one for one in asked.order_by("pk")}
    for family in found.families:
        said = f"Firme desde el {_day(case, family.at)}: {family.why}"
        request = outcomes.get(family.participant.pk)
        if request:
            late = " (fuera de plazo)" if request.late else ""
            said += f". Se pidió el {_day(case, request.requested_at)}{late}"
            outcome = OUTCOMES.get(request.outcome, "")
            said += f"; {outcome[:1].lower()}{outcome[1:]}" if outcome else ""
        rows.append((f"Familia de {family.participant.initials}", f"{said}."))
    return rows


def _day(case: Case, at: datetime) -> str:
    return long_date(case.school.local_date(at))
