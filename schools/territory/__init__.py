"""Communes by CUT code: the first two digits are the region, the first three the province."""

from functools import cache
from pathlib import Path

import yaml


@cache
def comunas() -> dict[str, str]:
    """Return `{"13101": "Santiago", …}`, the communes of the country."""
    return yaml.safe_load((Path(__file__).parent / "comunas.yaml").read_text(encoding="utf-8"))


def comuna_name(code: str) -> str | None:
    """Return the name of a commune; None if there is no such code."""
    return comunas().get(code)
