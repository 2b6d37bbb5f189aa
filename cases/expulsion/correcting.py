"""A notice registered with its hours wrong: told again as it was, beside what was typed."""

from datetime import datetime

from cases.expulsion import dates
from cases.expulsion.guards import refuse_later_than
from cases.expulsion.state import HOURS, Procedure, as_corrected, begins, notices_of, told_at
from cases.expulsion.steps import STEPS
from cases.history.services import record_actuacion
from cases.models import ExpulsionAct
from cases.models.expulsion import Hito
from cases.states import ACTOS, Acto
from convivencia.exceptions import DomainError
from schools.models import Membership


def correct(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    """Take back what the history heard of a notice, and judge again what was asked after it.

    The history hears it again, with its new hours, as this very act is recorded.
    """
    kind, wrong = data["of"], _wrong(p, data["of"])
    STEPS[kind].guard(p, data, at, actor)
    data["was"] = {name: wrong.data.get(name, "") for name in HOURS}
    fix = ExpulsionAct(expulsion=p.row, kind=Hito.CORRIGE, data=data)
    p.acts = as_corrected([*p.acts, fix])
    right = p.last(kind)
    if told_at(right) == told_at(wrong):
        raise DomainError("Es la misma fecha que ya consta.", code="igual")
    for later in [one for one in map(p.last, _after(kind)) if one]:
        refuse_later_than(p, later, begins(right))
    _take_back(p, kind, actor)
    if p.request and p.request.resolved_at is None:
        p.request.late = data["late"] = dates.is_late(p, p.request.requested_at)
        p.request.save(update_fields=["late"])


def _wrong(p: Procedure, kind: str) -> ExpulsionAct:
    found = next((act for act in notices_of(p) if act.kind == kind), None)
    if found is None:
        raise DomainError("Elija una notificación ya registrada.", code="ajeno")
    return found


def _after(kind: str) -> list[str]:
    """Return the acts that come after a notice; what is asked may come before the family knows."""
    return [one for one, step in STEPS.items() if kind in step.after and one != Hito.RECONSIDERA]


def _take_back(p: Procedure, kind: str, actor: Membership) -> None:
    """Annul each line of the history by which a trámite heard of the notice."""
    taken = ACTOS[Acto.RECTIFICAR].event
    rows = p.case.actuaciones.exclude(event="").exclude(rectifications__event=taken)
    said = {"expulsion": p.row.pk, "hito": kind}
    for row in [row for row in rows if said.items() <= row.data.items()]:
        record_actuacion(
            case=p.case, acto=Acto.RECTIFICAR, at=p.now, now=p.now, actor=actor,
            tramite=row.tramite, rectifies=row, title=f"Se corrige su fecha: {row.title}"[:160],
            data={"what": "anular"},
        )  # fmt: skip
