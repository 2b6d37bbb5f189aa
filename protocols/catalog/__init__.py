"""What the norm says, as data. Imports nothing of ours but the engine, and no Django."""

from protocols.catalog.loader import (
    load_catalog,
    modelos,
    protocol_from_data,
    protocol_to_data,
)
from protocols.engine import protocol_in_force

__all__ = [
    "load_catalog",
    "modelos",
    "protocol_from_data",
    "protocol_in_force",
    "protocol_to_data",
]
