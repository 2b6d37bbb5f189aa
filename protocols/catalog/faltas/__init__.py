"""Faltas, measures and ladders of the library models. No Django."""

from protocols.catalog.faltas.loader import (
    load_regimen,
    regimen_from_data,
    regimen_modelos,
    regimen_to_data,
)

__all__ = ["load_regimen", "regimen_from_data", "regimen_modelos", "regimen_to_data"]
