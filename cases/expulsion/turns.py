"""What comes next in the procedure: which act, whose it is, and by when."""

from dataclasses import dataclass

from cases.expulsion import dates
from cases.expulsion.forms import FORMS
from cases.expulsion.requirements import Before, Standing, missing_before
from cases.expulsion.state import Procedure, correctable
from cases.expulsion.steps import STEPS
from cases.expulsion.words import TURNS
from cases.models.expulsion import ONCE, Hito, Salida
from convivencia.dates import weekday_date
from convivencia.exceptions import DomainError
from schools.models import Membership, Role

H = Hito
# The acts that wait for every requirement of a stage.
GATED = {
    H.INICIO: Before.INICIO,
    H.RESUELVE: Before.RESOLVER,
    H.RESUELVE_RECONSIDERACION: Before.RECONSIDERACION,
    H.FIRMEZA: Before.FIRMEZA,
}
# What the whole procedure must have come to by its plazo, after «hasta» and after «venció».
WHOLE = {
    "P7": ("se resuelve y se notifica", "el plazo para resolver y notificar"),
    "P6": ("se resuelve", "el plazo para resolver"),
}
LAST = (H.APLICA, H.ENVIO_SIE, H.ENVIO_SEREMI)
LATE = (H.RECONSIDERA, H.CONSEJO, H.RESUELVE_RECONSIDERACION, H.NOTIFICA_RECONSIDERACION)
NOTICES = (H.NOTIFICA_RESOLUCION, H.NOTIFICA_RECONSIDERACION)
# The plazos of the law that press on each act, the tightest first.
DECIDE, ASK, INFORM = ("P7", "P6"), ("P10", "P9"), ("P12", "P13")


@dataclass(frozen=True, slots=True)
class Turn:
    """One act that may be done now. `mine`: the member who looks may register it."""

    kind: str
    title: str
    who: str
    mine: bool
    by: str = ""

    @property
    def waits_family(self) -> bool:
        """True if the school only waits for what the family may ask."""
        return self.kind == H.RECONSIDERA


def turns_of(
    p: Procedure, standings: list[Standing], plazos: list[dates.Plazo], member: Membership
) -> list[Turn]:
    """Return what may be done now, in the order of the procedure. Queries: 0."""
    if p.row.decided and not p.ends_enrolment:
        kinds = [kind for kind in NOTICES if not p.has(kind)]
    else:
        kinds = [act_for(p, one) for one in standings if one.blocks]
        kinds += [kind for kind in LAST if not p.has(kind)]
    if p.request and p.request.late:  # nothing waits for it, but it is answered
        kinds += [kind for kind in LATE if not p.has(kind)]
    ready = [H(kind) for kind in dict.fromkeys(kinds) if kind in FORMS and not why_not(p, kind)]
    return [_turn(p, kind, plazos, member) for kind in ready]


def _turn(p: Procedure, kind: Hito, plazos: list[dates.Plazo], member: Membership) -> Turn:
    return Turn(kind, TURNS[kind], _who(p, kind), is_hers(p, kind, member), _by(p, kind, plazos))


def act_for(p: Procedure, standing: Standing) -> str:
    """Return the act that meets the requirement; its explanation if it cannot be met any more."""
    row = standing.requirement
    is_lost = row.explicable and row.act in Hito.values and p.has(row.act)
    return H.EXPLICACION if is_lost else row.act


def why_not(p: Procedure, kind: str) -> str:
    """Return why the act cannot be registered yet; "" if it can."""
    missing = next((one for one in STEPS[kind].after if not p.has(one)), None)
    if missing:
        return f"Viene después de «{H(missing).label.lower()}»."
    if kind in ONCE and p.has(kind):
        return "Ya se registró."
    if is_past(p, kind):
        return "Ya pasó su momento."
    stage = GATED.get(H(kind))
    if stage and missing_before(p, stage):
        return "Viene después de todos los requisitos anteriores."
    if kind in {H.FIRMEZA, H.APLICA} and not _is_firm(p):
        return "Viene cuando la medida quede firme."
    return ""


def is_past(p: Procedure, kind: str) -> bool:
    """Return whether what the act would change was already decided, signed or certified."""
    if kind == H.CORRIGE:
        return not correctable(p)
    until = STEPS[kind].until
    return bool(until and p.has(until)) or (kind in {H.COMISION, H.INFORME} and p.is_signed)


def closed_by(p: Procedure, kind: str) -> list[str]:
    """Return each thing that must come before the act, as whole sentences; none if it may be."""
    stage = GATED.get(H(kind))
    missing = missing_before(p, stage) if stage else []
    why = why_not(p, kind)
    return [str(one) for one in missing] or ([why] if why else [])


def by_when(p: Procedure, kind: str) -> str:
    """Return by when the act is due, as the page of the act says it; "" where no plazo presses."""
    try:
        return _by(p, H(kind), dates.plazos(p))
    except DomainError:
        return ""


def _is_firm(p: Procedure) -> bool:
    try:
        return p.ends_enrolment and dates.firmness(p) is not None
    except DomainError:
        return False


def is_hers(p: Procedure, kind: str, member: Membership) -> bool:
    """Return whether the act is this member's to register."""
    if kind in {H.INFORME, H.FIRMA}:
        mine = [m for m in p.members if m.membership.user_id == member.user_id]
        return any(not (kind == H.FIRMA and m.signed_at) for m in mine)
    return not STEPS[kind].directora or member.role == Role.DIRECTORA


def _who(p: Procedure, kind: str) -> str:
    if kind == H.FIRMA:
        waiting = [m.membership.user.get_full_name() for m in p.members if m.signed_at is None]
        return f"Falta la firma de {', '.join(waiting)}." if waiting else ""
    if kind == H.INFORME:
        return "Lo redacta cualquiera de los tres integrantes de la comisión."
    if kind == H.RECONSIDERA:
        return "La piden el estudiante o su familia; si no la piden, no se registra nada."
    return "Lo hace la dirección." if STEPS[kind].directora else "Lo registra el equipo del caso."


def _by(p: Procedure, kind: Hito, plazos: list[dates.Plazo]) -> str:
    """Return by when, with the other reading of the law where there is one."""
    running = {one.code: one for one in plazos if one.done_at is None}
    found = next((running[code] for code in _codes(p, kind) if code in running), None)
    if found is None or found.due_on is None:
        return ""
    ahead, late = WHOLE.get(found.code, ("", ""))
    first, last = ("Venció", late) if found.late else ("Hasta", ahead)
    text = f"{first} el {weekday_date(found.due_on)} {last}".strip()
    return text + "".join(f" (otra lectura, {how}: {weekday_date(on)})" for how, on in found.others)


def _codes(p: Procedure, kind: Hito) -> tuple[str, ...]:
    order = list(H)
    if kind == H.RECONSIDERA:
        return ASK
    if kind in {H.OFICIOS, H.ENVIO_SIE}:
        return INFORM
    if kind == H.ENVIO_SEREMI:
        return INFORM[::-1]
    started = p.has(H.INICIO) and order.index(kind) <= order.index(H.NOTIFICA_RESOLUCION)
    return DECIDE if started else ()


def is_over(p: Procedure) -> bool:
    """Return whether nothing is left to do: informed to both, or ended in something else."""
    if p.request and not p.has(H.NOTIFICA_RECONSIDERACION):
        return False
    if p.medida in Salida.values:
        return all(p.has(kind) for kind in (H.ENVIO_SIE, H.ENVIO_SEREMI))
    return p.has(H.NOTIFICA_RECONSIDERACION if p.request else H.NOTIFICA_RESOLUCION)
