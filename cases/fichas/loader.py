"""The library of forms: one YAML each, read once per process."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from cases.fichas.definitions import Definicion

HERE = Path(__file__).parent / "library"


class DefinitionError(ValueError):
    """A form is badly declared; the text says where."""


def definition_from(data: Any) -> Definicion:
    """Return the form that `data` declares; DefinitionError with the places that are wrong."""
    name = data.get("key", "sin clave") if isinstance(data, dict) else "sin clave"
    try:
        return Definicion.model_validate(data)
    except ValidationError as error:
        places = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:5]]
        raise DefinitionError(f"Ficha «{name}» mal declarada: {'; '.join(places)}") from error


def definition_to_data(definition: Definicion) -> dict[str, Any]:
    """Return the form as plain data, without what has its default value."""
    return definition.model_dump(mode="json", exclude_defaults=True)


def read_files() -> list[Definicion]:
    """Return every form of the library, in the order of their files."""
    return [
        definition_from(yaml.safe_load(path.read_text(encoding="utf-8")))
        for path in sorted(HERE.glob("*.yaml"))
    ]


@cache
def library() -> dict[str, Definicion]:
    """Return the forms by key."""
    return {one.key: one for one in read_files()}


def by_code(code: str) -> Definicion | None:
    """Return the form of a code; None if no form has it."""
    return next((one for one in library().values() if one.code == code), None)


def health_codes() -> frozenset[str]:
    """Return the codes of the forms that the compartment of health opens."""
    return frozenset(one.code for one in library().values() if one.health)
