"""A notice registered with its hours wrong: told again as it was, beside what was typed.

The procedure must stand as if it had been typed right at first: what came after it stays after it,
and no plazo that a family could already see is cut short.
"""

from datetime import datetime

from cases.expulsion import dates
from cases.expulsion.state import HOURS, Procedure, as_corrected, begins, correctable, told_at
from cases.expulsion.steps import STEPS
from cases.expulsion.words import day, inside
from cases.history.services import record_actuacion
from cases.models import ExpulsionAct
from cases.models.expulsion import Hito
from cases.states import Acto
from convivencia.exceptions import DomainError
from schools.models import Membership

H = Hito
# What nobody does before the notice is given.
RESTS = {
    H.NOTIFICA_INICIO: (H.DESCARGOS, H.RESUELVE),
    H.NOTIFICA_CAUTELAR: (H.RESUELVE,),
    H.NOTIFICA_RESOLUCION: (H.CONSEJO, H.RESUELVE_RECONSIDERACION, H.APLICA),
    H.NOTIFICA_RECONSIDERACION: (H.APLICA,),
}


def correct(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    """Take back what the history heard of a notice, and judge again what was asked after it.

    The history hears it again, with its new hours, as this very act is recorded. A request found
    late may turn out to be in time; never the other way. Raises DomainError for what cannot be.
    """
    kind, wrong = data["of"], _wrong(p, data["of"])
    STEPS[kind].guard(p, data, at, actor)
    data["was"] = {name: wrong.data.get(name, "") for name in HOURS}
    p.acts = as_corrected([*p.acts, ExpulsionAct(expulsion=p.row, kind=H.CORRIGE, data=data)])
    right = p.last(kind)
    _refuse_same_or_shorter(kind, wrong, right)
    if begins(right) > begins(wrong):
        _refuse_after_what_rests(p, kind, begins(right))
    if p.request and p.request.late:
        p.request.late = data["late"] = dates.is_late(p, p.request.requested_at)
        p.request.save(update_fields=["late"])
    _refuse_applied_before_firm(p)
    _take_back(p, kind, data, actor)


def _wrong(p: Procedure, kind: str) -> ExpulsionAct:
    found = next((act for act in correctable(p) if act.kind == kind), None)
    if found is None:
        raise DomainError(
            "Elija una notificación registrada, de la que no conste aún el certificado de firmeza.",
            code="ajeno",
        )
    return found


def _refuse_same_or_shorter(kind: str, wrong: ExpulsionAct, right: ExpulsionAct) -> None:
    if told_at(right) == told_at(wrong):
        raise DomainError("Son las mismas horas que ya constan.", code="igual")
    if kind == H.NOTIFICA_RESOLUCION and max(told_at(right)) < max(told_at(wrong)):
        raise DomainError(
            "Esta notificación no se corrige a una hora anterior: acortaría el plazo para pedir "
            "reconsideración que el estudiante y su familia ya pudieron ver. Si la prueba dice una "
            "hora anterior, déjela en la historia como corrección del detalle.",
            code="acorta",
        )


def _refuse_after_what_rests(p: Procedure, kind: str, at: datetime) -> None:
    """Refuse a notice after what came of it; who asks for something of a decision knows of it."""
    later = [(act.get_kind_display(), begins(act)) for one in RESTS[kind] for act in p.every(one)]
    if kind == H.NOTIFICA_RESOLUCION and p.request:
        later.append((H.RECONSIDERA.label, p.request.requested_at))
    for name, moment in later:
        if at > moment:
            raise DomainError(
                f"No puede ser posterior a «{inside(name)}», de {day(p, moment)}.",
                code="orden",
            )


def _refuse_applied_before_firm(p: Procedure) -> None:
    applied = p.last(H.APLICA)
    firm = dates.firmness(p) if applied else None
    if applied and (firm is None or applied.at < firm.at.replace(second=0, microsecond=0)):
        raise DomainError(
            f"La medida consta aplicada el {day(p, applied.at)}, y con esas horas no habría estado "
            "firme ese día. Corrija primero cuándo se aplicó.",
            code="orden",
        )


def _take_back(p: Procedure, kind: str, data: dict, actor: Membership) -> None:
    """Annul each line by which the history told of the notice, heard by a trámite or not."""
    rows = list(p.case.actuaciones.order_by("pk"))
    annulled = {row.rectifies_id for row in rows if row.data.get("what") == "anular"}
    said = {"expulsion": p.row.pk, "hito": kind}
    for row in [one for one in rows if said.items() <= one.data.items()]:
        if row.pk in annulled:
            continue
        record_actuacion(
            case=p.case, acto=Acto.RECTIFICAR, at=p.now, now=p.now, actor=actor,
            event=None if row.event else "", tramite=row.tramite, rectifies=row,
            title=f"Se corrige su fecha: {row.title}"[:160], text=data["text"],
            data={"what": "anular"},
        )  # fmt: skip
