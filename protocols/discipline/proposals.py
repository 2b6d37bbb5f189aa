"""What the reglamento proposes after a falta: options with reasons. Nobody is sanctioned here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from protocols.discipline.antecedents import (
    Antecedent,
    Count,
    consumed_by_escalation,
    count_antecedents,
)
from protocols.discipline.definitions import Falta, Measure, Nature, Regimen, Rung

ALERTS = {
    "AS": "Puede afectar gravemente la convivencia: pregunte a la dirección si inicia el "
    "procedimiento de expulsión o cancelación. Nunca es automático.",
    "DEN": "Puede ser un delito: evalúe la denuncia; el plazo de 24 horas corre desde que se supo.",
    "VUL": "El estudiante puede ser también víctima: evalúe primero vulneración de derechos.",
    "ADU": "Depende en gran parte de un adulto: priorice el trabajo con la familia.",
    "PRO": "Puede ser acoso: active su protocolo y compruebe si fue reiterado.",
    "SEG": "Hay riesgo inmediato: avise a la dirección y al apoderado.",
    "REI": "Se funda en antecedentes: enlácelos.",
    "CLA": "Es una cláusula abierta: exige fundamento y acuerdo del equipo.",
    "AMB": "La redacción es ambigua: lea la nota antes de imputarla.",
}
ONWARDS = (
    "Hay antecedentes que ya se usaron para agravar otra falta y no se cuentan de nuevo. El "
    "reglamento dice «y siguientes»: se adopta la lectura más favorable al estudiante."
)
OFFERED = frozenset(
    {Nature.DISCIPLINARIA, Nature.FORMATIVA, Nature.REPARATORIA, Nature.APOYO, Nature.REGISTRO}
)
ORDINALS = ("primera", "segunda", "tercera", "cuarta", "quinta", "sexta", "séptima", "octava")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that the reglamento lets the school do, why, and where it says so."""

    reason: str
    source: str
    measures: tuple[Measure, ...] = ()
    also: tuple[str, ...] = ()
    becomes: Falta | None = None
    consumes: tuple[Antecedent, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_escalation(self) -> bool:
        return self.becomes is not None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The count, what it leads to, the rest of the menu, and what to look at before."""

    falta: Falta
    count: Count
    options: tuple[Option, ...]
    menu: tuple[Measure, ...]
    warnings: tuple[str, ...]
    decides: str = "El sistema propone según el reglamento. La decisión y su fundamento son suyos."

    @property
    def ordinal_words(self) -> str:
        number = self.count.ordinal
        word = ORDINALS[number - 1] if number <= len(ORDINALS) else f"{number}ª"
        return f"{word} falta {self.falta.gravity.label} del año escolar"

    def together(self, code: str) -> frozenset[str]:
        """Return the measures that the reglamento joins with `code` for this falta."""
        joined = [{m.code for m in option.measures} for option in self.options]
        return frozenset().union(*(codes for codes in joined if code in codes))


def propose(
    regimen: Regimen, falta: Falta, level: str, on: date, antecedents: Iterable[Antecedent]
) -> Proposal | None:
    """Return what may follow `falta`; None for párvulos, who are accompanied, never sanctioned.

    Source: modelo A, 7.3.2; modelo B, §9, rule 1: the engine proposes, a person decides.
    """
    group = regimen.level(level)
    if group is None or not group.sanctions:
        return None
    rows = tuple(antecedents)
    count = count_antecedents(regimen, falta, level, on, rows)
    rungs = [r for r in regimen.ladder if r.gravity == falta.gravity]
    rungs = [r for r in rungs if not r.levels or level in r.levels]
    options = [found for rung in rungs if (found := _option(regimen, falta, level, on, rows, rung))]
    taken = {m.code for option in options for m in option.measures}
    menu = [m for m in regimen.measures_for(level, falta.gravity) if m.nature in OFFERED]
    return Proposal(
        falta,
        count,
        tuple(options),
        tuple(m for m in menu if m.code not in taken and _fits(m, falta)),
        _warnings(regimen, falta, count),
    )


def _fits(measure: Measure, falta: Falta) -> bool:
    return measure.enabled and (not measure.only_for or falta.code in measure.only_for)


def _option(
    regimen: Regimen,
    falta: Falta,
    level: str,
    on: date,
    rows: tuple[Antecedent, ...],
    rung: Rung,
) -> Option | None:
    count = count_antecedents(regimen, falta, level, on, rows, rung)
    reached = count.ordinal >= rung.times if rung.onwards else count.ordinal == rung.times
    if not reached:
        return None
    measures = tuple(m for code in rung.measures if (m := regimen.measure(code)))
    becomes = regimen.falta(rung.becomes) if rung.becomes else None
    readings = regimen.readings or {}
    notes = [text for text in (rung.note, *(readings.get(r, "") for r in rung.readings)) if text]
    return Option(
        _reason(falta, count, rung, becomes),
        rung.source,
        measures,
        rung.also,
        becomes,
        consumed_by_escalation(count, rung),
        tuple(notes),
    )


def _reason(falta: Falta, count: Count, rung: Rung, becomes: Falta | None) -> str:
    what = "de la misma conducta" if rung.same_conduct else falta.gravity.label
    which = f"Es la {count.ordinal}ª falta {what} del {rung.window.replace('año escolar', 'año')}"
    if becomes is None:
        return f"{which}."
    return f"{which}: puede tratarse como {becomes.gravity.label} ({becomes.code})."


def warnings_of(regimen: Regimen, falta: Falta) -> tuple[str, ...]:
    """Return what to look at before imputing `falta`: its alerts, its note, its readings."""
    readings = regimen.readings or {}
    found = [ALERTS[alert] for alert in falta.alerts]
    found += [falta.note] if falta.note else []
    return tuple(found + [readings[code] for code in falta.readings if code in readings])


def _warnings(regimen: Regimen, falta: Falta, count: Count) -> tuple[str, ...]:
    used = (ONWARDS,) if any(w.consumed for w in count.weighed) else ()
    return warnings_of(regimen, falta) + used
