"""The disciplinary side of a reglamento as data: levels, faltas, measures, its ladder."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Gravity(StrEnum):
    """How grave a falta is. Source: modelo A, 7.1.2; modelo B, §IV.2 a)."""

    LEVE = "leve"
    GRAVE = "grave"
    MUY_GRAVE = "muy_grave"
    GRAVISIMA = "gravisima"

    @property
    def label(self) -> str:
        return {"muy_grave": "muy grave", "gravisima": "gravísima"}.get(self.value, self.value)


class Nature(StrEnum):
    """What a measure is. Only `disciplinaria` is a sanction."""

    DISCIPLINARIA = "disciplinaria"
    FORMATIVA = "formativa"
    REPARATORIA = "reparatoria"
    APOYO = "apoyo"  # psicosocial
    RESGUARDO = "resguardo"
    CAUTELAR = "cautelar"
    REGISTRO = "registro"  # writing it down, telling the family
    PREVENTIVA = "preventiva"
    RECONOCIMIENTO = "reconocimiento"
    DEBER_EXTERNO = "deber_externo"  # telling a court or the Ministerio Público
    LABORAL = "laboral"  # about staff
    APODERADO = "apoderado"  # about an adult of a family

    @property
    def label(self) -> str:
        return {"deber_externo": "deber ante la autoridad"}.get(self.value, self.value)


class Effect(StrEnum):
    """What the law looks at in a measure, whatever the reglamento calls it."""

    NONE = ""
    CARTA_COMPROMISO = "carta_compromiso"
    SUSPENSION = "suspension"
    SUSPENSION_RESGUARDO = "suspension_resguardo"
    SUSPENSION_CAUTELAR = "suspension_cautelar"
    CONDICIONALIDAD = "condicionalidad"
    NO_RENOVACION = "no_renovacion"
    EXPULSION = "expulsion"


SUSPENSIONS = {
    Effect.SUSPENSION: "suspensión como sanción",
    Effect.SUSPENSION_RESGUARDO: "suspensión de protección",
    Effect.SUSPENSION_CAUTELAR: "suspensión cautelar",
}
OUT = frozenset({Effect.EXPULSION, Effect.NO_RENOVACION})
SANCTION = frozenset({Nature.DISCIPLINARIA})


class When(StrEnum):
    """At which moment of the procedure a measure may be taken."""

    ANY = ""
    DURANTE = "durante"
    FINALIZADA = "finalizada"
    RESGUARDO = "resguardo"


@dataclass(frozen=True, slots=True)
class Level:
    """A group of courses with rules of its own. `sanctions` is false for párvulos."""

    code: str
    title: str
    courses: dict[str, tuple[int, ...]]  # nivel -> grades: {"basica": (8,), "media": (1, 2, 3, 4)}
    sanctions: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Falta:
    """A typified conduct. `protocols` may take its place or run beside; a person decides."""

    code: str
    gravity: Gravity
    title: str
    levels: tuple[str, ...]
    source: str
    family: str = ""
    alerts: tuple[str, ...] = ()
    protocols: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    alias_of: str = ""
    hidden: bool = False  # kept for its code, never offered
    by_count: bool = False  # it is born of antecedents, see Rung.becomes: nobody imputes it
    note: str = ""
    readings: tuple[str, ...] = ()
    in_force_from: date | None = None
    in_force_until: date | None = None

    def in_force(self, on: date) -> bool:
        starts = self.in_force_from is None or self.in_force_from <= on
        return starts and (self.in_force_until is None or on <= self.in_force_until)

    @property
    def selectable(self) -> bool:
        return not (self.alias_of or self.hidden or self.by_count)


@dataclass(frozen=True, slots=True)
class Measure:
    """What may follow: for which gravity and level, by whom, how long, when, on what condition."""

    code: str
    title: str
    nature: Nature
    source: str
    gravities: tuple[Gravity, ...] = ()  # empty: any
    levels: tuple[str, ...] = ()  # empty: any
    by: tuple[str, ...] = ()  # roles that may apply it; empty: not said
    effect: Effect = Effect.NONE
    days_min: int = 0
    days_max: int = 0
    days_by_gravity: dict[Gravity, tuple[int, int]] = field(default_factory=dict)
    by_gravity: dict[Gravity, tuple[str, ...]] = field(default_factory=dict)
    when: When = When.ANY
    needs: tuple[str, ...] = ()  # facts that must be stated, see `refusals.NEEDS`
    only_for: tuple[str, ...] = ()  # codes of faltas
    always: bool = False  # goes with every falta of its kind
    enabled: bool = True
    note: str = ""
    readings: tuple[str, ...] = ()

    def days_for(self, gravity: Gravity) -> tuple[int, int]:
        """Return the least and the most days for a falta of that gravity; 0 is «not said»."""
        return self.days_by_gravity.get(gravity, (self.days_min, self.days_max))

    def roles_for(self, gravity: Gravity) -> tuple[str, ...]:
        """Return who may apply it for a falta of that gravity; empty is «not said»."""
        return self.by_gravity.get(gravity, self.by)

    @property
    def is_sanction(self) -> bool:
        return self.nature in SANCTION


@dataclass(frozen=True, slots=True)
class Rung:
    """What the reglamento says of the n-th falta: which measures, or that it becomes a graver one.

    `onwards` is «y siguientes». `consumes`: the antecedents that made it graver are used up.
    """

    gravity: Gravity
    times: int
    source: str
    levels: tuple[str, ...] = ()  # empty: any
    onwards: bool = False
    same_conduct: bool = False
    window: str = "año escolar"  # or «mes»
    measures: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    becomes: str = ""  # code of the graver falta
    consumes: bool = False
    note: str = ""
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Regimen:
    """Everything a reglamento says about faltas, as it stood in one version."""

    modelo: str
    levels: tuple[Level, ...]
    faltas: tuple[Falta, ...]
    measures: tuple[Measure, ...]
    ladder: tuple[Rung, ...] = ()
    readings: dict[str, str] | None = None
    level_resets: bool = False  # antecedents of another level group do not count

    def level(self, code: str) -> Level | None:
        return next((level for level in self.levels if level.code == code), None)

    def level_for(self, nivel: str, grade: int) -> Level | None:
        """Return the level group of a course, as of the day of the facts."""
        found = (x for x in self.levels if grade in x.courses.get(nivel, ()))
        return next(found, None)

    def falta(self, code: str) -> Falta | None:
        return next((falta for falta in self.faltas if falta.code == code), None)

    def measure(self, code: str) -> Measure | None:
        return next((measure for measure in self.measures if measure.code == code), None)

    def faltas_for(self, level: str, on: date) -> tuple[Falta, ...]:
        """Return what may be imputed to a student of that level for facts of that day.

        Párvulos have none. Source: LGE art. 16 E i); modelo B, §1 l.158.
        """
        group = self.level(level)
        if group is None or not group.sanctions:
            return ()
        found = (f for f in self.faltas if level in f.levels and f.in_force(on) and f.selectable)
        return tuple(found)

    def measures_for(self, level: str, gravity: Gravity) -> tuple[Measure, ...]:
        """Return the measures that the reglamento gives for that gravity and level."""
        return tuple(
            m
            for m in self.measures
            if (not m.levels or level in m.levels) and (not m.gravities or gravity in m.gravities)
        )
