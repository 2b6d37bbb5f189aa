"""Reading a scenario: what a file or a form says, turned into events the engine knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Any

from protocols.engine.definitions import Protocol, slug
from protocols.engine.errors import MomentError, ProtocolError
from protocols.engine.events import PRORROGA, RECTIFICACION, Event
from protocols.engine.moments import parse_moment
from protocols.engine.occurrences import refers_to
from protocols.engine.problems import known_events

ARTICLES = frozenset({"el", "la", "los", "las", "ev", "que"})
ALSO_SAID = {  # short forms that no title has
    "1a_comunicacion": "ev_comunicacion_1",
    "primera_comunicacion": "ev_comunicacion_1",
    "citacion": "ev_comunicacion_1",
    "1a_entrevista": "ev_entrevista",
    "primera_entrevista": "ev_entrevista",
    "2a_entrevista": "ev_entrevista",
    "segunda_entrevista": "ev_entrevista",
    "2a_citacion": "ev_segunda_citacion",
    "segunda_citacion": "ev_segunda_citacion",
    "entrevista_al_funcionario": "ev_entrevista_func",
    "vencimiento_de_antecedentes": "ev_venc_antecedentes",
    "vencimiento_de_los_antecedentes": "ev_venc_antecedentes",
    "notificacion_del_cierre": "ev_notificacion",
    "notificacion_de_la_medida": "ev_notificacion",
    "notificacion_de_la_cautelar": "ev_cautelar",
    "suspension_cautelar": "ev_cautelar",
    "interposicion": "ev_reconsideracion",
    "recurso": "ev_reconsideracion",
    "firmeza": "ev_firmeza",
}
CORRECTED_AT = ("nueva_fecha", "corregido_en", "fecha_corregida", "valor")


@dataclass(frozen=True, slots=True)
class ReadEvents:
    """The events of a scenario, and what whoever wrote it should look at again."""

    events: tuple[Event, ...]
    notices: tuple[str, ...] = ()


def read_amount(value: object) -> int:
    """Return a whole number; MomentError if it is anything else."""
    if isinstance(value, bool) or value is None:
        raise MomentError("Falta la cantidad: debe ser un número entero.")
    try:
        number = int(str(value).strip())
    except ValueError:
        raise MomentError(f"La cantidad «{value}» no es un número entero.") from None
    return number


def read_events(
    rows: object, protocol: Protocol, tz: tzinfo, *, elsewhere: Sequence[Protocol] = ()
) -> ReadEvents:
    """Return the events of `rows`, a list of `{"evento", "en", …}`.

    A step may be named by its code alone («bul-13»). What only one of the protocols `elsewhere`
    understands is left to it. Raises ProtocolError for an event or
    a step that the protocol does not know, MomentError for a date that cannot be read.
    """
    if not isinstance(rows, list):
        raise MomentError("«eventos» debe ser una lista.")
    events, notices = [], []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            raise MomentError(f"El evento {number} debe ser un objeto con «evento» y «en».")
        if not _is_known(row, protocol) and any(_is_known(row, other) for other in elsewhere):
            continue
        event, notice = _read_event(row, number, protocol, tz)
        events.append(event)
        notices += [notice] if notice else []
    return ReadEvents(tuple(events), tuple(notices))


def _read_event(
    row: Mapping[str, Any], number: int, protocol: Protocol, tz: tzinfo
) -> tuple[Event, str]:
    name = _event_name(str(row.get("evento") or "").strip(), number, protocol)
    if "en" not in row:
        raise MomentError(f"Al evento «{name}» le falta la fecha («en»).")
    moment = parse_moment(row["en"], tz)
    corrected = next((row[key] for key in CORRECTED_AT if row.get(key)), None)
    target = str(row.get("corrige") or "")
    if name == RECTIFICACION:
        target = _event_name(target, number, protocol, by_key=True)
    fixed = parse_moment(corrected, tz) if corrected else None
    if name == RECTIFICACION and fixed is None and not row.get("anula"):
        raise MomentError("La rectificación debe traer «nueva_fecha», o «anula» en verdadero.")
    step = _step_name(str(row.get("paso") or ""), protocol)
    event = Event(
        name,
        moment.at,
        date_only=fixed.date_only if fixed else moment.date_only,
        step=step,
        days=_days(row) if name == PRORROGA else None,
        party=_party(row.get("parte")),
        key=str(row.get("id") or ""),
        corrects=target,
        corrected_at=fixed.at if fixed else None,
    )
    return event, moment.notice


def _is_known(row: Mapping[str, Any], protocol: Protocol) -> bool:
    """Return whether the protocol understands the event, and the step it may name."""
    try:
        _event_name(str(row.get("evento") or "").strip(), 0, protocol)
        _step_name(str(row.get("paso") or ""), protocol)
    except ProtocolError:
        return False
    return True


def _event_name(name: str, number: int, protocol: Protocol, *, by_key: bool = False) -> str:
    known = known_events(protocol)
    if name in known:
        return name
    code = slug(name).replace("_", "-")  # «BUL-13», «bul 13»
    steps = [s.id for s in protocol.steps if refers_to(name, s.id) or refers_to(code, s.id)]
    if len(steps) == 1:
        return steps[0]
    lead = slug(name.split(" ", maxsplit=1)[0])  # «ev_notificacion del cierre»
    if lead.startswith("ev_") and lead in known:
        return lead
    words = spoken_events(protocol)
    spoken = (words.get(slug(name)) or words.get(_bare(name))) if name else ""
    if spoken:
        return spoken
    if by_key and name and not name.startswith("ev_"):
        return name
    what = f"«{name}»" if name else f"número {number} sin nombre"
    raise ProtocolError(f"El evento {what} no existe en el protocolo «{protocol.key}».")


def spoken_events(protocol: Protocol) -> dict[str, str]:
    """Return the events by the words people use for them: their titles, the norm's wording.

    «la detección de señales» and «detección de señales» are one. A wording that names several
    events stands for the first of them; a title wins over a wording.
    """
    spoken: dict[str, str] = {}
    for name, title in protocol.event_titles().items():
        spoken.setdefault(slug(title), name)
        spoken.setdefault(_bare(title), name)
    for step in protocol.steps:
        trigger = step.counts_from
        if trigger.text and trigger.events:
            spoken.setdefault(slug(trigger.text), trigger.events[0])
            spoken.setdefault(_bare(trigger.text), trigger.events[0])
    known = known_events(protocol)
    for name in sorted(known):
        spoken.setdefault(name.removeprefix("ev_"), name)
    for words, name in ALSO_SAID.items():
        if name in known:
            spoken.setdefault(words, name)
    return spoken


def _bare(text: str) -> str:
    """Return the words without their first article, nor the «ev» that some write apart."""
    words = slug(text).split("_")
    return "_".join(words[1:] if words[0] in ARTICLES else words)


def _step_name(name: str, protocol: Protocol) -> str:
    if not name:
        return ""
    code = slug(name).replace("_", "-")
    for step in protocol.steps:
        if refers_to(name, step.id) or refers_to(code, step.id):
            return step.id
    raise ProtocolError(f"El paso «{name}» no existe en el protocolo «{protocol.key}».")


def _days(row: Mapping[str, Any]) -> int | None:
    if row.get("dias") is None:
        return None
    days = read_amount(row["dias"])
    if days < 1:
        raise MomentError("Los días de una prórroga deben ser 1 o más.")
    return days


def _party(value: object) -> str:
    party = str(value or "").strip().lower()
    return {"víctima": "victima", "ambas": "", "ambos": "", "todos": ""}.get(party, party)


def read_no_class(*sources: object) -> dict[date, str]:
    """Return the days without classes of a school calendar, with their reason.

    Accepts dates, `[desde, hasta, motivo]`, `{"desde", "hasta", "motivo"}` and
    `{fecha: motivo}`, in lists or alone.
    """
    days: dict[date, str] = {}
    for source in sources:
        for first, last, reason in _spans(source):
            if last < first:
                raise MomentError(f"El receso del {first:%d-%m-%Y} termina antes de empezar.")
            for offset in range((last - first).days + 1):
                days.setdefault(first + timedelta(days=offset), reason or "sin clases")
    return days


def _spans(source: object) -> Iterator[tuple[date, date, str]]:
    if not source:
        return
    if isinstance(source, str):
        yield _day(source), _day(source), ""
    elif isinstance(source, Mapping):
        yield from _spans_of_mapping(source)
    elif isinstance(source, list | tuple):
        if _is_span(source):
            yield _day(source[0]), _day(source[1]), str(source[2])
        else:
            for item in source:
                yield from _spans(item)
    else:
        raise MomentError(f"No se entiende el receso «{source}».")


def _spans_of_mapping(source: Mapping[Any, Any]) -> Iterator[tuple[date, date, str]]:
    first = source.get("desde") or source.get("dia") or source.get("fecha")
    if first:
        reason = source.get("motivo") or source.get("nombre") or ""
        yield _day(first), _day(source.get("hasta") or first), str(reason)
        return
    for day, reason in source.items():
        yield _day(day), _day(day), str(reason or "")


DATE = re.compile(r"\d{4}-\d\d-\d\d")


def _is_span(items: list[object] | tuple[object, ...]) -> bool:
    """`[desde, hasta, motivo]`: its last element is not a date."""
    strings = len(items) == 3 and all(isinstance(item, str) for item in items)  # noqa: PLR2004
    return strings and not DATE.match(str(items[2]).strip())


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        raise MomentError(f"No se entiende la fecha «{value}»: use AAAA-MM-DD.") from None
