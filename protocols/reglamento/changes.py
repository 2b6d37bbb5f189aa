"""What changed between two declarations of the same protocols, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from protocols.catalog import modelos, protocol_from_data
from protocols.engine import Protocol
from protocols.engine.definitions import Step
from protocols.engine.plazos import Plazo
from protocols.engine.units import Unit
from protocols.models import ReglamentoVersion
from protocols.services import library_of

UNIT_WORDS = {
    Unit.HORAS_CORRIDAS: ("hora", "horas"),
    Unit.DIAS_HABILES: ("día hábil", "días hábiles"),
    Unit.DIAS_CORRIDOS: ("día corrido", "días corridos"),
    Unit.DIA_ESCOLAR: ("día con clases", "días con clases"),
    Unit.DIA_LABORAL: ("día laboral", "días laborales"),
    Unit.DIAS_SIN_CALIFICAR: ("día, sin calificar", "días, sin calificar"),
    Unit.MESES: ("mes", "meses"),
}
WITHOUT_AMOUNT = {
    Unit.INMEDIATO: "de inmediato",
    Unit.MISMO_DIA: "el mismo día",
    Unit.SIN_PLAZO: "sin plazo",
}


@dataclass(frozen=True, slots=True)
class StepChange:
    """One field of one step that is not what it was."""

    protocol: str
    step: str
    title: str
    what: str
    before: str
    after: str


def plazo_text(plazo: Plazo) -> str:
    """Return `15 días hábiles`, `de inmediato` or `sin plazo`."""
    if plazo.unit in WITHOUT_AMOUNT:
        return WITHOUT_AMOUNT[plazo.unit]
    one, many = UNIT_WORDS[plazo.unit]
    return f"{plazo.amount} {one if plazo.amount == 1 else many}"


def changes_between(old: Mapping[str, Protocol], new: Mapping[str, Protocol]) -> list[StepChange]:
    """Return every difference, protocol by protocol and step by step."""
    found: list[StepChange] = []
    for key in dict.fromkeys([*old, *new]):
        if key not in old or key not in new:
            side = new.get(key) or old[key]
            words = ("no estaba", "agregado") if key in new else ("estaba", "quitado")
            found.append(StepChange(side.title, "", side.title, "protocolo", *words))
        else:
            found += _protocol_changes(old[key], new[key])
    return found


def _protocol_changes(old: Protocol, new: Protocol) -> Iterator[StepChange]:
    before = {step.id: step for step in old.steps}
    after = {step.id: step for step in new.steps}
    for step_id in dict.fromkeys([*before, *after]):
        if step_id not in before:
            step = after[step_id]
            yield StepChange(new.title, step_id, step.title, "paso", "no estaba", "agregado")
        elif step_id not in after:
            step = before[step_id]
            yield StepChange(new.title, step_id, step.title, "paso", "estaba", "quitado")
        else:
            yield from _step_changes(new.title, before[step_id], after[step_id])


def _step_changes(protocol: str, old: Step, new: Step) -> Iterator[StepChange]:
    pairs = (
        ("plazo", plazo_text(old.plazo), plazo_text(new.plazo)),
        ("aviso", f"{old.warn_days} días hábiles antes", f"{new.warn_days} días hábiles antes"),
        ("responsable", ", ".join(old.responsible), ", ".join(new.responsible)),
        ("artículo", old.source.locus, new.source.locus),
        ("título", old.title, new.title),
        ("nota", old.note or "sin nota", new.note or "sin nota"),
    )
    for what, before, after in pairs:
        if before != after:
            yield StepChange(protocol, new.id, new.title, what, before, after)
    if old != new and all(before == after for _, before, after in pairs):
        yield StepChange(protocol, new.id, new.title, "otros datos", "como estaban", "cambiados")


def protocols_by_key(version: ReglamentoVersion) -> dict[str, Protocol]:
    return {key: protocol_from_data(data) for key, data in version.protocols.items()}


def modelo_by_key(modelo: str) -> dict[str, Protocol]:
    """Return the protocols of the library model; none if the library no longer has it."""
    if modelo not in modelos():
        return {}
    return library_of(modelo)
