"""The short forms that make a catalogue file readable, spelled out.

source: "8.6.3.4"            →  {locus: "8.6.3.4", instrument: (the document's)}
plazo: 5 dias_habiles        →  {amount: 5, unit: dias_habiles, source: (the step's)}
counts_from: ev_denuncia     →  {events: [ev_denuncia]}
responsible: Dirección       →  [Dirección]
"""

from __future__ import annotations

from typing import Any

from protocols.engine.units import parse_unit

Data = dict[str, Any]
LISTS = ("responsible", "done_by", "emits", "documents", "informs", "readings", "norms", "parties")


def expand(data: Data) -> Data:
    """Return the document with every short form spelled out; what is long stays as it is."""
    document = dict(data)
    instrument = document.pop("instrument", "")
    document["source"] = _norma(document["source"], instrument)
    document["steps"] = [_step(step, instrument) for step in document.get("steps", [])]
    document["gates"] = [_gate(gate, instrument) for gate in document.get("gates", [])]
    document["remits"] = [
        {**item, "source": _norma(item["source"], instrument)}
        for item in document.get("remits", [])
    ]
    for name in ("events", "derived", "aliases"):
        document[name] = list(document.get(name, []))
    return document


def _norma(value: Any, instrument: str) -> Data:
    return dict(value) if isinstance(value, dict) else {"locus": value, "instrument": instrument}


def _plazo(value: Any, source: Data, instrument: str) -> Data:
    if isinstance(value, str):
        amount, _, unit = value.rpartition(" ")
        return {"amount": int(amount or 0), "unit": parse_unit(unit).value, "source": source}
    plazo = dict(value)
    plazo["source"] = _norma(plazo["source"], instrument) if "source" in plazo else source
    return plazo


def _trigger(value: Any) -> Data:
    if isinstance(value, dict):
        return {**value, "events": _list(value["events"])}
    return {"events": _list(value)}


def _list(value: Any) -> list[Any]:
    return [value] if isinstance(value, str) else list(value)


def _step(value: Data, instrument: str) -> Data:
    step = dict(value)
    source = _norma(step["source"], instrument)
    step["source"] = source
    step["plazo"] = _plazo(step["plazo"], source, instrument)
    step["counts_from"] = _trigger(step["counts_from"])
    for name in ("also_from", "also_done_by"):
        step[name] = [_trigger(trigger) for trigger in step.get(name, [])]
    for name in ("plazo_cases", "alternatives"):
        step[name] = [_with_plazo(item, source, instrument) for item in step.get(name, [])]
    if step.get("extension"):
        step["extension"] = _plazo(step["extension"], source, instrument)
    for name in LISTS:
        step[name] = _list(step.get(name, []))
    return step


def _with_plazo(value: Data, source: Data, instrument: str) -> Data:
    item = {**value, "plazo": _plazo(value["plazo"], source, instrument)}
    if item.get("counts_from"):
        item["counts_from"] = _trigger(item["counts_from"])
    return item


def _gate(value: Data, instrument: str) -> Data:
    gate = dict(value)
    gate["acts"] = _list(gate["acts"])
    gate["requirements"] = [
        {**rule, "source": _norma(rule["source"], instrument)} for rule in gate["requirements"]
    ]
    return gate
