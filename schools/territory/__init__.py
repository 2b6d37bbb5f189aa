"""Communes by CUT code: the first two digits are the region, the first three the province."""

from functools import cache
from pathlib import Path

import yaml

HERE = Path(__file__).parent


def _load(name: str) -> dict:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


@cache
def comunas() -> dict[str, str]:
    """Return `{"13101": "Santiago", …}`, the 346 communes of the country, from north to south."""
    return _load("comunas.yaml")


@cache
def regiones() -> dict[str, str]:
    """Return `{"15": "Arica y Parinacota", …}`, from north to south."""
    return _load("regiones.yaml")["regiones"]


@cache
def provincias() -> dict[str, str]:
    """Return `{"151": "Arica", …}`, from north to south."""
    return _load("regiones.yaml")["provincias"]


def comuna_name(code: str) -> str | None:
    """Return the name of a commune; None if there is no such code."""
    return comunas().get(code)


def region_name(code: str) -> str | None:
    """Return the name of the region of a commune, province or region code; None if unknown."""
    return regiones().get(code[:2])


def provincia_name(code: str) -> str | None:
    """Return the name of the province of a commune or province code; None if unknown."""
    return provincias().get(code[:3])


def comuna_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the communes grouped by region, for a select."""
    groups: dict[str, list[tuple[str, str]]] = {name: [] for name in regiones().values()}
    for code, name in sorted(comunas().items(), key=lambda pair: pair[1]):
        groups[regiones()[code[:2]]].append((code, name))
    return list(groups.items())
