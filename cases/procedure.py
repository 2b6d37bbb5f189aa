"""Which step of a protocol an act completes, and which act completes a step.

The catalogue says it (`acto` of each step); no screen knows the steps of a protocol by name.
"""

from collections.abc import Collection

from cases.models.case import Case
from cases.states import ACTOS, Acto, state_reason
from protocols.engine import Protocol, Step
from protocols.selectors import protocol_of

# Versions published before steps named their act are never rewritten: their steps are read here.
BEFORE_ACTO = {
    "bul-04-activacion": "activar",
    "bul-05-apertura": "abrir_investigacion",
    "bul-06-denuncia-delito": "denunciar",
    "bul-07-resguardo": "resguardar",
    "bul-08-traslado": "trasladar",
    "bul-09-comunicacion-1": "citar",
    "bul-10-entrevista-1": "entrevistar",
    "bul-11-entrevista-2": "citar_de_nuevo",
    "bul-12-antecedentes": "recibir_antecedente",
    "bul-13-informe-encargado": "informar",
    "bul-14-resolucion": "resolver",
    "bul-15-notificacion": "notificar",
    "bul-16-implementacion": "implementar",
    "bul-18-termino-adicional": "abrir_termino_adicional",
    "bul-19-cierre": "cerrar",
    "bul-20-vigilancia": "archivar",
    "bul-21-entrevista-seguimiento": "seguir",
    "bul-25-reconsideracion": "reconsiderar",
    "bul-26-resolver-reconsideracion": "resolver_reconsideracion",
    "ofi-01-redactar": "redactar_oficio",
    "ofi-02-enviar": "enviar_oficio",
}


def acto_of(step: Step) -> str:
    """Return the act that completes a step; "" if any record of it does."""
    return step.acto or BEFORE_ACTO.get(step.id, "")


def steps_for(protocol: Protocol, acto: str) -> tuple[Step, ...]:
    """Return the steps that an act completes, in the order of the protocol.

    Where a protocol names both calls alike, the second one is the second call.
    """
    found = tuple(step for step in protocol.steps if acto_of(step) == acto)
    if found or acto != Acto.CITAR_DE_NUEVO:
        return found
    return steps_for(protocol, Acto.CITAR)[1:]


def step_for(protocol: Protocol, acto: str, *, prefer: Collection[str] = ()) -> Step | None:
    """Return the step that an act completes: one of `prefer` if it may be several."""
    steps = steps_for(protocol, acto)
    return next((step for step in steps if step.id in prefer), steps[0] if steps else None)


def actos_of(protocol: Protocol) -> frozenset[str]:
    """Return the acts that a protocol has: those its steps name, and those whose event it uses.

    A protocol that counts from the notice of a decision notifies it, with a step for that or not.
    """
    named = {acto_of(step) for step in protocol.steps}
    used = {event for step in protocol.steps for event in _events_used(step)}
    told = {acto.value for acto, row in ACTOS.items() if row.event in used}
    return frozenset((named | told) - {""})


def _events_used(step: Step) -> tuple[str, ...]:
    more = [event for trigger in step.also_from for event in trigger.events]
    return (*step.completing_events, *step.counts_from.events, *more)


def has_act(case: Case, acto: str) -> bool:
    """Return whether the case's own protocol has the act. Queries: 0, with its reglamento."""
    return acto in actos_of(protocol_of(case.reglamento, case.protocol_key))


def reason_against(case: Case, acto: Acto) -> str:
    """Return why the file's state forbids the act under its own protocol; "" if it does not."""
    actos = actos_of(protocol_of(case.reglamento, case.protocol_key))
    return state_reason(case.state, acto, actos)


def event_of(protocol: Protocol, acto: Acto, *, prefer: Collection[str] = ()) -> str:
    """Return what the engine hears when the act happens under this protocol; "" for nothing.

    An act with an event of its own («ev_informe») gives that event wherever a step hears it; if
    the protocol completes the step otherwise, or the act has none, it gives the step's id.
    """
    row, step = ACTOS[acto], step_for(protocol, acto, prefer=prefer)
    if row.event and (step is None or _hears(protocol, row.event)):
        return row.event
    return step.id if step and (row.event or row.completes) else ""


def _hears(protocol: Protocol, event: str) -> bool:
    return any(event in step.completing_events for step in protocol.steps)
