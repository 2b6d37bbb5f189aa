"""What the people of a denuncia say of the case: ages, kinds, who may not be two things. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.models.case import ParticipantRole as R

RESPONSIBLE_FROM = 14  # Ley 20.084 art. 3; reading A-36: completed at the date of the facts
ADULT = 18  # whoever is no pupil
MINORS = frozenset({"estudiante", "otro_colegio"})
INCOMPATIBLE = (
    (frozenset({R.AFECTADO, R.DENUNCIADO}), "afectada y denunciada a la vez"),
    (frozenset({R.DENUNCIADO, R.TESTIGO}), "denunciada y testigo a la vez"),
)
KINDS = {
    "estudiante": "estudiante",
    "funcionario": "funcionario",
    "apoderado": "miembro_no_dependiente",
    "otro_colegio": "estudiante_otro_establecimiento",
    "tercero": "tercero_ajeno",
}


@dataclass(frozen=True, slots=True)
class Accused:
    """A denunciado as the protocols ask: what they are and when they were born."""

    kind: str  # a key of KINDS
    birth_date: date | None = None


def age_on(born: date | None, day: date) -> int | None:
    """Return the completed years on `day`; None if unknown or not yet born."""
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_at_facts(born: date | None, *, occurred_on: date | None, known_on: date) -> int | None:
    """Return the age on the day of the facts; None if it cannot be told.

    Without the day of the facts, who is under 14 today was under 14 then; who is 14 or more may
    have been younger, so the age stays unknown. Source: reading A-36.
    """
    if occurred_on is not None:
        return age_on(born, occurred_on)
    age = age_on(born, known_on)
    return age if age is not None and age < RESPONSIBLE_FROM else None


def agresor_edad(
    accused: Iterable[Accused], *, occurred_on: date | None, known_on: date
) -> int | None:
    """Return the age that decides where a crime is reported; None sends it to both.

    The youngest speaks for all while they stand on the same side of 14. If one is unknown, or if
    they stand on both sides, it is unknown: police and family court are both told.
    Source: reading A-36: «edad desconocida → tratar como ≥14 y avisar también a Familia».
    """
    ages = [
        age_at_facts(person.birth_date, occurred_on=occurred_on, known_on=known_on)
        if person.kind in MINORS
        else ADULT
        for person in accused
    ]
    if not ages or None in ages:
        return None
    same_side = len({age >= RESPONSIBLE_FROM for age in ages}) == 1
    return min(ages) if same_side else None


def agresor_tipo(accused: Iterable[Accused]) -> str:
    """Return what the accused are, in the protocols' word; "" if nobody, or not all alike."""
    kinds = {KINDS[person.kind] for person in accused}
    return kinds.pop() if len(kinds) == 1 else ""


def incompatible(roles: Iterable[str]) -> str:
    """Return why one person may not hold all of `roles`, in Spanish; "" if they may."""
    held = frozenset(roles)
    return next((text for pair, text in INCOMPATIBLE if pair <= held), "")
