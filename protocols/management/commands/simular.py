"""Run a protocol over invented events and say how each step stands."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from protocols.catalog import load_catalog
from protocols.catalog.calendar import calendar_for
from protocols.catalog.norms import norm_protocols
from protocols.engine import EngineError, Event, Protocol, evaluate, parse_moment
from protocols.engine.definitions import find_protocol, protocol_in_force
from protocols.engine.facts import read_facts
from protocols.engine.render import timeline_data
from protocols.engine.scenario import read_events, read_no_class
from protocols.management.commands.plazo import message_of

DEFAULT_COMUNA, DEFAULT_MODELO, LAW = "13101", "A", "LEY"
INVALID = 2


class Command(BaseCommand):
    """`manage.py simular`: no database. Exit code 2 means that the scenario is wrong."""

    help = "Simula un protocolo con los hechos y eventos de un archivo JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("escenario", nargs="?", help="archivo JSON; «-» es la entrada")
        parser.add_argument("--json", action="store_true", help="responde en JSON")

    def handle(self, **options: Any) -> None:
        try:
            data, notices = simulate(_read(options["escenario"]))
        except (EngineError, OSError, UnicodeDecodeError) as error:
            self.stderr.write(message_of(error))
            sys.exit(INVALID)
        for notice in notices:
            self.stderr.write(notice)
        self.stdout.write(json.dumps(data, ensure_ascii=False) if options["json"] else _table(data))


def simulate(scenario: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the timeline of a scenario as data, and what its author should look at again.

    Raises: EngineError with a sentence in Spanish if the scenario is wrong.
    """
    for name in ("protocolo", "ahora"):
        if not scenario.get(name):
            raise EngineError(f"Al escenario le falta «{name}».")
    facts = scenario.get("hechos") or {}
    if not isinstance(facts, dict):
        raise EngineError("«hechos» debe ser un objeto.")
    facts = read_facts(facts)
    no_class = read_no_class(scenario.get("receso"), scenario.get("dias_sin_clases"))
    comuna, zone = str(scenario.get("comuna") or DEFAULT_COMUNA), str(scenario.get("zona") or "")
    calendar = calendar_for(comuna.strip(), no_class=no_class, zone=zone)
    now = parse_moment(scenario["ahora"], calendar.tz, end=True)
    rows = scenario.get("eventos") or []
    days = [day for row in _dicts(rows) if (day := _day_of(row))]
    first = min(days, default=now.local_date(calendar.tz))
    answers, notices = [], []
    catalog = _catalog(scenario)
    titles = {protocol.key: protocol.title for protocol in catalog}
    named = _protocols(catalog, scenario, first)
    for protocol, notice in named:
        others = [other for other, _ in named if other is not protocol]
        read = read_events(rows, protocol, calendar.tz, elsewhere=others)
        timeline = evaluate(protocol, facts, read.events, calendar, now.at)
        answers.append(timeline_data(timeline, calendar.tz, facts, titles))
        later = [event for event in read.events if event.at > now.at]
        notices += [*filter(None, [notice]), *read.notices, *_about_later(later)]
    if not scenario.get("comuna"):
        notices.append(f"Sin comuna: se usa {DEFAULT_COMUNA} (Santiago).")
    return joined(answers), list(dict.fromkeys(notices))


def joined(answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one answer for several protocols of one scenario: their steps, one after another."""
    one = dict(answers[0])
    for other in answers[1:]:
        one["protocolo"] += f"+{other['protocolo']}"
        one["pasos"] = [*one["pasos"], *other["pasos"]]
        one["remite_a"] = [*one["remite_a"], *other["remite_a"]]
    return one


def _read(path: str | None) -> dict[str, Any]:
    if not path:
        raise EngineError("Falta el archivo del escenario: manage.py simular ESCENARIO.json --json")
    text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8-sig")
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise EngineError(f"El escenario no es JSON válido (línea {error.lineno}).") from None
    if not isinstance(data, dict):
        raise EngineError("El escenario debe ser un objeto JSON.")
    return data


def _dicts(rows: object) -> list[dict[str, Any]]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _day_of(row: dict[str, Any]) -> date | None:
    try:
        return date.fromisoformat(str(row.get("en"))[:10])
    except ValueError:
        return None  # read_events says what is wrong with it


def _catalog(scenario: dict[str, Any]) -> Sequence[Protocol]:
    modelo = str(scenario.get("modelo") or DEFAULT_MODELO)
    return norm_protocols() if modelo.strip().upper() == LAW else load_catalog(modelo)


def _protocols(
    catalog: Sequence[Protocol], scenario: dict[str, Any], on: date
) -> list[tuple[Protocol, str]]:
    """Return each protocol that the scenario names: one, a list, or «bul+mal»."""
    named = scenario["protocolo"]
    names = named if isinstance(named, list) else re.split(r"[+,]", str(named))
    return [_protocol(catalog, str(name), on) for name in names]


def _protocol(catalog: Sequence[Protocol], name: str, on: date) -> tuple[Protocol, str]:
    """Return the version in force on the first event; before the first one, that one."""
    late = max(on, *(protocol.in_force_from for protocol in catalog))
    protocol = find_protocol(catalog, name, late)
    versions = [one for one in catalog if one.key == protocol.key]
    first = min(versions, key=lambda one: one.in_force_from)
    if on < first.in_force_from:
        text = f"El protocolo rige desde el {first.in_force_from:%d-%m-%Y}; se simula igual."
        return first, text
    return protocol_in_force(versions, protocol.key, on), ""


def _about_later(later: list[Event]) -> list[str]:
    if not later:
        return []
    names = ", ".join(dict.fromkeys(event.name for event in later))
    return [f"Todavía no ocurren a la fecha de «ahora» y no se consideran: {names}."]


def _table(data: dict[str, Any]) -> str:
    rows = [f"{data['protocolo']} {data['version']} al {data['ahora']}"]
    for step in data["pasos"]:
        due = step["vence"] or "—"
        rows.append(f"{step['id']:32} {step['estado']:15} {due:17} {step['motivo']}".rstrip())
    return "\n".join(rows)
