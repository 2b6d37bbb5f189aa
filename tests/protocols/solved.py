"""A solved case as a table a lawyer can read, run through the command `simular`."""

from __future__ import annotations

from typing import Any

from protocols.management.commands.simular import simulate

Data = dict[str, Any]


def solve(
    modelo: str,
    protocolo: str,
    eventos: str,
    ahora: str,
    *,
    comuna: str = "13101",
    receso: object = None,
    **hechos: object,
) -> Data:
    """Return the steps by id of a scenario whose events are lines «SJ-05  2026-04-06T10:00»."""
    rows = [
        {"evento": line.split()[0], "en": line.split()[1]} | _extra(line.split()[2:])
        for line in eventos.strip().splitlines()
    ]
    data, _ = simulate(
        {
            "modelo": modelo,
            "protocolo": protocolo,
            "comuna": comuna,
            "receso": receso,
            "hechos": hechos,
            "eventos": rows,
            "ahora": ahora,
        }
    )
    return {step["id"]: step for step in data["pasos"]}


def dates(steps: Data) -> dict[str, str]:
    """Return every vencimiento by its name: of each step («SJ-24») and each reading («SJ-24e»)."""
    found: dict[str, str] = {}
    for step in steps.values():
        for reading in step["alternativas"]:
            if reading.get("id"):
                found[reading["id"]] = reading["vence"]
        if step["vence"]:
            found[step["id"]] = step["vence"]
    return found


def readings(steps: Data, step: str) -> list[tuple[str, str]]:
    """Return the other readings of a step as (kind, vencimiento), in their order."""
    return [(one["tipo"], one["vence"]) for one in steps[step]["alternativas"]]


def table(text: str) -> dict[str, str]:
    """Return `text` as pairs: each line is the name of a step and its vencimiento."""
    return {line.split()[0]: line.split()[1] for line in text.strip().splitlines()}


def agrees(steps: Data, text: str) -> dict[str, tuple[str, str | None]]:
    """Return the rows of `text` that came out otherwise, as (expected, found)."""
    found = dates(steps)
    return {
        name: (due, found.get(name)) for name, due in table(text).items() if found.get(name) != due
    }


def _extra(words: list[str]) -> Data:
    return dict(word.split("=", 1) for word in words)
