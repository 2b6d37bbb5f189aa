"""What a report may ask of the renderer, and the cleaning of what people typed."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from cases.documents.reports.common import Issue
from convivencia.exceptions import DomainError

MAX_CHARS = 300_000  # some hundred and twenty pages
MAX_TEXTS = 4_000  # cells, lines
LONG = 40
LONG_WORD = re.compile(rf"\S{{{LONG},}}")
BREAK = "\u200b"
# Control characters, and those that turn the direction of writing: none belongs on paper.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def prepare(report: Any) -> Any:
    """Return `report` ready for the page; DomainError if it would not end in a reasonable time."""
    budget = _Budget()
    return _walk(report, budget)


class _Budget:
    def __init__(self) -> None:
        self.chars = self.texts = 0

    def take(self, text: str) -> str:
        self.texts += 1 + text.count("\n")
        self.chars += len(text)
        if self.chars > MAX_CHARS or self.texts > MAX_TEXTS:
            raise DomainError(
                "El documento es demasiado largo para emitirlo.",
                code="documento_largo",
                reasons=(
                    f"El máximo es de {MAX_CHARS:,} caracteres".replace(",", ".")
                    + ": acorte el texto o acompáñelo como archivo adjunto.",
                ),
            )
        return _soften(UNPRINTABLE.sub("", text))


def _soften(text: str) -> str:
    """Give very long words places where the line may break."""
    return (
        LONG_WORD.sub(lambda m: BREAK.join(_chunks(m[0], 20)), text) if len(text) >= LONG else text
    )


def _chunks(word: str, size: int) -> list[str]:
    return [word[i : i + size] for i in range(0, len(word), size)]


def _walk(value: Any, budget: _Budget) -> Any:
    if isinstance(value, str):
        return budget.take(value) if value else value  # an empty cell takes nothing
    if isinstance(value, tuple):
        return tuple(_walk(item, budget) for item in value)
    if is_dataclass(value) and not isinstance(value, Issue):
        changes = {f.name: _walk(getattr(value, f.name), budget) for f in fields(value)}
        return replace(value, **changes)
    return value
