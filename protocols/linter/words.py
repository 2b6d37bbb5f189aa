"""The terms of a norm in words."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum

from protocols.engine.conditions import ALWAYS, Condition
from protocols.engine.definitions import Pick, Trigger
from protocols.engine.events import COMMON_EVENTS
from protocols.engine.plazos import Norma, Plazo, Prorroga
from protocols.engine.units import Unit

NAMES = {
    Unit.HORAS_CORRIDAS: ("hora", "horas"),
    Unit.DIAS_HABILES: ("día hábil", "días hábiles"),
    Unit.DIAS_CORRIDOS: ("día corrido", "días corridos"),
    Unit.DIA_ESCOLAR: ("día con clases", "días con clases"),
    Unit.DIA_LABORAL: ("día laboral", "días laborales"),
    Unit.DIAS_SIN_CALIFICAR: ("día", "días"),
    Unit.MESES: ("mes", "meses"),
}
BARE = {
    Unit.MISMO_DIA: "el mismo día",
    Unit.INMEDIATO: "de inmediato",
    Unit.SIN_PLAZO: "sin plazo",
}
READINGS = {Unit.DIAS_HABILES: "contados hábiles", Unit.DIAS_CORRIDOS: "contados corridos"}


def plazo_words(plazo: Plazo | Prorroga) -> str:
    """Return «5 días (contados hábiles)»."""
    if plazo.unit in BARE:
        return BARE[plazo.unit]
    one, many = NAMES[plazo.unit]
    words = f"{plazo.amount} {one if plazo.amount == 1 else many}"
    if plazo.unit is Unit.DIAS_SIN_CALIFICAR:
        words += f" ({READINGS[plazo.reading or Unit.DIAS_HABILES]})"
    return words


def in_words(value: object) -> str:
    """Return a value of a declaration as people read it; «nada» if it is empty."""
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, Condition):
        return "siempre" if value == ALWAYS else condition_words(value)
    if value in (None, "", (), {}):
        return "nada"
    return _said(value)


def _said(value: object) -> str:
    if isinstance(value, Plazo | Prorroga):
        return plazo_words(value)
    if isinstance(value, Trigger):
        return trigger_words(value)
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, StrEnum | Norma | int | str):
        return str(value)
    return _parts(value)


def _parts(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(map(in_words, value.values()))
    if isinstance(value, tuple):
        return "; ".join(map(in_words, value))
    if is_dataclass(value):
        shown = (getattr(value, part.name) for part in fields(value))
        return " · ".join(in_words(item) for item in shown if item not in (None, "", (), ALWAYS))
    return str(value)


def trigger_words(trigger: Trigger) -> str:
    """Return «el último entre la resolución y la notificación»."""
    if trigger.text or not trigger.events:
        return trigger.text or "nada"
    names = [COMMON_EVENTS.get(name, name) for name in trigger.events]
    if len(names) == 1:
        return names[0]
    which = "lo último" if trigger.pick is Pick.LAST else "lo primero"
    return f"{which} entre {', '.join(names[:-1])} y {names[-1]}"


def condition_words(condition: Condition) -> str:
    """Return «agresor_edad es al menos 14 y menor que 18»."""
    parts = [_asked(condition)] if condition.fact else []
    for group, joint in ((condition.all_of, " y "), (condition.any_of, " o ")):
        if group:
            parts.append(joint.join(map(condition_words, group)))
    if condition.none_of:
        parts.append(f"no ({' o '.join(map(condition_words, condition.none_of))})")
    return " y ".join(parts)


def _asked(condition: Condition) -> str:
    bounds = []
    if condition.at_least is not None:
        bounds.append(f"al menos {condition.at_least}")
    if condition.below is not None:
        bounds.append(f"menor que {condition.below}")
    options = condition.one_of or (condition.equals,)
    answer = " y ".join(bounds) or " o ".join(map(in_words, options))
    return f"{condition.fact} es {answer}"
