"""The second lock of a family's copy: no other pupil's name or RUN, even inside free text.

The first lock is the builder, which never puts them there. This one catches what somebody typed:
a measure's grounds, a summary. Source: modelo A, 5.2.3.7; reading A-61.
"""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from string import ascii_uppercase
from typing import Any

from cases.models import Participant
from schools.models import Apoderado

MIN_NAME = 4  # shorter single names would hit common words
MIN_RUN = 7
# What people type. Names that the builder chose (addressee, staff, the reader's pupil) stay.
FREE_TEXT = ("summary", "own", "protecting", "others", "medidas", "grounds", "consultation")


def redacted(report: Any, others: Iterable[Participant], *, reader: str = "") -> Any:
    """Return `report` with every mention of `others` in its free text turned into initials.

    A single name that `reader` (the names of the family that reads) also bears is left alone.
    """
    own = set(reader.lower().split())
    rules = [rule for other in others for rule in _rules(other, own)]
    named = [f.name for f in fields(report) if f.name in FREE_TEXT]
    return replace(report, **{name: _walk(getattr(report, name), rules) for name in named})


def redacted_whole(value: Any, others: Iterable[Participant], *, reader: str = "") -> Any:
    """Return `value`, a text or a report, with every mention of `others` as initials, anywhere.

    For what leaves the school: an authority reads one pupil's name, the one it is about.
    """
    own = set(reader.lower().split())
    return _walk(value, [rule for other in others for rule in _rules(other, own)])


def anonymised(value: Any, people: Iterable[Participant]) -> Any:
    """Return `value` without the name of anybody: each is a letter, the same one every time.

    For who decides without knowing whom: initials would tell, in a small school.
    """
    rules = []
    for one, letter in zip(people, ascii_uppercase, strict=False):
        word = "estudiante" if one.student_id else "persona"
        rules += _rules(one, set(), f"[{word} {letter}]")
    return _walk(value, rules)


def says_name(text: str, person: Participant | Apoderado) -> bool:
    """Return whether a text says a person's whole name, by any of its spellings, or their RUN.

    A first name alone is not enough: two pupils may bear it.
    """
    wholes = {name for name in _spellings(person) if " " in name}
    rules = [pattern for pattern, _ in _rules(person, set(), "x", names=wholes)]
    return any(pattern.search(text) for pattern in rules)


def _rules(
    other: Participant | Apoderado, own: set[str], said: str = "", names: set[str] | None = None
) -> list[tuple[re.Pattern[str], str]]:
    found = []
    names = _spellings(other) if names is None else names
    for name in sorted(names, key=len, reverse=True):
        if name.lower() in own:
            continue
        pattern = r"\s+".join(re.escape(part) for part in name.split())
        spelled = re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)
        found.append((spelled, said or other.initials))
    run = _run(other)
    if len(run) >= MIN_RUN:
        dotted = r"[.\s]?".join(re.escape(digit) for digit in run[:-1])
        pattern = rf"(?<!\d){dotted}\s?-?\s?{re.escape(run[-1])}(?!\w)"
        found.append((re.compile(pattern, re.IGNORECASE), "[RUN reservado]"))
    return found


def _spellings(other: Participant | Apoderado) -> set[str]:
    student = getattr(other, "student", None)
    if student is None:
        return {other.name}
    firsts = {student.first_names, student.first_names.split(" ")[0], student.nombre_social} - {""}
    lasts = {student.paternal, f"{student.paternal} {student.maternal}".strip()}
    whole = {f"{first} {last}" for first in firsts for last in lasts}
    return whole | lasts | {first for first in firsts if len(first) >= MIN_NAME}


def _run(other: Participant | Apoderado) -> str:
    person = other if isinstance(other, Apoderado) else other.student or other.apoderado
    return person.run if person else ""


def _walk(value: Any, rules: list) -> Any:
    if isinstance(value, str):
        for pattern, text in rules:
            value = pattern.sub(text, value)
        return value
    if isinstance(value, tuple):
        return tuple(_walk(item, rules) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{f.name: _walk(getattr(value, f.name), rules) for f in fields(value)}
        )
    return value
