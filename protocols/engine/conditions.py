"""Conditions over facts, as data. A fact nobody stated is unknown, not false."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Interval:
    """An age that is only known to lie between two, both included: «menor de 14»."""

    low: int = 0
    high: int = 200


Value = str | int | bool | None
Answer = Value | Interval
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
    wanted: tuple[Answer, ...] = field(init=False, repr=False, compare=False)
    yes_or_no: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Read the answers it asks for once, not at every evaluation."""
        options = self.one_of or (self.equals,)
        object.__setattr__(self, "wanted", tuple(normalize(option) for option in options))
        object.__setattr__(self, "yes_or_no", all(isinstance(o, bool) for o in options))

    def facts(self) -> Iterator[str]:
        """Yield every fact that the condition asks about."""
        if self.fact:
            yield self.fact
        for part in (*self.all_of, *self.any_of, *self.none_of):
            yield from part.facts()


# «<14», «menor de 14», «14 o más»: written for who has no exact age.
LIMITS: tuple[tuple[re.Pattern[str], Callable[[int], Interval]], ...] = (
    (re.compile(r"(?:<=|≤)_?(\d{1,3})$"), lambda n: Interval(high=n)),
    (re.compile(r"(?:<|menor_(?:de|que|a)_)_?(\d{1,3})$"), lambda n: Interval(high=n - 1)),
    (re.compile(r"(?:>=|≥)_?(\d{1,3})$"), lambda n: Interval(low=n)),
    (re.compile(r"(\d{1,3})_(?:o|y)_mas$"), lambda n: Interval(low=n)),
    (re.compile(r">_?(\d{1,3})$"), lambda n: Interval(low=n + 1)),
    (re.compile(r"mayor_(?:de|que|a)_(\d{1,3})$"), lambda n: Interval(low=n)),  # cumplidos
)


def normalize(value: object) -> Answer:
    """Return the value as conditions compare it: «Sí», True and «verdadero» are one thing."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return int(value)
    return _plain(str(value))


@lru_cache(maxsize=1024)  # a protocol asks of the same few words at every step
def _plain(value: str) -> Answer:
    plain = unicodedata.normalize("NFKD", value.strip().lower())
    text = "".join(c for c in plain if not unicodedata.combining(c)).replace(" ", "_")
    if text in UNKNOWN:
        return None
    if text in YES or text in NO:
        return text in YES
    if text.isdecimal():
        return int(text)
    return next((make(int(found[1])) for rule, make in LIMITS if (found := rule.match(text))), text)


ALWAYS = Condition()


def holds(condition: Condition, facts: Facts) -> bool | None:
    """Return whether the condition holds: True, False, or None if a fact is missing."""
    if condition is ALWAYS:
        return True
    joined = condition.all_of or condition.any_of or condition.none_of
    if condition.fact and not joined:
        return _ask(condition, facts)
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
    if condition.yes_or_no and not isinstance(value, bool):
        return None  # «quizás» is no answer to a yes-or-no question
    kind = type(value)  # True is not 1
    return any(option == value and type(option) is kind for option in condition.wanted)


def _in_range(condition: Condition, value: Answer) -> bool | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = Interval(value, value)
    if not isinstance(value, Interval):
        return None
    low = _reaches(value, condition.at_least)
    high = _reaches(value, condition.below)
    return _all([low, None if high is None else not high or condition.below is None])


def _reaches(value: Interval, limit: int | None) -> bool | None:
    """Return whether every age of the interval is at least `limit`; None if only some."""
    if limit is None or value.low >= limit:
        return True
    return False if value.high < limit else None


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
