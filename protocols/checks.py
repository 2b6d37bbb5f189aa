"""A broken declaration stops the server: it is an error of the system check."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from protocols.catalog import load_catalog, modelos
from protocols.engine import EngineError, Protocol, problems
from protocols.engine.problems import catalog_problems


@register("protocols")
def check_catalog(**_options: Any) -> list[CheckMessage]:
    """Return `protocols.E001` for each point of the catalogue that a reader cannot follow."""
    messages: list[CheckMessage] = []
    for modelo in modelos():
        try:
            messages += errors_of(*load_catalog(modelo))
            messages += map(_error, catalog_problems(load_catalog(modelo)))
        except EngineError as error:
            messages.append(Error(str(error), id="protocols.E001"))
    return messages


def errors_of(*catalog: Protocol) -> list[CheckMessage]:
    """Return an error for each problem of each protocol."""
    return [_error(text) for protocol in catalog for text in problems(protocol)]


def _error(text: str) -> Error:
    return Error(text, hint="Corrija el archivo en protocols/catalog.", id="protocols.E001")
