"""What a reader of a protocol could not follow. Any of it stops the server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from protocols.engine.conditions import Condition
from protocols.engine.definitions import Gate, Protocol, Requirement, Step
from protocols.engine.events import COMMON_EVENTS
from protocols.engine.units import Unit

TIMELESS = frozenset({Unit.SIN_PLAZO, Unit.INMEDIATO})
NORM = re.compile(r"P[1-9]\d?")
CRITERIA = ("events", "elapsed", "done", "still_open")


def problems(protocol: Protocol) -> list[str]:
    """Return each broken point of the declaration, in Spanish; empty if it can be used."""
    found = [
        *_of_protocol(protocol),
        *(text for step in protocol.steps for text in _of_step(protocol, step)),
        *(text for gate in protocol.gates for text in _of_gate(protocol, gate)),
        *_cycles(protocol),
    ]
    return [f"{protocol.modelo}/{protocol.key}: {text}" for text in found]


def catalog_problems(protocols: Sequence[Protocol]) -> list[str]:
    """Return what is broken between the protocols of one catalogue: ids, and who is remitted to."""
    keys = {protocol.key for protocol in protocols}
    ids = [step.id for protocol in protocols for step in protocol.steps]
    found = [
        f"el paso «{i}» está en dos protocolos"
        for i in sorted({i for i in ids if ids.count(i) > 1})
    ]
    for protocol in protocols:
        lost = [one.to for one in protocol.remits if one.to not in keys]
        found += [f"{protocol.key}: remite a «{key}», que no existe" for key in lost]
    return found


def known_events(protocol: Protocol) -> set[str]:
    """Return every event that the protocol may name."""
    declared = {event.name for event in protocol.events}
    derived = {event.name for event in protocol.derived}
    return set(COMMON_EVENTS) | declared | derived | {step.id for step in protocol.steps}


def _of_protocol(protocol: Protocol) -> Iterator[str]:
    if not protocol.steps:
        yield "no tiene pasos"
    if not protocol.source.locus.strip():
        yield "no cita su fuente"
    if protocol.in_force_until and protocol.in_force_until < protocol.in_force_from:
        yield "deja de regir antes de empezar a regir"
    ids = [step.id for step in protocol.steps]
    for step_id in sorted({i for i in ids if ids.count(i) > 1}):
        yield f"el paso «{step_id}» está repetido"
    for one in protocol.remits:
        if not one.source.locus.strip() or not one.text.strip():
            yield f"la remisión a «{one.to}» no tiene fuente o texto"
    yield from _of_conditions(protocol, "una remisión", (one.when for one in protocol.remits))
    for event in protocol.derived:
        if event.end_of not in ids:
            yield f"«{event.name}» depende del paso «{event.end_of}», que no existe"


def _of_step(protocol: Protocol, step: Step) -> Iterator[str]:
    if not step.title.strip():
        yield f"«{step.id}» no tiene título"
    if not step.responsible:
        yield f"«{step.id}» no tiene responsable"
    if step.stage not in protocol.stages:
        yield f"«{step.id}» está en la etapa «{step.stage}», que el protocolo no tiene"
    if not all(source.strip() for source in _sources(step)):
        yield f"«{step.id}» no cita su fuente"
    if step.extension and not step.plazo.unit.counts_days:
        yield f"«{step.id}» tiene prórroga, pero su plazo no se cuenta en días"
    for code in step.norms:
        if not NORM.fullmatch(code):
            yield f"«{step.id}» cita la norma «{code}», que no existe"
    if step.plazo.unit is Unit.SIN_PLAZO and step.plazo_cases:
        yield f"«{step.id}» dice no tener plazo y a la vez lo condiciona"
    yield from _of_events(protocol, step)
    yield from _of_conditions(protocol, step.id, _conditions(step))


def _of_events(protocol: Protocol, step: Step) -> Iterator[str]:
    if not step.counts_from.events and step.plazo.unit not in TIMELESS:
        yield f"«{step.id}» no cuenta desde ningún evento"
    named = [*step.counts_from.events, *step.done_by, *step.emits]
    own = [other.counts_from for other in step.alternatives if other.counts_from]
    triggers = (*step.also_from, *step.also_done_by, *own)
    named += [name for trigger in triggers for name in trigger.events]
    known = known_events(protocol)
    for name in dict.fromkeys(named):
        if name not in known:
            yield f"«{step.id}» nombra el evento «{name}», que nadie produce"


def _sources(step: Step) -> Iterator[str]:
    yield step.source.locus
    yield step.plazo.source.locus
    yield from (case.plazo.source.locus for case in step.plazo_cases)
    yield from (other.plazo.source.locus for other in step.alternatives)
    if step.extension:
        yield step.extension.source.locus


def _conditions(step: Step) -> Iterator[Condition]:
    yield step.when
    yield from (case.when for case in step.plazo_cases)
    yield from (other.when for other in step.alternatives)
    yield step.parties_when
    yield from (recipient.when for recipient in step.recipients)
    yield from (o.counts_from.when for o in step.alternatives if o.counts_from)
    yield from (trigger.when for trigger in (*step.also_from, *step.also_done_by))


def _of_conditions(
    protocol: Protocol, owner: str, conditions: Iterable[Condition]
) -> Iterator[str]:
    asked = {fact for condition in conditions for fact in condition.facts()}
    for fact in sorted(asked - set(protocol.facts)):
        yield f"«{owner}» depende del dato «{fact}», que el protocolo no declara"


def _of_gate(protocol: Protocol, gate: Gate) -> Iterator[str]:
    known, ids = known_events(protocol), {step.id for step in protocol.steps}
    for act in gate.acts:
        if act not in known:
            yield f"hay una exigencia para el acto «{act}», que no existe"
    if gate.target and gate.target not in ids:
        yield f"hay una exigencia para el paso «{gate.target}», que no existe"
    for rule in gate.requirements:
        yield from _of_requirement(protocol, rule, known, ids)


def _of_requirement(
    protocol: Protocol, rule: Requirement, known: set[str], ids: set[str]
) -> Iterator[str]:
    if sum(bool(getattr(rule, name)) for name in CRITERIA) != 1:
        yield f"la exigencia «{rule.id}» debe tener un solo criterio"
    if not rule.source.locus.strip() or not rule.text.strip():
        yield f"la exigencia «{rule.id}» no tiene fuente o texto"
    for step_id in (rule.step, rule.elapsed, rule.done, rule.still_open):
        if step_id and step_id not in ids:
            yield f"la exigencia «{rule.id}» nombra el paso «{step_id}», que no existe"
    for name in (*rule.events, *rule.waived_by, *filter(None, [rule.if_event])):
        if name not in known:
            yield f"la exigencia «{rule.id}» nombra el evento «{name}», que nadie produce"
    yield from _of_conditions(protocol, rule.id, iter([rule.when]))


def _cycles(protocol: Protocol) -> Iterator[str]:
    """Yield each loop of steps that wait for one another."""
    makers: dict[str, set[str]] = {event.name: {event.end_of} for event in protocol.derived}
    for step in protocol.steps:
        for name in (step.id, *step.emits):
            makers.setdefault(name, set()).add(step.id)
    waits = {
        step.id: set().union(*(makers.get(name, set()) for name in step.counts_from.events))
        - ({step.id} if step.repeatable else set())  # a weekly act counts from the last one
        for step in protocol.steps
    }
    seen: set[str] = set()
    for step in protocol.steps:
        loop = _loop_from(step.id, waits, [])
        if loop and not seen & set(loop):
            seen |= set(loop)
            yield f"los pasos se esperan en círculo: {' → '.join(loop)}"


def _loop_from(step_id: str, waits: dict[str, set[str]], path: list[str]) -> list[str]:
    if step_id in path:
        return [*path[path.index(step_id) :], step_id]
    for other in sorted(waits.get(step_id, set())):
        loop = _loop_from(other, waits, [*path, step_id])
        if loop:
            return loop
    return []
