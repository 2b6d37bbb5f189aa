"""The second lock of a family's copy: no other pupil's name or RUN, even inside free text.

The first lock is the builder, which never puts them there. This one catches what somebody typed:
a measure's grounds, a summary. Source: modelo A, 5.2.3.7; reading A-61.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from string import ascii_uppercase
from typing import Any

from cases.models import Participant
from convivencia.text import plain
from schools.models import Apoderado, Student

MIN_NAME = 4  # a shorter single name would hit common words: it counts only with its capital
MIN_SHORT = 3
MIN_RUN = 7
PARTICLES = frozenset({"del", "los", "las", "san"})  # «María del Carmen»
# What people type. Names that the builder chose (addressee, staff, the reader's pupil) stay.
FREE_TEXT = (
    "summary", "own", "protecting", "others", "medidas", "grounds", "consultation", "decision",
    "parts",
)  # fmt: skip
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
VARIANTS = ("aáàäâã", "eéèëê", "iíìïî", "oóòöôõ", "uúùüû", "nñ", "cç")
SAME = {letters[0]: letters for letters in VARIANTS}
BROKEN = r"(?:-\s*\n\s*)?"  # a word cut at the end of a line
CUT = re.compile(r"-\s*\n\s*")
APART = re.compile(r"[.\s\-]")
BETWEEN = r"[\s.,_\-]*"  # «Casandra_Huenchumil», as a file is called
HELD = "\ue000{}\ue001"  # the place of a name that stays


def redacted(report: Any, others: Iterable[Participant], *, reader: str = "") -> Any:
    """Return `report` with every mention of `others` in its free text turned into initials.

    A single name that `reader` (the names of the family that reads) also bears is left alone.
    """
    rules = _rules_of(others, reader)
    named = [f.name for f in fields(report) if f.name in FREE_TEXT]
    return replace(report, **{name: _walk(getattr(report, name), rules) for name in named})


def redacted_whole(
    value: Any, others: Iterable[Participant], *, reader: str = "", keep: Iterable[str] = ()
) -> Any:
    """Return `value`, a text or a report, with every mention of `others` as initials, anywhere.

    For what leaves the school: an authority reads one pupil's name, the one it is about. The whole
    names in `keep` stay: a teacher may bear the surname of a pupil.
    """
    held = {HELD.format(n): one for n, one in enumerate(sorted(set(keep), key=len, reverse=True))}
    rules = [_rule(one, mark) for mark, one in held.items() if " " in one]
    rules += _rules_of(others, reader)
    return _walk(value, rules, held)


def names_any(text: str, others: Iterable[Participant], *, reader: str = "") -> bool:
    """Return whether a text mentions any of `others`, by any of their names or their RUN."""
    clean, keys = _clean(text), _Keys(text)
    rules = _rules_of(others, reader)
    return any(rule.key in keys and rule.pattern.search(clean) for rule in rules)


def anonymised(
    value: Any, people: Iterable[Participant], families: Iterable[tuple[Apoderado, int]] = ()
) -> Any:
    """Return `value` without the name of anybody: each is a letter, the same one every time.

    For who decides without knowing whom: initials would tell, in a small school. `families` are
    the adults of each pupil, by the pupil's id: their names would tell as well.
    """
    known: list[tuple[str, str]] = []
    runs, letters = [], {}
    for place, one in enumerate(people):
        letter = letters[one.student_id] = _letter(place)
        word = "estudiante" if one.student_id else "persona"
        names = _spellings(one) if one.student_id else _adult_spellings(one.name)
        known += [(name, f"[{word} {letter}]") for name in names]
        runs.append(_run(one))
    for adult, student_id in families:
        said = f"[familia {letters.get(student_id, '')}]"
        known += [(name, said) for name in _adult_spellings(adult.name)]
        runs.append(adult.run)
    known.sort(key=lambda pair: (" " not in pair[0], -len(pair[0])))  # whole names first
    rules = [_rule(name, said) for name, said in known]
    rules += [_run_rule(run) for run in runs if len(run) >= MIN_RUN]
    return _walk(value, rules)


def _letter(place: int) -> str:
    """Return A, B, …, Z, AA, AB, …"""
    more, letter = divmod(place, len(ascii_uppercase))
    return (_letter(more - 1) if more else "") + ascii_uppercase[letter]


def _adult_spellings(name: str) -> set[str]:
    """Return how an adult is named: whole, by first name and one surname, by each with capital."""
    parts = [part for part in name.split() if plain(part) not in PARTICLES]
    alone = {part for part in parts if len(part) >= MIN_NAME and part[0].isupper()}
    return {name, *alone, *(f"{parts[0]} {last}" for last in parts[1:])}


def says_name(text: str, person: Participant | Apoderado) -> bool:
    """Return whether a text says a person's whole name, by any of its spellings, or their RUN.

    A first name alone is not enough: two pupils may bear it.
    """
    wholes = {name for name in _spellings(person) if " " in name}
    clean = _clean(text)
    return any(rule.pattern.search(clean) for rule in _rules(person, set(), "x", names=wholes))


def named_in(words: str, student: Student, *, reader: str = "") -> bool:
    """Return whether `words`, as `squeezed` leaves them, say a pupil's whole name or RUN. Fast."""
    own = set(plain(reader).split())
    names = (squeezed(name) for name in _whole_names(student))
    if any(name in words for name in names if not set(name.split()) <= own):
        return True
    return len(student.run) >= MIN_RUN and plain(student.run) in words.replace(" ", "")


