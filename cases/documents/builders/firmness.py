"""The papers of what follows an ordinary decision: the council's opinion, and that it is firm."""

from collections.abc import Iterable
from datetime import datetime

from cases.documents.builders.common import blank_line, declared, heading, official
from cases.documents.reports import Person
from cases.documents.reports.expulsion import ExpulsionReport, Part
from cases.models import Case, Reconsideracion, Resolucion
from convivencia.dates import long_date
from schools.models import Membership


def certificado_firmeza(
    resolucion: Resolucion,
    *,
    rows: Iterable[tuple[str, str]],
    why: str,
    actor: Membership,
    at: datetime,
) -> ExpulsionReport:
    """D-76 of an ordinary decision: since when it is firm and why. Source: modelo A, 7.3.3.3."""
    case = resolucion.case
    day = long_date(case.school.local_date(resolucion.firm_at))
    return ExpulsionReport(
        **heading(case, "D-76", at=at),
        written_on=at,
        rows=tuple(rows),
        parts=(Part(title="Certifico", text=f"La resolución quedó firme el {day}, porque {why}."),),
        formula="Agréguese al expediente reservado.",
        signatures=(declared(official(actor.user, actor.title), at),),
    )


def pronunciamiento(
    row: Reconsideracion, *, attendees: str, minutes: str, actor: Membership, at: datetime
) -> ExpulsionReport:
    """D-73 of an ordinary decision: what the Consejo de Profesores says, in writing.

    Source: modelo A, 7.3.3.2.
    """
    case: Case = row.case
    asked = long_date(case.school.local_date(row.requested_at))
    return ExpulsionReport(
        **heading(case, "D-73", at=at),
        written_on=row.council_at,
        rows=(("Asisten", attendees),),
        parts=(
            Part(
                title="Consulta",
                text=f"Se consulta al Consejo por la reconsideración que se pidió el {asked}.",
            ),
            Part(title="Pronunciamiento", text=row.council, points=True),
        ),
        formula="El pronunciamiento no obliga a quien resuelve. Agréguese al expediente.",
        signatures=(
            declared(official(actor.user, actor.title), at),
            blank_line(Person(minutes, title="Secretaría del Consejo de Profesores")),
        ),
    )
