"""What changed between two versions of a reglamento, as the pages show it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from protocols.catalog import modelos, protocol_from_data
from protocols.engine import Protocol
from protocols.linter.compare import PROTOCOL_FIELDS, STEP_FIELDS, Change, compare
from protocols.models import ReglamentoVersion
from protocols.services import library_of


@dataclass(frozen=True, slots=True)
class StepChange:
    """One field that is not what it was; `step` is empty if it is of the whole protocol."""

    key: str
    protocol: str
    step: str
    title: str
    what: str
    before: str
    after: str


def changes_between(old: Mapping[str, Protocol], new: Mapping[str, Protocol]) -> list[StepChange]:
    """Return every difference, protocol by protocol and step by step."""
    found: list[StepChange] = []
    for key in dict.fromkeys([*old, *new]):
        if key in old and key in new:
            found += _in_protocol(old[key], new[key])
            continue
        side = new.get(key) or old[key]
        words = ("no estaba", "agregado") if key in new else ("estaba", "quitado")
        found.append(StepChange(key, side.title, "", side.title, "protocolo", *words))
    return found


def _in_protocol(old: Protocol, new: Protocol) -> Iterator[StepChange]:
    titles = {step.id: step.title for step in (*old.steps, *new.steps)}
    for change in compare(old, new):
        title = titles.get(change.step, new.title)
        yield StepChange(
            new.key, new.title, change.step, title, _what(change), change.before, change.after
        )


def _what(change: Change) -> str:
    names = STEP_FIELDS if change.step else PROTOCOL_FIELDS
    return names.get(change.field, change.field)


def protocols_by_key(version: ReglamentoVersion) -> dict[str, Protocol]:
    return {key: protocol_from_data(data) for key, data in version.protocols.items()}


def modelo_by_key(modelo: str) -> dict[str, Protocol]:
    """Return the protocols of the library model; none if the library no longer has it."""
    return library_of(modelo) if modelo in modelos() else {}
