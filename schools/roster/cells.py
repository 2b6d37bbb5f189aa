"""What the text of a cell means: a grade, a name, a date, a relation."""

import re
from datetime import date, datetime, timedelta

from schools.models import Relation
from schools.models.school import Nivel
from schools.people.selectors import unaccent

EXCEL_EPOCH = date(1899, 12, 30)
DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%y", "%d/%m/%y")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
ORDINALS = ("primer", "segund", "tercer", "cuart", "quint", "sext", "septim", "octav")
WORDS = {word: grade for grade, word in enumerate(ORDINALS, start=1)}
GRADE = re.compile(
    r"(?:(?P<digit>\d) ?(?:ro|do|to|er|mo|vo|o|a)?|(?P<roman>iv|i{1,3})|(?P<word>[a-z]{5,8}))"
    r"(?: ano)?(?: de)? (?P<nivel>basic|medi)[oa]\b"
)
PARTICLES = frozenset(["de", "del", "la", "las", "los", "y", "e", "da", "do", "dos"])
LAST_GRADE = {Nivel.BASICA: 8, Nivel.MEDIA: 4, Nivel.PARVULARIA: 2}
PARVULARIA_CODE = 10
LONGEST_CODES = 8  # digits of both together
BASICA_CODES = frozenset({110})
MEDIA_CODES = frozenset({310, 410, 510, 610, 710, 810, 910})
PARVULARIA_GRADES = {4: 1, 5: 2}  # of teaching type 10: NT1 and NT2
Grade = tuple[str, int]


def grade_of(text: str, teaching: str = "", code: str = "") -> Grade | None:
    """Return (nivel, grado) of a description, or of the codes of the SIGE; None if unknown."""
    return _grade_from_words(text) or _grade_from_codes(teaching, code)


def _grade_from_words(text: str) -> Grade | None:
    plain = re.sub(r"[^a-z0-9]+", " ", unaccent(re.sub("[°ºª]", " ", text))).strip()
    if re.search(r"\bpre ?kinder|\bnt ?1\b|\b(1|primer)\D*transicion", plain):
        return Nivel.PARVULARIA, 1
    if re.search(r"\bkinder|\bnt ?2\b|\b(2|segundo)\D*transicion", plain):
        return Nivel.PARVULARIA, 2
    match = GRADE.match(plain)
    if not match:
        return None
    digit, roman, word = match["digit"], match["roman"], match["word"]
    grade = int(digit) if digit else ROMAN.get(roman) or WORDS.get((word or "").rstrip("oa"))
    return _bounded(Nivel.BASICA if match["nivel"] == "basic" else Nivel.MEDIA, grade)


def _grade_from_codes(teaching: str, code: str) -> Grade | None:
    if not (teaching.isdecimal() and code.isdecimal()) or len(teaching + code) > LONGEST_CODES:
        return None
    kind, grade = int(teaching), int(code)
    if kind == PARVULARIA_CODE:
        return _bounded(Nivel.PARVULARIA, PARVULARIA_GRADES.get(grade))
    if kind in BASICA_CODES:
        return _bounded(Nivel.BASICA, grade)
    return _bounded(Nivel.MEDIA, grade) if kind in MEDIA_CODES else None


def _bounded(nivel: str, grade: int | None) -> Grade | None:
    return (str(nivel), grade) if grade and 1 <= grade <= LAST_GRADE[nivel] else None


def proper_name(text: str) -> str:
    """Return a name in capitals as it is usually written; any other, as it came."""
    text = " ".join(text.split())
    if not text.isupper():
        return text
    words = [w if i and w in PARTICLES else _capital(w) for i, w in enumerate(text.lower().split())]
    return " ".join(words)


def _capital(word: str) -> str:
    return re.sub(r"(^|[-'’])(\w)", lambda m: m[1] + m[2].upper(), word)


def read_date(text: str) -> date | None:
    """Return the day of a cell (a date, dd-mm-aaaa, or the number Excel keeps); None if none."""
    if re.fullmatch(r"[1-6]\d{4}", text):
        return EXCEL_EPOCH + timedelta(days=int(text))
    for pattern in DATE_FORMATS:
        try:
            return datetime.strptime(text.split(" ", maxsplit=1)[0], pattern).date()  # noqa: DTZ007 -- a day
        except ValueError:
            continue
    return None


def gender_of(text: str) -> str:
    """Return F, M or X; "" if it does not say."""
    first = unaccent(text)[:1]
    return (
        {"f": "F", "m": "M", "h": "M", "x": "X"}.get(first, "")
        if unaccent(text) != "mujer"
        else "F"
    )


def relation_of(text: str) -> str:
    """Return the relation of an apoderado; «otro» for what is not on the list."""
    plain = unaccent(text)
    for start, relation in (
        ("madr", Relation.MADRE),
        ("mama", Relation.MADRE),
        ("padr", Relation.PADRE),
        ("papa", Relation.PADRE),
        ("abuel", Relation.ABUELA),
        ("tutor", Relation.TUTOR),
    ):
        if plain.startswith(start):
            return str(relation)
    return str(Relation.OTRO)


def whole(text: str) -> str:
    """Return `12345678` for the `12345678.0` that some exports write."""
    return re.sub(r"^(\d+)[.,]0+$", r"\1", text)
