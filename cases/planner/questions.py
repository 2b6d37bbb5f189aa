"""What a protocol asks: which events start its plazos, and which facts choose its branches."""

from collections.abc import Iterator
from dataclasses import dataclass

from protocols.engine import Protocol
from protocols.engine.conditions import Condition

YES_NO = (("", "No se sabe"), ("si", "Sí"), ("no", "No"))


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """A fact: its name, what is asked, and the answers; none if it is a number."""

    name: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()


def start_events(protocol: Protocol) -> list[tuple[str, str]]:
    """Return the events that start some plazo, with their name for people, in order of use."""
    derived = {event.name for event in protocol.derived}
    steps = {step.id for step in protocol.steps}
    named: dict[str, None] = {}
    for step in protocol.steps:
        triggers = [step.counts_from, *step.also_from]
        triggers += [other.counts_from for other in step.alternatives if other.counts_from]
        for trigger in triggers:
            named |= dict.fromkeys(trigger.events)
    titles = protocol.event_titles()
    return [(name, _capital(titles[name])) for name in named if name not in derived | steps]


def fact_questions(protocol: Protocol) -> list[FactQuestion]:
    """Return what the branches depend on, with the answers that they tell apart."""
    values: dict[str, dict[str, None]] = {}
    numbers, flags = set(), set()
    for condition in _conditions(protocol):
        for part in _leaves(condition):
            wanted = [*part.one_of, *([part.equals] if part.equals is not None else [])]
            if part.at_least is not None or part.below is not None:
                numbers.add(part.fact)
            elif all(isinstance(value, bool) for value in wanted):
                flags.add(part.fact)
            else:
                texts = [str(value) for value in wanted if isinstance(value, str)]
                values.setdefault(part.fact, {}).update(dict.fromkeys(texts))
    return [
        FactQuestion(name, _capital(text), _choices(name, values, numbers, flags))
        for name, text in protocol.facts.items()
        if name in numbers | flags | set(values)
    ]


def _choices(
    name: str, values: dict[str, dict[str, None]], numbers: set[str], flags: set[str]
) -> tuple[tuple[str, str], ...]:
    if name in numbers:
        return ()
    if name in flags:
        return YES_NO
    words = ((value, _capital(value.replace("_", " "))) for value in values[name])
    return (("", "No se sabe"), *words)


def _conditions(protocol: Protocol) -> Iterator[Condition]:
    for step in protocol.steps:
        yield step.when
        yield from (case.when for case in step.plazo_cases)
        yield from (other.when for other in step.alternatives)
        yield from (trigger.when for trigger in (*step.also_from, *step.also_done_by))


def _leaves(condition: Condition) -> Iterator[Condition]:
    if condition.fact:
        yield condition
    for part in (*condition.all_of, *condition.any_of, *condition.none_of):
        yield from _leaves(part)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
