"""The units in which a norm states a plazo."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from protocols.engine.errors import UnitError


class Unit(StrEnum):
    """A unit as the norm writes it. Values are data and stay in Spanish."""

    HORAS_CORRIDAS = "horas_corridas"
    DIAS_HABILES = "dias_habiles"
    DIAS_CORRIDOS = "dias_corridos"
    DIA_ESCOLAR = "dia_escolar"
    DIA_LABORAL = "dia_laboral"
    DIAS_SIN_CALIFICAR = "dias_sin_calificar"
    MESES = "meses"
    MISMO_DIA = "mismo_dia"
    INMEDIATO = "inmediato"
    SIN_PLAZO = "sin_plazo"

    @property
    def counts_days(self) -> bool:
        """True if days are counted one by one."""
        return self in DAY_UNITS

    @property
    def needs_amount(self) -> bool:
        """True if the unit says nothing without a number."""
        return self in WITH_AMOUNT


DAY_UNITS = frozenset(
    {
        Unit.DIAS_HABILES,
        Unit.DIAS_CORRIDOS,
        Unit.DIA_ESCOLAR,
        Unit.DIA_LABORAL,
        Unit.DIAS_SIN_CALIFICAR,
    }
)
WITH_AMOUNT = DAY_UNITS | {Unit.HORAS_CORRIDAS, Unit.MESES}

ALIASES = {
    "hora": Unit.HORAS_CORRIDAS,
    "horas": Unit.HORAS_CORRIDAS,
    "hora_corrida": Unit.HORAS_CORRIDAS,
    "dia_habil": Unit.DIAS_HABILES,
    "habiles": Unit.DIAS_HABILES,
    "habil": Unit.DIAS_HABILES,
    "dia_corrido": Unit.DIAS_CORRIDOS,
    "corridos": Unit.DIAS_CORRIDOS,
    "corrido": Unit.DIAS_CORRIDOS,
    "dias_escolares": Unit.DIA_ESCOLAR,
    "dias_escolar": Unit.DIA_ESCOLAR,
    "dias_laborales": Unit.DIA_LABORAL,
    "dias_laboral": Unit.DIA_LABORAL,
    "dia_sin_calificar": Unit.DIAS_SIN_CALIFICAR,
    "dias": Unit.DIAS_SIN_CALIFICAR,
    "dia": Unit.DIAS_SIN_CALIFICAR,
    "mes": Unit.MESES,
    "inmediata": Unit.INMEDIATO,
    "inmediatamente": Unit.INMEDIATO,
}


def parse_unit(text: str) -> Unit:
    """Return the unit that `text` names; singular, plural and accents are accepted."""
    plain = unicodedata.normalize("NFD", text.strip().lower())
    key = (
        "".join(c for c in plain if not unicodedata.combining(c))
        .replace(" ", "_")
        .replace("-", "_")
    )
    if key in ALIASES:
        return ALIASES[key]
    try:
        return Unit(key)
    except ValueError:
        known = ", ".join(unit.value for unit in Unit)
        raise UnitError(f"La unidad «{text}» no existe. Unidades: {known}.") from None
