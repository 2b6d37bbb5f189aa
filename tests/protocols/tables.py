"""A scenario as a lawyer writes it: what happened, and a table of what each step must say.

A row is «paso vence [otras lecturas] [=estado] | fuente»; a dash is a step without date.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from protocols.management.commands.simular import simulate

RECESO = [
    ["2026-06-19", "2026-06-19", "jornada sin estudiantes"],
    ["2026-06-22", "2026-07-03", "vacaciones de invierno"],
]


@dataclass(frozen=True, slots=True)
class Case:
    """One scenario, solved by hand from the reglamento."""

    name: str
    protocolo: str
    eventos: str
    tabla: str
    hechos: dict[str, object] = field(default_factory=dict)
    ahora: str = "2027-12-30"
    comuna: str = "13101"


def events_of(text: str) -> list[dict[str, str]]:
    """Return the events written as «fecha · evento · clave=valor»."""
    rows = []
    for line in text.strip().splitlines():
        at, name, *extra = (part.strip() for part in line.split("·"))
        rows.append({"evento": name, "en": at} | dict(pair.split("=") for pair in extra))
    return rows


def answered(case: Case) -> dict[str, dict[str, Any]]:
    """Return the steps of the scenario by their code («bul-13»)."""
    data, _ = simulate(
        {
            "protocolo": case.protocolo,
            "modelo": "A",
            "comuna": case.comuna,
            "receso": RECESO,
            "hechos": case.hechos,
            "eventos": events_of(case.eventos),
            "ahora": case.ahora,
        }
    )
    return {step["id"][:6]: step for step in data["pasos"]}


def differences(case: Case) -> list[str]:
    """Return each row of the table that came out otherwise, in words."""
    steps, found = answered(case), []
    for line in case.tabla.strip().splitlines():
        row, source = line.split("|")
        code, *expected = row.split()
        step = steps[code]
        others = [reading["vence"] for reading in step["alternativas"]]
        official = step["vence"] or "—"
        told = {official, f"={step['estado']}", *others}
        wrong = [value for value in expected if value not in told]
        if expected and not expected[0].startswith("=") and expected[0] != official:
            wrong = [expected[0], *wrong]
        if wrong or source.strip() != step["fuente"]:
            found.append(f"{code}: {wrong} no está en {sorted(told)}; fuente {step['fuente']}")
    return found
