"""Which earlier faltas count for the next one, and why the others do not.

Source: modelo A, 7.3.2 (A-46); modelo B, §9, rules 2, 3 and 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from protocols.discipline.definitions import Falta, Gravity, Regimen, Rung


@dataclass(frozen=True, slots=True)
class Antecedent:
    """An earlier falta of the same student in the same school.

    `firm`: told to the family, and nobody can ask to look again. `consumed_by` names what already
    used it to become graver. `level` is the group of the course on the day of the facts.
    """

    key: int
    code: str
    gravity: Gravity
    on: date
    level: str
    firm: bool = True
    consumed_by: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Weighed:
    """An antecedent, whether it counts, and the reason with its source."""

    antecedent: Antecedent
    counts: bool
    reason: str
    source: str = ""

    @property
    def consumed(self) -> bool:
        return bool(self.antecedent.consumed_by)


@dataclass(frozen=True, slots=True)
class Count:
    """The antecedents of one falta under one rule, and which number it is."""

    weighed: tuple[Weighed, ...]
    of_code: int  # how many of those that count are of the very same conduct

    @property
    def counted(self) -> tuple[Antecedent, ...]:
        return tuple(w.antecedent for w in self.weighed if w.counts)

    @property
    def ordinal(self) -> int:
        """1 if nothing counts before it."""
        return len(self.counted) + 1


def count_antecedents(
    regimen: Regimen,
    falta: Falta,
    level: str,
    on: date,
    antecedents: Iterable[Antecedent],
    rung: Rung | None = None,
) -> Count:
    """Return what counts before `falta`, committed on `on` by a student of `level`.

    Without a `rung` the reglamento's general rule is used: same gravity, same school year.
    """
    rows = sorted(antecedents, key=lambda a: (a.on, a.key))
    weighed = tuple(_weigh(regimen, falta, level, on, row, rung) for row in rows)
    same = sum(w.counts and w.antecedent.code == falta.code for w in weighed)
    return Count(weighed, same)


def consumed_by_escalation(count: Count, rung: Rung) -> tuple[Antecedent, ...]:
    """Return the antecedents that becoming graver would use up: the last ones that made the number.

    They are not counted again, neither here nor for another measure.
    """
    if not rung.becomes or not rung.consumes:
        return ()
    return count.counted[-(rung.times - 1) :] if rung.times > 1 else ()


def _weigh(
    regimen: Regimen, falta: Falta, level: str, on: date, row: Antecedent, rung: Rung | None
) -> Weighed:
    for applies, reason, source in _exclusions(regimen, falta, level, on, row, rung):
        if applies:
            return Weighed(row, False, reason, source)
    source = rung.source if rung else _source(regimen)
    return Weighed(row, True, "Cuenta: misma gravedad, firme y dentro del período.", source)


def _exclusions(
    regimen: Regimen, falta: Falta, level: str, on: date, row: Antecedent, rung: Rung | None
) -> Sequence[tuple[bool, str, str]]:
    """Return each reason not to count `row`, in the order in which it is told."""
    group, source = regimen.level(row.level), _source(regimen)
    month = rung is not None and rung.window == "mes"
    return (
        (row.withdrawn, "Quedó sin efecto.", source),
        (row.on > on, "Es posterior a estos hechos.", source),
        (
            group is None or not group.sanctions,
            "Ocurrió en educación parvularia: no es antecedente.",
            "LGE art. 16 E i)",
        ),
        (not row.firm, "No está firme: todavía se puede pedir que se revise.", source),
        (bool(row.consumed_by), f"Ya se usó: {row.consumed_by}.", source),
        (row.on.year != on.year, "Es de otro año escolar.", source),
        (
            regimen.level_resets and row.level != level,
            "Es de otro nivel: el contador parte de nuevo.",
            source,
        ),
        (row.gravity != falta.gravity, f"Es de otra gravedad ({row.gravity.label}).", source),
        (month and row.on.month != on.month, "Es de otro mes.", rung.source if rung else ""),
        (
            rung is not None and rung.same_conduct and row.code != falta.code,
            "Es otra conducta y aquí se cuenta la misma.",
            rung.source if rung else "",
        ),
    )


def _source(regimen: Regimen) -> str:
    return {"A": "7.3.2, lectura A-46", "B": "§9, reglas 2, 3 y 5"}.get(regimen.modelo, "")
