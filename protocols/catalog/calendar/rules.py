"""The feriados that a rule repeats every year. Only the generator runs this."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from protocols.engine.calendar import Feriado, Scope

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
YearRule = Callable[[int], date | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A feriado of every year since `since`, on the date that `on` gives, if any."""

    name: str
    law: str
    on: YearRule
    since: int = 0
    scope: Scope = Scope.PAIS
    codes: tuple[str, ...] = ()


def fixed(month: int, day: int) -> YearRule:
    """Return the rule of a feriado that never moves."""
    return lambda year: date(year, month, day)


def only_on(month: int, day: int, *weekdays: int) -> YearRule:
    """Return the rule of a date that is feriado only on some weekdays."""

    def rule(year: int) -> date | None:
        on = date(year, month, day)
        return on if on.weekday() in weekdays else None

    return rule


def to_monday(month: int, day: int) -> YearRule:
    """Ley 19.668: Tuesday to Thursday go back to that Monday, Friday to the next one."""

    def rule(year: int) -> date:
        on = date(year, month, day)
        if on.weekday() in (TUE, WED, THU):
            return on - timedelta(days=on.weekday())
        return on + timedelta(days=3) if on.weekday() == FRI else on

    return rule


def evangelical_day(year: int) -> date:
    """Ley 20.299: 31 October; a Tuesday goes back to Friday, a Wednesday on to Friday."""
    on = date(year, 10, 31)
    return on + timedelta(days={TUE: -4, WED: 2}.get(on.weekday(), 0))


def easter(year: int) -> date:
    """Return Easter Sunday (Gregorian computus, anonymous algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def before_easter(days: int) -> YearRule:
    """Return the rule of a day of Holy Week."""
    return lambda year: easter(year) - timedelta(days=days)


# Day of the June solstice in Chile (UTC-4), from the astronomical instants; where the
# instant falls between 00:00 and 04:00 UTC of the 21st, the day in Chile is the 20th.
SOLSTICE_ON_20 = frozenset({2024, 2025, 2028, 2029, 2032, 2033, 2036, 2037, 2040})
SOLSTICE_YEARS = range(2021, 2041)


def solstice(year: int) -> date:
    """Ley 21.357: the day of the June solstice, Chilean time. 2021 was the 21st by law.

    Raises: LookupError for a year whose solstice nobody has reviewed.
    """
    if year not in SOLSTICE_YEARS:
        raise LookupError(f"Falta revisar el solsticio de {year}.")
    return date(year, 6, 20 if year in SOLSTICE_ON_20 else 21)


RULES = (
    Rule("Año Nuevo", "Ley 2.977", fixed(1, 1)),
    Rule("Feriado adicional de Año Nuevo", "Ley 20.983", only_on(1, 2, MON), since=2017),
    Rule("Viernes Santo", "Ley 2.977", before_easter(2)),
    Rule("Sábado Santo", "Ley 2.977", before_easter(1)),
    Rule("Día Nacional del Trabajo", "Código del Trabajo art. 35", fixed(5, 1)),
    Rule("Día de las Glorias Navales", "Ley 2.977", fixed(5, 21)),
    Rule(
        "Asalto y Toma del Morro de Arica", "Ley 20.663", fixed(6, 7),
        since=2013, scope=Scope.REGION, codes=("15",),
    ),
    Rule("Día Nacional de los Pueblos Indígenas", "Ley 21.357", solstice, since=2021),
    Rule("San Pedro y San Pablo", "Ley 18.432; Ley 19.668", to_monday(6, 29)),
    Rule("Día de la Virgen del Carmen", "Ley 20.148", fixed(7, 16)),
    Rule("Asunción de la Virgen", "Ley 2.977", fixed(8, 15)),
    Rule(
        "Nacimiento del Prócer de la Independencia", "Ley 20.768", fixed(8, 20),
        since=2014, scope=Scope.COMUNA, codes=("16101", "16103"),
    ),
    Rule("Feriado adicional de Fiestas Patrias", "Ley 20.215", only_on(9, 17, MON)),
    Rule("Feriado adicional de Fiestas Patrias", "Ley 20.983", only_on(9, 17, FRI), since=2017),
    Rule("Independencia Nacional", "Ley 2.977", fixed(9, 18)),
    Rule("Día de las Glorias del Ejército", "Ley 2.977", fixed(9, 19)),
    Rule("Feriado adicional de Fiestas Patrias", "Ley 20.215", only_on(9, 20, FRI)),
    Rule("Encuentro de Dos Mundos", "Ley 3.810; Ley 19.668", to_monday(10, 12)),
    Rule("Día de las Iglesias Evangélicas y Protestantes", "Ley 20.299", evangelical_day),
    Rule("Día de Todos los Santos", "Ley 2.977", fixed(11, 1)),
    Rule("Inmaculada Concepción", "Ley 2.977", fixed(12, 8)),
    Rule("Navidad", "Ley 2.977", fixed(12, 25)),
)  # fmt: skip


def expand(first: int, last: int) -> Iterator[Feriado]:
    """Yield the feriados of every rule between two years, inclusive."""
    for year in range(first, last + 1):
        for rule in RULES:
            on = rule.on(year) if year >= rule.since else None
            if on:
                yield Feriado(on, rule.name, rule.law, rule.scope, rule.codes)
