"""The law above every reglamento, as dated and sourced data. No Django."""

from protocols.catalog.norms.definitions import (
    Confidence,
    Derogada,
    Kind,
    Norms,
    Precepto,
    Transition,
)
from protocols.catalog.norms.limits import Limit, limits_for
from protocols.catalog.norms.loader import (
    all_norms,
    load_norms,
    norm_protocol,
    norm_protocols,
    norms_from_data,
)

__all__ = [
    "Confidence",
    "Derogada",
    "Kind",
    "Limit",
    "Norms",
    "Precepto",
    "Transition",
    "all_norms",
    "limits_for",
    "load_norms",
    "norm_protocol",
    "norm_protocols",
    "norms_from_data",
]
