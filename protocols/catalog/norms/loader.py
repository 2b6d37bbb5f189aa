"""From YAML to the statute, and to the protocols that run its plazos.

As in the rest of the catalogue, an unknown field, a wrong type or a missing source is an error.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped,unused-ignore]
from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from protocols.catalog.loader import STRICT_TYPES, protocol_from_data
from protocols.catalog.norms.definitions import Derogada, Norms, Precepto, Transition
from protocols.engine.definitions import Protocol
from protocols.engine.errors import ProtocolError
from protocols.engine.units import parse_unit

Data = dict[str, Any]
HERE = Path(__file__).parent
RUNNABLE = HERE / "protocols"
STRICT = ConfigDict(extra="forbid", strict=True)
# What a runnable step takes from its precepto unless it says otherwise.
SHARED = ("title", "responsible", "source", "plazo", "counts_from", "documents", "note")


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Norms]:
    for model in (*STRICT_TYPES, Precepto, Transition, Derogada, Norms):
        with_config(STRICT)(model)
    return TypeAdapter(Norms)


def norms_from_data(data: Data) -> Norms:
    """Return the statute that `data` declares; ProtocolError says where it is wrong."""
    try:
        document = {
            **data,
            "preceptos": [_precepto(item) for item in data.get("preceptos", [])],
        }
        found = _adapter().validate_json(json.dumps(document, default=str))
    except ValidationError as error:
        places = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:5]]
        raise ProtocolError(f"Norma mal declarada: {'; '.join(places)}") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ProtocolError(f"Norma mal declarada: {error}") from error
    codes = [item.code for item in found.preceptos] + [item.code for item in found.derogadas]
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    if repeated:
        raise ProtocolError(f"Norma mal declarada: {', '.join(repeated)} está dos veces.")
    return found


@lru_cache(maxsize=1)
def all_norms() -> Norms:
    """Return everything kept, in force or not, read once per process."""
    rows: dict[str, list[Data]] = {"preceptos": [], "transitions": [], "derogadas": []}
    for path in sorted(HERE.glob("*.yaml")):
        for name, found in _read(path).items():
            rows[name] += found
    return norms_from_data(rows)


@lru_cache(maxsize=64)
def load_norms(on: date) -> Norms:
    """Return what the law says on that day: preceptos in force, dates passed, dead norms."""
    kept = all_norms()
    return Norms(
        preceptos=tuple(item for item in kept.preceptos if item.in_force(on)),
        transitions=tuple(item for item in kept.transitions if item.day <= on),
        derogadas=tuple(item for item in kept.derogadas if item.since is None or item.since <= on),
    )


@lru_cache(maxsize=1)
def norm_protocols() -> tuple[Protocol, ...]:
    """Return the protocols that the law itself lays down, read once per process."""
    rows = {row["code"]: row for path in sorted(HERE.glob("*.yaml")) for row in _preceptos(path)}
    return tuple(
        protocol_from_data(_runnable(_read(path), rows)) for path in sorted(RUNNABLE.glob("*.yaml"))
    )


def norm_protocol(key: str) -> Protocol:
    """Return one of them by its key; ProtocolError if the law lays down no such procedure."""
    for protocol in norm_protocols():
        if protocol.key == key:
            return protocol
    known = ", ".join(protocol.key for protocol in norm_protocols())
    raise ProtocolError(f"La ley no trae el procedimiento «{key}». Hay: {known}.")


def _runnable(data: Data, rows: dict[str, Data]) -> Data:
    """Return the protocol with each step completed from the precepto it runs."""
    return {**data, "steps": [_step(step, rows) for step in data["steps"]]}


def _step(step: Data, rows: dict[str, Data]) -> Data:
    code = step.get("precepto", "")
    if not code:
        return step
    if code not in rows:
        raise ProtocolError(f"El paso de la ley nombra «{code}», que no existe.")
    own = {key: value for key, value in step.items() if key != "precepto"}
    shared = {key: rows[code][key] for key in SHARED if rows[code].get(key)}
    readings = {"alternatives": rows[code]["readings"]} if rows[code].get("readings") else {}
    return {"id": code, "norms": [code], "plazo": "sin_plazo", **shared, **readings, **own}


def _precepto(value: Data) -> Data:
    item = dict(value)
    item["source"] = source = _source(item["source"])
    if "plazo" in item:
        item["plazo"] = _plazo(item["plazo"], source)
    if "counts_from" in item:
        item["counts_from"] = _trigger(item["counts_from"])
    for name in ("responsible", "documents"):
        item[name] = _list(item.get(name, []))
    item["readings"] = [_reading(reading, source) for reading in item.get("readings", [])]
    return item


def _reading(value: Data, source: Data) -> Data:
    own = {"counts_from": _trigger(value["counts_from"])} if "counts_from" in value else {}
    return {**value, **own, "plazo": _plazo(value["plazo"], source)}


def _source(value: Any) -> Data:
    """Return «Ley 20.529, art. 70» as instrument and locus."""
    if isinstance(value, dict):
        return dict(value)
    instrument, _, locus = str(value).partition(", ")
    return {"locus": locus, "instrument": instrument} if locus else {"locus": instrument}


def _plazo(value: Any, source: Data) -> Data:
    if isinstance(value, str):
        amount, _, unit = value.rpartition(" ")
        return {"amount": int(amount), "unit": parse_unit(unit).value, "source": source}
    return {**value, "source": _source(value["source"]) if "source" in value else source}


def _trigger(value: Any) -> Data:
    trigger = dict(value) if isinstance(value, dict) else {"events": value}
    return {**trigger, "events": _list(trigger["events"])}


def _list(value: Any) -> list[Any]:
    return [value] if isinstance(value, str) else list(value)


def _preceptos(path: Path) -> list[Data]:
    return [{**row, "source": _source(row["source"])} for row in _read(path).get("preceptos", [])]


def _read(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return found
