"""From YAML that a lawyer can read to the frozen objects of the engine, and back to JSON.

The strict models are the engine's own dataclasses: an unknown field, a wrong type or a
missing source is an error with its place in the file.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped,unused-ignore]
from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from protocols.catalog.shorthand import expand
from protocols.engine import definitions, plazos
from protocols.engine.conditions import Condition
from protocols.engine.definitions import Protocol
from protocols.engine.errors import ProtocolError

HERE = Path(__file__).parent
STRICT = ConfigDict(extra="forbid", strict=True)
STRICT_TYPES: tuple[type[Any], ...] = (
    Condition,
    plazos.Norma,
    plazos.Plazo,
    plazos.Prorroga,
    definitions.Trigger,
    definitions.PlazoCase,
    definitions.Alternative,
    definitions.Recipient,
    definitions.Step,
    definitions.DerivedEvent,
    definitions.DeclaredEvent,
    definitions.Requirement,
    definitions.Gate,
    definitions.Remission,
    definitions.Protocol,
)


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Protocol]:
    for model in STRICT_TYPES:
        with_config(STRICT)(model)
    return TypeAdapter(Protocol)


def protocol_from_data(data: dict[str, Any]) -> Protocol:
    """Return the protocol that `data` declares; ProtocolError says where it is wrong.

    Accepts both the short form of the YAML files and what `protocol_to_data` gives.
    """
    try:
        document = json.dumps(expand(data), default=str)
        return _adapter().validate_json(document)
    except ValidationError as error:
        places = [
            f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()[:5]
        ]
        key = data.get("key", "sin clave")
        raise ProtocolError(f"Protocolo «{key}» mal declarado: {'; '.join(places)}") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ProtocolError(f"Protocolo mal declarado: {error}") from error


def protocol_to_data(protocol: Protocol) -> dict[str, Any]:
    """Return the protocol as plain JSON data, without what has its default value."""
    data: dict[str, Any] = _adapter().dump_python(protocol, mode="json", exclude_defaults=True)
    return data


def modelos() -> tuple[str, ...]:
    """Return the letters of the modelos in the catalogue."""
    return tuple(sorted(path.name[-1].upper() for path in HERE.glob("modelo_?")))


@lru_cache(maxsize=8)
def load_catalog(modelo: str) -> tuple[Protocol, ...]:
    """Return every protocol of a modelo («A»), read once per process.

    Raises: ProtocolError if the modelo does not exist or a file is wrong.
    """
    letter = modelo.strip().upper().removeprefix("MODELO").strip(" _-")
    if letter not in modelos():
        raise ProtocolError(f"No existe el modelo «{modelo}». Modelos: {', '.join(modelos())}.")
    folder = HERE / f"modelo_{letter.lower()}"
    return tuple(read_protocol(path) for path in sorted(folder.glob("*.yaml")))


def read_protocol(path: Path) -> Protocol:
    """Return the protocol of one YAML file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 -- safe loaders
    return protocol_from_data(data)
