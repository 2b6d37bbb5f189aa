"""Where the procedure is heard: the trámite of the reglamento whose plazos its acts move."""

from datetime import datetime

from cases.deadlines.selectors import is_main
from cases.models import Case, Tramite
from cases.models.expulsion import Hito
from cases.procedure import reason_against
from cases.states import Acto
from cases.tramites.services import start_tramite
from protocols.engine import Protocol
from protocols.selectors import protocol_of, titles_of
from schools.models import Membership

DISCIPLINE = ("expulsion", "faltas_graves")
AFTER = "expulsion_cancelacion"  # a protocol of its own for what follows firmness, in modelo A
AFTER_ACTS = frozenset({Hito.FIRMEZA, Hito.APLICA, Hito.ENVIO_SIE, Hito.ENVIO_SEREMI})
# What moves the file itself, where the procedure is the case's own protocol.
OWN_ACTS = {
    Hito.INICIO: Acto.ABRIR_INVESTIGACION,
    Hito.RESUELVE: Acto.RESOLVER,
    Hito.NOTIFICA_RESOLUCION: Acto.NOTIFICAR,
    Hito.RECONSIDERA: Acto.RECONSIDERAR,
    Hito.RESUELVE_RECONSIDERACION: Acto.RESOLVER_RECONSIDERACION,
}


def track_of(case: Case, kind: str, *, actor: Membership, now: datetime) -> Tramite | None:
    """Return the trámite that hears an act of that kind, started if it was not running.

    None where the reglamento has no procedure for it: the law's own plazos run all the same.
    """
    known = titles_of(case.reglamento)
    wanted = [AFTER] if kind in AFTER_ACTS and AFTER in known else []
    key = next((one for one in (*wanted, *DISCIPLINE) if one in known), None)
    if key is None:
        return None
    running = case.tramites.filter(protocol_key=key).order_by("-pk").first()
    if running:
        return running
    return start_tramite(
        case=case, protocol_key=key, at=now, actor=actor, now=now,
        reason="Procedimiento que puede terminar en expulsión o cancelación de matrícula.",
    )  # fmt: skip


def acto_for(case: Case, tramite: Tramite | None, kind: str) -> Acto:
    """Return the act of the file: a step of the procedure, or what moves the file's own state."""
    own = OWN_ACTS.get(Hito(kind))
    is_own = own and tramite is not None and is_main(case, tramite)
    if is_own and not reason_against(case, own):
        return own
    return Acto.CUMPLIR_PASO


def heard(case: Case, tramite: Tramite | None, names: tuple[str, ...]) -> str:
    """Return the first of `names` that the trámite's protocol hears; "" for none."""
    if tramite is None:
        return ""
    known = _vocabulary(protocol_of(case.reglamento, tramite.protocol_key))
    return next((name for name in names if name in known), "")


def _vocabulary(protocol: Protocol) -> set[str]:
    found: set[str] = set()
    for step in protocol.steps:
        found |= {step.id, *step.completing_events, *step.emits, *step.counts_from.events}
        found |= {event for trigger in step.also_from for event in trigger.events}
    for gate in protocol.gates:
        for need in gate.requirements:
            found |= {*need.events, *need.waived_by}
    return found