def squeezed(text: str) -> str:
    """Return the text in lower case, without accents, its words one space apart."""
    return f" {' '.join(re.split(r'[^a-z0-9]+', plain(_clean(text))))} "


@dataclass(frozen=True)
class Rule:
    """What is looked for and what is said instead. `key`: without it the text has no match."""

    name: str  # or a RUN
    said: str
    key: str
    is_run: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when some text has the key: most of hundreds of names are in none."""
        return _number(self.name) if self.is_run else _spelled(self.name)


class _Keys:
    """A text folded once, so that most rules are ruled out without their pattern."""

    def __init__(self, text: str) -> None:
        self.letters = plain(CUT.sub("", _clean(text)))
        self.digits = APART.sub("", self.letters)

    def __contains__(self, key: str) -> bool:
        return key in self.letters or key in self.digits


def _rules_of(others: Iterable[Participant], reader: str) -> list[Rule]:
    own = set(plain(reader).split())
    return [rule for other in others for rule in _rules(other, own)]


def _rules(
    other: Participant | Apoderado, own: set[str], said: str = "", names: set[str] | None = None
) -> list[Rule]:
    found = []
    names = _spellings(other) if names is None else names
    for name in sorted(names, key=len, reverse=True):
        if set(plain(name).split()) <= own:
            continue
        found.append(_rule(name, said or other.initials))
    run = _run(other)
    if len(run) >= MIN_RUN:
        found.append(_run_rule(run))
    return found


def _run_rule(run: str) -> Rule:
    return Rule(run, "[RUN reservado]", plain(run[:-1]), is_run=True)


def _rule(name: str, said: str) -> Rule:
    return Rule(name, said, max((plain(part) for part in name.split()), key=len, default=""))


def _spelled(name: str) -> re.Pattern[str]:
    """Return the pattern of a name, with or without its accents and as files or lines cut it.

    A single name without its accents counts only with a capital: «Peña» is not a «pena».
    """
    single = " " not in name
    loose = BETWEEN.join(_loose(part, capital=single) for part in name.split())
    exact = re.escape(name) if single and len(name) >= MIN_NAME else ""
    body = f"(?:{exact}|{loose})" if exact else loose
    return re.compile(rf"(?<![^\W_]){body}(?![^\W_])", re.IGNORECASE)


def _loose(part: str, *, capital: bool) -> str:
    letters = [f"[{re.escape(SAME.get(plain(one), one))}]" for one in part]
    if capital:
        letters[0] = f"(?-i:{letters[0].upper()})"
    return BROKEN.join(letters)


def _number(run: str) -> re.Pattern[str]:
    dotted = r"[.\s]?".join(re.escape(digit) for digit in run[:-1])
    pattern = rf"(?<!\d){dotted}\s?-?\s?{re.escape(run[-1])}(?!\w)"
    return re.compile(pattern, re.IGNORECASE)


def _spellings(other: Participant | Apoderado) -> set[str]:
    student = getattr(other, "student", None)
    if student is None:
        return {other.name}
    firsts, lasts = _firsts(student), _lasts(student)
    alone = {one for first in firsts for one in (first, *first.split())} | {student.maternal}
    singles = {one for one in alone if len(one) >= MIN_SHORT and one not in PARTICLES}
    return _whole_names(student) | lasts | singles


def _whole_names(student: Student) -> set[str]:
    firsts, lasts = _firsts(student), _lasts(student)
    both = {f"{first} {last}" for first in firsts for last in lasts}
    return both | {f"{last} {first}" for first in firsts for last in lasts}


def _firsts(student: Student) -> set[str]:
    return {student.first_names, student.first_names.split(" ")[0], student.nombre_social} - {""}


def _lasts(student: Student) -> set[str]:
    return {student.paternal, f"{student.paternal} {student.maternal}".strip()}


def _run(other: Participant | Apoderado) -> str:
    person = other if isinstance(other, Apoderado) else other.student or other.apoderado
    return person.run if person else ""


def _clean(text: str) -> str:
    """Return the text as it reads: accents in one piece, without what nobody sees."""
    return INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def _walk(value: Any, rules: list, held: dict[str, str] | None = None) -> Any:
    if isinstance(value, str):
        return _said(value, rules, held or {})
    if isinstance(value, tuple):
        return tuple(_walk(item, rules, held) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{f.name: _walk(getattr(value, f.name), rules, held) for f in fields(value)}
        )
    return value


def _said(text: str, rules: list, held: dict[str, str]) -> str:
    said, keys = _clean(text), _Keys(text)
    for rule in rules:
        if rule.key in keys:
            said = rule.pattern.sub(rule.said, said)
    for mark, name in held.items():
        said = said.replace(mark, name)
    return said
