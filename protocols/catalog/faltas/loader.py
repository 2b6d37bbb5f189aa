"""From YAML that a lawyer can read to a Regimen, and to the two JSON fields of a reglamento.

As with protocols, an unknown field, a wrong type or a missing source is an error with its place.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped,unused-ignore]
from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from protocols.discipline import definitions
from protocols.discipline.definitions import Falta, Measure, Regimen, Rung
from protocols.engine.errors import ProtocolError

HERE = Path(__file__).parent
STRICT = ConfigDict(extra="forbid", strict=True)
STRICT_TYPES: tuple[type[Any], ...] = (
    definitions.Level,
    definitions.Falta,
    definitions.Measure,
    definitions.Rung,
    definitions.Regimen,
)
IN_FALTAS = ("levels", "faltas", "readings")  # the rest goes with the measures


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Regimen]:
    for model in STRICT_TYPES:
        with_config(STRICT)(model)
    return TypeAdapter(Regimen)


def regimen_from_data(
    modelo: str, faltas: dict[str, Any], medidas: dict[str, Any]
) -> Regimen | None:
    """Return what the two documents of a reglamento declare; None if it declares nothing.

    Raises: ProtocolError with the place of each mistake, or with each broken reference.
    """
    if not faltas and not medidas:
        return None
    document = json.dumps({"modelo": modelo, **faltas, **medidas}, default=str)
    try:
        regimen = _adapter().validate_json(document)
    except ValidationError as error:
        places = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:5]]
        raise ProtocolError(f"Faltas y medidas mal declaradas: {'; '.join(places)}") from error
    broken = broken_references(regimen)
    if broken:
        raise ProtocolError(f"Faltas y medidas mal declaradas: {'; '.join(broken[:5])}")
    return regimen


def regimen_to_data(regimen: Regimen) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the two documents of a reglamento: its faltas and its measures."""
    data = _adapter().dump_python(regimen, mode="json", exclude_defaults=True)
    data.pop("modelo")
    faltas = {key: data.pop(key) for key in IN_FALTAS if key in data}
    return faltas, data


def regimen_modelos() -> tuple[str, ...]:
    """Return the letters of the modelos that bring faltas or measures."""
    return tuple(sorted(path.name[-1].upper() for path in HERE.glob("modelo_?")))


@lru_cache(maxsize=8)
def load_regimen(modelo: str) -> Regimen | None:
    """Return the faltas, measures and ladder of a modelo («A»); None if it brings none."""
    letter = modelo.strip().upper().removeprefix("MODELO").strip(" _-")
    folder = HERE / f"modelo_{letter.lower()}"
    if letter not in regimen_modelos():
        return None
    rules = _read(folder / "reglas.yaml")
    faltas = {
        "levels": rules.pop("levels"),
        "faltas": [row for path in sorted(folder.glob("faltas*.yaml")) for row in _faltas(path)],
        "readings": _read(folder / "lecturas.yaml"),
    }
    measures = [m for path in sorted(folder.glob("medidas*.yaml")) for m in _measures(path)]
    return regimen_from_data(letter, faltas, {**rules, "measures": measures})


def broken_references(regimen: Regimen) -> list[str]:
    """Return each code that is repeated, and each that names nothing."""
    codes = [f.code for f in regimen.faltas] + [m.code for m in regimen.measures]
    found = [f"{code} está dos veces" for code in dict.fromkeys(codes) if codes.count(code) > 1]
    levels = {level.code for level in regimen.levels}
    items: list[Falta | Measure | Rung] = [*regimen.faltas, *regimen.measures, *regimen.ladder]
    for item in items:
        found += [f"no existe el nivel {x}" for x in item.levels if x not in levels]
        found += [
            f"no existe la lectura {x}" for x in item.readings if x not in (regimen.readings or {})
        ]
    named = [x for f in regimen.faltas for x in (f.alias_of, *f.related) if x]
    named += [x for m in regimen.measures for x in m.only_for]
    named += [x for r in regimen.ladder for x in (r.becomes, *r.measures) if x]
    return found + [f"no existe {code}" for code in dict.fromkeys(named) if code not in codes]


def _read(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return found


def _faltas(path: Path) -> list[dict[str, Any]]:
    """Return the rows of one file: its levels, and a list per gravity."""
    data = _read(path)
    groups = data["faltas"].items()
    common = {"levels": data["levels"]}
    return [{**common, "gravity": gravity, **row} for gravity, rows in groups for row in rows]


def _measures(path: Path) -> list[dict[str, Any]]:
    """Return the rows of one file: groups with what their measures share."""
    return [
        {**{key: value for key, value in group.items() if key != "measures"}, **row}
        for group in _read(path)["groups"]
        for row in group["measures"]
    ]
