"""What the law says of a version before it rules."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from protocols.catalog import modelos, protocol_from_data
from protocols.catalog.faltas import load_regimen
from protocols.linter import lint
from protocols.linter.findings import Finding, Level
from protocols.models import ReglamentoVersion
from protocols.selectors import regimen_of
from protocols.services import library_of


@dataclass(frozen=True, slots=True)
class Review:
    """The findings of a version: `errors` are its own and stop it; `inherited`, of its model.

    A library model is what a real reglamento says, faults included: whoever adopts it is shown
    them, and publishes knowing it. What the school adds against the law is not published.
    """

    errors: tuple[Finding, ...]
    inherited: tuple[Finding, ...]
    warnings: tuple[Finding, ...]


def review(version: ReglamentoVersion, *, on: date) -> Review:
    """Return what the linter says of a version if it ruled on that day."""
    own = [protocol_from_data(data) for data in version.protocols.values()]
    found = lint(own, on, regimen=regimen_of(version))
    theirs = _of_modelo(version.modelo, on)
    errors = [finding for finding in found if finding.level is Level.ERROR]
    return Review(
        tuple(finding for finding in errors if finding not in theirs),
        tuple(finding for finding in errors if finding in theirs),
        tuple(finding for finding in found if finding.level is Level.WARNING),
    )


@lru_cache(maxsize=8)  # a library model does not change, and the law of a day neither
def _of_modelo(modelo: str, on: date) -> frozenset[Finding]:
    if modelo not in modelos():
        return frozenset()
    return frozenset(lint(library_of(modelo).values(), on, regimen=load_regimen(modelo)))
