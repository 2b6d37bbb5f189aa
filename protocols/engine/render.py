"""The engine's answers as plain data, with the field names of the command contracts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from protocols.engine.conditions import Facts, holds
from protocols.engine.counting import Day, Deadline
from protocols.engine.definitions import Remission
from protocols.engine.moments import instant_text, local_text
from protocols.engine.timeline import Reading, StepStatus, Timeline
from protocols.engine.units import Unit

Data = dict[str, Any]


def day_data(day: Day) -> Data:
    """Return one line of the working."""
    if day.counts:
        return {"dia": day.on.isoformat(), "cuenta": True, "n": day.n}
    return {"dia": day.on.isoformat(), "cuenta": False, "motivo": day.why}


def due_text(due: Deadline) -> str:
    """Return the vencimiento as people read it: a local date-time if hours, a date if not."""
    if due.unit is Unit.HORAS_CORRIDAS:
        return local_text(due.at, due.calendar.tz)
    return due.on.isoformat()


def deadline_data(due: Deadline, *, working: bool = True) -> Data:
    """Return a vencimiento, with its working unless it is not wanted."""
    data: Data = {"vence": due_text(due), "instante": instant_text(due.at)}
    if working:
        data["computo"] = [day_data(day) for day in due.working()]
    return data


def reading_data(reading: Reading) -> Data:
    """Return another reading of the same plazo."""
    return {
        "lectura": reading.label,
        "id": reading.id,
        "tipo": reading.kind.value,
        "vence": due_text(reading.due),
        "instante": instant_text(reading.due.at),
        "fuente": reading.source.locus,
    }


def status_data(status: StepStatus, tz: tzinfo, protocol: str = "") -> Data:
    """Return one step of a timeline."""
    step, due = status.step, status.due
    return {
        "id": step.id,
        "protocolo": protocol,
        "titulo": step.title,
        "etapa": step.stage.value,
        "responsable": list(step.responsible),
        "estado": status.state.value,
        "motivo": status.reason,
        "inicia": _start_text(status, tz),
        "vence": due_text(due) if due else None,
        "instante": instant_text(due.at) if due else None,
        "proyectado": status.projected,
        "prorrogado": status.extended,
        "cumplido_en": _local(status.done_at, tz),
        "naturaleza": step.nature.value,
        "alternativas": [reading_data(reading) for reading in status.alternatives],
        "destinatarios": list(status.recipients),
        "computo": [day_data(day) for day in status.working()],
        "fuente": step.source.locus,
    }


def timeline_data(
    timeline: Timeline,
    tz: tzinfo,
    facts: Facts | None = None,
    titles: Mapping[str, str] | None = None,
) -> Data:
    """Return the whole timeline, with the protocols that `facts` also call, by their `titles`."""
    protocol = timeline.protocol
    return {
        "protocolo": protocol.key,
        "modelo": protocol.modelo,
        "version": protocol.version,
        "ahora": local_text(timeline.now, tz),
        "pasos": [status_data(status, tz, protocol.key) for status in timeline],
        "remite_a": [remission_data(one, facts or {}, titles or {}) for one in protocol.remits],
    }


def remission_data(one: Remission, facts: Facts, titles: Mapping[str, str]) -> Data:
    """Return another protocol that is called, and whether it is: None while a fact is unknown."""
    return {
        "protocolo": one.to,
        "titulo": titles.get(one.to, one.to),
        "motivo": one.text,
        "fuente": one.source.locus,
        "aplica": holds(one.when, facts),
    }


def _local(at: datetime | None, tz: tzinfo) -> str | None:
    return local_text(at, tz) if at else None


def _start_text(status: StepStatus, tz: tzinfo) -> str | None:
    if status.started_at is None or status.start is None:
        return None
    if status.due and status.due.unit is Unit.HORAS_CORRIDAS:
        return local_text(status.started_at, tz)
    return status.start.isoformat()
