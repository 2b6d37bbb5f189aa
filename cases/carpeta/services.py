"""Issue the folder of a case as a paper; write the list of a period as a spreadsheet."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from cases.access import may
from cases.carpeta.demands import Line
from cases.carpeta.selectors import Folder, Section, folder_of
from cases.documents.builders.common import declared, heading, official
from cases.documents.reports.carpeta import CarpetaLine, CarpetaReport, CarpetaSection
from cases.documents.services import issue_document
from cases.models import Case, CaseState, Document
from cases.pack.spreadsheet import as_csv
from cases.states import Acto
from convivencia.dates import short_date
from convivencia.exceptions import DomainError
from schools.audit.services import record
from schools.models import Membership
from schools.models.audit import AuditAct

CODE = "D-130"
HEAD = (
    "Caso", "Protocolo", "Conocido el", "Estado", "Exigible", "Acreditado", "Paso sin respaldo",
    "Situación", "Qué falta", "Norma",
)  # fmt: skip


@transaction.atomic
def issue_folder(*, case: Case, actor: Membership, purpose: str, now: datetime) -> Document:
    """Number and keep the folder as it is today; the trail says what it was asked for.

    Whoever writes the papers of the case issues it; raises DomainError to the rest.
    """
    refused = may(actor, case.functions, Acto.REDACTAR_OFICIO)
    if refused:
        raise DomainError(refused, code="no_corresponde")
    report = build_folder(folder_of(case, now=now), actor=actor, purpose=purpose, now=now)
    document = issue_document(case=case, code=CODE, report=report, actor=actor.user, at=now)
    record(
        AuditAct.EXPORTAR,
        object_type="carpeta",
        object_id=document.pk,
        case_id=case.pk,
        user_id=actor.user_id,
        detail=purpose[:200],
    )
    return document


def build_folder(
    folder: Folder, *, actor: Membership, purpose: str, now: datetime
) -> CarpetaReport:
    """Return the folder as a paper: initials, no account of facts."""
    case = folder.case
    return CarpetaReport(
        **heading(case, CODE),
        purpose=purpose,
        known_at=case.known_at,
        state=CaseState(case.state).label,
        proven=folder.proven,
        due=folder.due,
        sections=tuple(_section(section) for section in folder.sections),
        signatures=(declared(official(actor.user, actor.title), now),),
    )


def _section(section: Section) -> CarpetaSection:
    return CarpetaSection(
        section.title,
        tuple(_line(line) for line in section.demanded),
        tuple((line.step.title, line.reason) for line in section.set_aside),
    )


def _line(line: Line) -> CarpetaLine:
    return CarpetaLine(
        step=line.step.title,
        norm=str(line.step.source),
        proof=line.proof.value,
        done_at=line.done_at,
        due=line.due,
        late=line.late,
        papers=tuple(text for paper in line.papers for text, _ in paper.proofs),
        receipts=tuple(
            f"{r.whom}: {r.medium.lower()}, "
            + (f"recibido el {short_date(localdate(r.at))}" if r.at else "sin acuse")
            for r in line.receipts
        ),
        lacks=line.lacks,
    )


def write_csv(folders: list[Folder]) -> bytes:
    """Return a line per step without proof, and one for a case that lacks none."""
    return as_csv([HEAD, *(row for folder in folders for row in _rows(folder))])


def _rows(folder: Folder) -> list[tuple]:
    case, title = folder.case, folder.sections[0].title if folder.sections else ""
    base = (case.folio, title, f"{localdate(case.known_at):%d-%m-%Y}", CaseState(case.state).label,
            folder.due, folder.proven)  # fmt: skip
    rows = [
        (*base, line.step.title, line.proof.value, "; ".join(line.lacks), line.step.source)
        for line in folder.lacking
    ]
    return rows or [(*base, "", "", "", "")]
