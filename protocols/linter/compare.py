"""What changes between two versions of a protocol, in plain Spanish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from protocols.engine.definitions import Protocol, Requirement, Step
from protocols.linter.words import in_words, plazo_words

STEP_FIELDS = {
    "title": "el título",
    "stage": "la etapa",
    "responsible": "quién responde",
    "counts_from": "desde cuándo cuenta",
    "also_from": "desde qué otro acto cuenta",
    "plazo": "el plazo",
    "plazo_cases": "el plazo según los hechos",
    "alternatives": "las otras lecturas",
    "extension": "la prórroga",
    "when": "cuándo se aplica",
    "condition_text": "la condición escrita",
    "done_by": "con qué se cumple",
    "also_done_by": "con qué más se cumple",
    "emits": "lo que produce",
    "documents": "los documentos",
    "informs": "a quién se informa",
    "recipients": "los destinatarios",
    "confidentiality": "la reserva",
    "nature": "lo que significa que venza",
    "pausable": "si admite pausa",
    "repeatable": "si se repite",
    "answers_each": "si se responde cada vez",
    "keeps_date": "si conserva su fecha",
    "parties": "a quiénes hay que oír",
    "parties_when": "cuándo hay que oír a todos",
    "acto": "el acto que lo cumple",
    "norms": "los plazos de la ley que cumple",
    "source": "la fuente",
    "readings": "los criterios de lectura",
    "note": "la nota",
    "warn_days": "los días de aviso",
    "warn_hours": "las horas de aviso",
}
PROTOCOL_FIELDS = {
    "title": "el título",
    "version": "la versión",
    "in_force_from": "desde cuándo rige",
    "in_force_until": "hasta cuándo rige",
    "source": "la fuente",
    "aliases": "los otros nombres",
    "kind": "la clase",
    "facts": "lo que se pregunta",
    "remits": "a qué protocolos remite",
    "derived": "los términos que producen un evento",
    "prefix": "el prefijo",
    "stages": "las etapas",
    "note": "la nota",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `step` is "" when it is of the whole protocol."""

    step: str
    field: str
    before: str
    after: str
    words: str


def compare(old: Protocol, new: Protocol) -> list[Change]:
    """Return what changes from `old` to `new`: the whole first, then step by step.

    Same steps in another order are one change; moving a step changes no date.
    """
    return [*_whole(old, new), *_steps(old, new), *_requirements(old, new)]


def _whole(old: Protocol, new: Protocol) -> Iterator[Change]:
    for name, label in PROTOCOL_FIELDS.items():
        yield from _field("", name, label, getattr(old, name), getattr(new, name))
    titles = old.event_titles() | new.event_titles()
    for name in sorted({e.name for e in (*old.events, *new.events)}):
        before = name in {event.name for event in old.events}
        after = name in {event.name for event in new.events}
        if before != after:
            verb = "Se agrega" if after else "Se quita"
            word = titles[name]
            yield Change("", "events", word * before, word * after, f"{verb} el evento «{word}».")


def _steps(old: Protocol, new: Protocol) -> Iterator[Change]:
    before, after = ({step.id: step for step in p.steps} for p in (old, new))
    for step in old.steps:
        if step.id not in after:
            words = f"Se quita el paso {step.id}, «{step.title}»."
            yield Change(step.id, "step", step.title, "", words)
    for step in new.steps:
        if step.id not in before:
            words = f"Se agrega el paso {step.id}, «{step.title}»: {plazo_words(step.plazo)}."
            yield Change(step.id, "step", "", step.title, words)
        else:
            yield from _step(before[step.id], step)
    kept = [step.id for step in old.steps if step.id in after]
    now = [step.id for step in new.steps if step.id in before]
    if kept != now:
        yield Change("", "order", ", ".join(kept), ", ".join(now), "Cambia el orden de los pasos.")


def _step(old: Step, new: Step) -> Iterator[Change]:
    for name, label in STEP_FIELDS.items():
        yield from _field(new.id, name, label, getattr(old, name), getattr(new, name))


def _field(step: str, name: str, label: str, old: object, new: object) -> Iterator[Change]:
    if old == new:
        return
    before, after = in_words(old), in_words(new)
    if before == after:
        after = f"{after} (con otro detalle)"
    where = f"{step}: cambia" if step else "Cambia"
    yield Change(step, name, before, after, f"{where} {label}: de {before} a {after}.")


def _requirements(old: Protocol, new: Protocol) -> Iterator[Change]:
    before, after = _required(old), _required(new)
    for key, rule in (before | after).items():
        was, now = before.get(key), after.get(key)
        if was == now:
            continue
        verb = "Cambia lo exigido"
        if was is None or now is None:
            verb = "Se exige" if was is None else "Ya no se exige"
        texts = was.text if was else "", now.text if now else ""
        words = f"{verb} antes de {key[0]}: {rule.text}"
        yield Change(rule.step, f"gate:{rule.id}", *texts, words)


def _required(protocol: Protocol) -> dict[tuple[str, str], Requirement]:
    titles = protocol.event_titles()
    return {
        (titles.get(act, act), rule.id): rule
        for gate in protocol.gates
        for act in gate.acts
        for rule in gate.requirements
    }
