"""Every expulsión and cancelación of a year, with all its dates, as a table."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from cases.access import cases_visible_to
from cases.expulsion import dates
from cases.expulsion.requirements import requirements_of
from cases.expulsion.selectors import procedure_of
from cases.expulsion.state import HOURS, Procedure, moment_of
from cases.expulsion.words import DECISIONS, local
from cases.models import Expulsion, ExpulsionAct
from cases.models.expulsion import NOTIFIES, Hito
from cases.policy import Sight
from convivencia.exceptions import DomainError
from schools.models import Membership

TOLD = tuple(NOTIFIES)
ASIDE = (Hito.EXPLICACION, Hito.CORRIGE)  # said of an act, whenever they were written
DATED = tuple(kind for kind in Hito if kind not in {*TOLD, *ASIDE})
HEADS = (
    "Caso", "Estudiante", "Curso", "Medida propuesta", "Lo resuelto", "Se extiende otro año",
    "Hubo cautelar",
    *(kind.label for kind in DATED),
    *(f"{kind.label}: {who}" for kind in TOLD for who in ("estudiante", "familia")),
    "Firme desde", "Vence informar", "Vence informar, otra lectura", "Requisitos que faltan",
)  # fmt: skip


def table(member: Membership, year: int, *, now: datetime) -> list[tuple]:
    """Return the heads and a row per procedure of that year that the member may see.

    It is of the year if it was prepared in it, or if any of its acts was of it: what is charged in
    December and decided in March is in both. Queries: 3 per procedure, or a few more.
    """
    zone = ZoneInfo(member.school.time_zone)
    span = [datetime(one, 1, 1, tzinfo=zone) for one in (year, year + 1)]
    within = {"at__gte": span[0], "at__lt": span[1]}
    acts = ExpulsionAct.objects.filter(expulsion=OuterRef("pk"), **within).exclude(kind__in=ASIDE)
    visible = cases_visible_to(member, at=now, at_least=Sight.FULL)
    rows = Expulsion.objects.filter(case__in=visible).order_by("case__year", "case__number", "pk")
    prepared = Q(created_at__gte=span[0], created_at__lt=span[1])
    rows = rows.filter(prepared | Q(case__year=year) | Exists(acts))
    rows = rows.select_related("participant__student", "case__school", "case__reglamento")
    return [HEADS, *(_row(procedure_of(row, now=now)) for row in rows)]


def _row(p: Procedure) -> tuple:
    person = p.row.participant
    return (
        p.case.folio, person.name, person.curso_name, p.row.get_sought_display(),
        DECISIONS.get(p.row.decided, ""), _extension(p), "Sí" if p.cautelar else "No",
        *(_said(p, act.at if (act := p.last(kind)) else None) for kind in DATED),
        *(_told(p, kind, who) for kind in TOLD for who in HOURS),
        *_computed(p),
    )  # fmt: skip


def _extension(p: Procedure) -> str:
    act = p.last(Hito.RESUELVE)
    return "Sí" if act and act.data.get("extension") == "si" else "No"


def _told(p: Procedure, kind: str, who: str) -> str:
    act = p.last(kind)
    return _said(p, moment_of(act, who) if act else None)


def _said(p: Procedure, at: datetime | None) -> str:
    return f"{local(p, at):%d-%m-%Y %H:%M}" if at else ""


def _computed(p: Procedure) -> tuple[str, str, str, str]:
    try:
        firm, status = dates.firmness(p), dates.timeline(p)["P12"]
        blocking = [one.requirement.title for one in requirements_of(p) if one.blocks]
    except DomainError:
        return "", "", "", ""
    missing = "; ".join(blocking) if p.ends_enrolment else ""
    early = next((f"{other.due.on:%d-%m-%Y}" for other in status.alternatives), "")
    due = f"{status.due.on:%d-%m-%Y}" if status.due and firm else ""
    return _said(p, firm.at if firm else None), due, early, missing
