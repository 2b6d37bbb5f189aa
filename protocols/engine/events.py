"""What happened, in order: corrections applied, the future left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from operator import attrgetter

from protocols.engine.errors import MomentError

_INSTANT = attrgetter("at")
PRORROGA, PAUSA, REANUDACION = "ev_prorroga", "ev_pausa", "ev_reanudacion"
RECTIFICACION = "ev_rectificacion"

COMMON_EVENTS = {
    "ev_hecho": "la fecha del hecho",
    "ev_conocimiento": "que alguien del colegio conozca el hecho",
    "ev_denuncia": "la recepción de la denuncia",
    "ev_activacion": "la activación del protocolo",
    "ev_apertura": "la apertura de la investigación",
    "ev_comunicacion_1": "la primera comunicación a las familias",
    "ev_entrevista": "la entrevista con la familia",
    "ev_entrevista_func": "la entrevista con el funcionario",
    "ev_venc_antecedentes": "el término del plazo para aportar antecedentes",
    "ev_fin_investigacion": "el fin de la investigación",
    "ev_informe": "el informe de la investigación",
    "ev_resolucion": "la resolución",
    "ev_notificacion": "la notificación del resultado",
    "ev_cautelar": "la notificación de la suspensión cautelar",
    "ev_reconsideracion": "la presentación de la reconsideración",
    "ev_res_reconsideracion": "la resolución de la reconsideración",
    "ev_firmeza": "que la medida quede firme",
    "ev_cierre": "el cierre del caso",
    "ev_inasistencia": "la constancia de inasistencia a la citación",
    PRORROGA: "la prórroga de un plazo",
    PAUSA: "la pausa de los plazos",
    REANUDACION: "la reanudación de los plazos",
    RECTIFICACION: "la rectificación de un dato",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, as the history states it.

    `step` and `days` belong to a prórroga or a pausa; `party` says whose interview it was.
    A correction names in `corrects` an event (by `key`, or the latest of that name) and
    gives in `corrected_at` the true instant; without one, the event is annulled.
    """

    name: str
    at: datetime
    date_only: bool = False
    step: str = ""
    days: int | None = None
    party: str = ""
    key: str = ""
    corrects: str = ""
    corrected_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse an instant without zone: two schools do not share a clock."""
        if self.at.tzinfo is None:
            raise MomentError(f"El evento «{self.name}» no tiene zona horaria.")

    def on(self, tz: tzinfo) -> date:
        """Return the local day of the event."""
        return self.at.astimezone(tz).date()


def history(events: Iterable[Event], now: datetime) -> list[Event]:
    """Return what had happened by `now`, in order, with the corrections applied.

    A correction counts from the moment it was made: a past timeline is not rewritten.
    """
    limit = now.astimezone(UTC)
    happened = sorted([event for event in events if event.at <= limit], key=_INSTANT)
    corrections = [event for event in happened if event.name == RECTIFICACION]
    if not corrections:
        return happened
    facts = [event for event in happened if event.name != RECTIFICACION]
    for correction in corrections:
        _apply(correction, facts)
    return sorted([event for event in facts if event.at <= limit], key=_INSTANT)


def _apply(correction: Event, facts: list[Event]) -> None:
    index = _corrected_index(correction.corrects, facts)
    if index is None:
        return
    if correction.corrected_at is None:
        del facts[index]
        return
    facts[index] = replace(facts[index], at=correction.corrected_at, date_only=correction.date_only)


def _corrected_index(target: str, facts: Sequence[Event]) -> int | None:
    by_key = [i for i, event in enumerate(facts) if event.key and event.key == target]
    by_name = [i for i, event in enumerate(facts) if event.name == target]
    found = by_key or by_name
    return found[-1] if found else None
