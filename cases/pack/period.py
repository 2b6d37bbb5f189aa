"""Every expulsión and cancelación of a year, with all its dates, as a table."""

from datetime import datetime

from cases.access import cases_visible_to
from cases.expulsion import dates
from cases.expulsion.selectors import procedure_of
from cases.expulsion.state import Procedure, moment_of
from cases.expulsion.words import DECISIONS, local
from cases.models import Expulsion
from cases.models.expulsion import Hito
from cases.policy import Sight
from convivencia.exceptions import DomainError
from schools.models import Membership

DATED = (
    Hito.REPRESENTACION, Hito.INICIO, Hito.CAUTELAR, Hito.DESCARGOS, Hito.COMISION, Hito.INFORME,
    Hito.FIRMA, Hito.RESUELVE, Hito.RECONSIDERA, Hito.CONSEJO, Hito.RESUELVE_RECONSIDERACION,
    Hito.FIRMEZA, Hito.RETIRO, Hito.OFICIOS, Hito.ENVIO_SIE, Hito.ENVIO_SEREMI,
)  # fmt: skip
TOLD = (
    Hito.NOTIFICA_INICIO, Hito.NOTIFICA_CAUTELAR, Hito.NOTIFICA_RESOLUCION,
    Hito.NOTIFICA_RECONSIDERACION,
)  # fmt: skip
HEADS = (
    "Caso", "Estudiante", "Curso", "Medida propuesta", "Lo resuelto", "Hubo cautelar",
    *(kind.label for kind in DATED),
    *(f"{kind.label}: {who}" for kind in TOLD for who in ("estudiante", "familia")),
    "Firme desde", "Vence informar", "Vence informar, otra lectura",
)  # fmt: skip


def table(member: Membership, year: int, *, now: datetime) -> list[tuple]:
    """Return the heads and a row per procedure of the cases of that year that the member may see.

    Queries: 3 per procedure.
    """
    visible = cases_visible_to(member, at=now, at_least=Sight.FULL).filter(year=year)
    rows = Expulsion.objects.filter(case__in=visible).order_by("case__number", "pk")
    rows = rows.select_related("participant__student", "case__school", "case__reglamento")
    return [HEADS, *(_row(procedure_of(row, now=now)) for row in rows)]


def _row(p: Procedure) -> tuple:
    person = p.row.participant
    return (
        p.case.folio, person.name, person.curso_name, p.row.get_sought_display(),
        DECISIONS.get(p.row.decided, ""), "Sí" if p.cautelar else "No",
        *(_said(p, act.at if (act := p.last(kind)) else None) for kind in DATED),
        *(_told(p, kind, who) for kind in TOLD for who in ("student_at", "adult_at")),
        *_computed(p),
    )  # fmt: skip


def _told(p: Procedure, kind: str, who: str) -> str:
    act = p.last(kind)
    return _said(p, moment_of(act, who) if act else None)


def _said(p: Procedure, at: datetime | None) -> str:
    return f"{local(p, at):%d-%m-%Y %H:%M}" if at else ""


def _computed(p: Procedure) -> tuple[str, str, str]:
    try:
        firm, status = dates.firmness(p), dates.timeline(p)["P12"]
    except DomainError:
        return "", "", ""
    early = next((f"{other.due.on:%d-%m-%Y}" for other in status.alternatives), "")
    due = f"{status.due.on:%d-%m-%Y}" if status.due and firm else ""
    return _said(p, firm.at if firm else None), due, early
