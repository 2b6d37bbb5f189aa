"""Short ways to write dates, events and scenarios in the tests of the engine."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

from protocols.catalog import load_catalog
from protocols.catalog.calendar import calendar_for
from protocols.engine import Event, Timeline, evaluate, parse_moment

DATA = Path(__file__).parents[1] / "data" / "vectores"
SANTIAGO = calendar_for("13101")
A = {protocol.key: protocol for protocol in load_catalog("A")}
ACOSO, OFICIO = A["acoso_escolar"], A["oficio"]


def rows(name: str) -> list[dict]:
    """Return the rows of a file of solved plazos."""
    data = json.loads((DATA / name).read_text(encoding="utf-8"))
    return data["plazos"] if isinstance(data, dict) else data


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str, calendar=SANTIAGO) -> datetime:
    return parse_moment(text, calendar.tz).at


def event(name: str, when: str, **extra) -> Event:
    moment = parse_moment(when, SANTIAGO.tz)
    return Event(name, moment.at, moment.date_only, **extra)


def events(*lines: str) -> list[Event]:
    """Return events written as «ev_denuncia 2026-04-29T10:20»."""
    return [event(*line.split()) for line in lines]


def run(history: list[Event], now: str, protocol=ACOSO, calendar=SANTIAGO, **facts) -> Timeline:
    moment = parse_moment(now, calendar.tz, end=True)
    return evaluate(protocol, facts, history, calendar, moment.at)


def due(timeline: Timeline, step: str) -> str | None:
    """Return the vencimiento of the only step whose code is `step`, as a date."""
    status = status_of(timeline, step)
    return status.due.on.isoformat() if status.due else None


def status_of(timeline: Timeline, code: str):
    [status] = [s for s in timeline if s.step.id.startswith(f"{code}-")]
    return status


# E01: una denuncia fundada, cada trámite el último día permitido.
E01 = events(
    "ev_denuncia 2026-04-29T10:20",
    "ev_comunicacion_1 2026-04-29",
    "ev_entrevista 2026-04-30",
    "bul-13-informe-encargado 2026-06-01",
    "bul-14-resolucion 2026-06-03",
    "ev_notificacion 2026-06-03",
    "ev_reconsideracion 2026-06-10",
    "ev_res_reconsideracion 2026-06-17",
    "ev_cierre 2026-06-17",
)
# E09: resultado no fundado; la segunda notificación es la del cierre.
E09 = events(
    "ev_denuncia 2026-06-18T10:00",
    "ev_comunicacion_1 2026-06-18",
    "ev_entrevista 2026-06-19",
    "ev_informe 2026-07-21",
    "ev_notificacion 2026-07-24",
    "ev_cierre 2026-08-07",
    "ev_notificacion 2026-08-07",
    "ev_reconsideracion 2026-08-14",
)
