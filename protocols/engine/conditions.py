"""Conditions over facts, as data. A fact nobody stated is unknown, not false."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

Value = str | int | bool | None
Facts = Mapping[str, object]

YES, NO = frozenset({"si", "true", "verdadero"}), frozenset({"no", "false", "falso"})
UNKNOWN = frozenset(
    {"", "?", "desconocido", "desconocida", "se_desconoce", "no_se", "no_se_sabe"}
    | {"sin_informacion", "por_determinar"}
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One question about a fact, or several joined. Empty means always.

    `missing` is what an unknown fact is worth here; None leaves the answer unknown.
    """

    fact: str = ""
    equals: Value = None
    one_of: tuple[str | int | bool, ...] = ()
    at_least: int | None = None
    below: int | None = None
    missing: bool | None = None
    all_of: tuple[Condition, ...] = ()
    any_of: tuple[Condition, ...] = ()
    none_of: tuple[Condition, ...] = ()

    def facts(self) -> Iterator[str]:
        """Yield every fact that the condition asks about."""
        if self.fact:
            yield self.fact
        for part in (*self.all_of, *self.any_of, *self.none_of):
            yield from part.facts()


ALWAYS = Condition()


def normalize(value: object) -> Value:
    """Return the value as conditions compare it: «Sí», True and «verdadero» are one thing."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return int(value)
    return _plain(str(value))


@lru_cache(maxsize=1024)  # a protocol asks of the same few words at every step
def _plain(value: str) -> Value:
    plain = unicodedata.normalize("NFKD", value.strip().lower())
    text = "".join(c for c in plain if not unicodedata.combining(c)).replace(" ", "_")
    if text in UNKNOWN:
        return None
    if text in YES or text in NO:
        return text in YES
    return int(text) if text.isdecimal() else text


def holds(condition: Condition, facts: Facts) -> bool | None:
    """Return whether the condition holds: True, False, or None if a fact is missing."""
    if condition is ALWAYS:
        return True
    answers: list[bool | None] = [_ask(condition, facts)] if condition.fact else []
    if condition.all_of:
        answers.append(_all([holds(part, facts) for part in condition.all_of]))
    if condition.any_of:
        answers.append(_any([holds(part, facts) for part in condition.any_of]))
    if condition.none_of:
        answers.append(_none([holds(part, facts) for part in condition.none_of]))
    return _all(answers)


def missing_facts(condition: Condition, facts: Facts) -> list[str]:
    """Return the facts the condition asks about and nobody stated, without repeats."""
    asked = dict.fromkeys(condition.facts())
    return [fact for fact in asked if normalize(facts.get(fact)) is None]


def _ask(condition: Condition, facts: Facts) -> bool | None:
    value = normalize(facts.get(condition.fact))
    if value is None:
        return condition.missing
    if condition.at_least is not None or condition.below is not None:
        return _in_range(condition, value)
    wanted = condition.one_of or (condition.equals,)
    if all(isinstance(option, bool) for option in wanted) and not isinstance(value, bool):
        return None  # «quizás» is no answer to a yes-or-no question
    return any(_same(normalize(option), value) for option in wanted)


def _in_range(condition: Condition, value: Value) -> bool | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    low = condition.at_least is None or value >= condition.at_least
    return low and (condition.below is None or value < condition.below)


def _same(option: Value, value: Value) -> bool:
    return isinstance(option, bool) == isinstance(value, bool) and option == value


def _all(answers: list[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


def _any(answers: list[bool | None]) -> bool | None:
    if True in answers:
        return True
    return None if None in answers else False


def _none(answers: list[bool | None]) -> bool | None:
    found = _any(answers)
    return None if found is None else not found
