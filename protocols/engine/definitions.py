"""A protocol as data: steps, what starts them, what ends them, and the gates between."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from protocols.engine.conditions import ALWAYS, Condition
from protocols.engine.errors import ProtocolError
from protocols.engine.events import COMMON_EVENTS
from protocols.engine.plazos import Norma, Plazo, Prorroga


class Stage(StrEnum):
    """The five stages in which people see a case."""

    RECEPCION = "Recepción"
    RESGUARDO = "Resguardo y familias"
    INVESTIGACION = "Investigación"
    RESOLUCION = "Resolución"
    SEGUIMIENTO = "Seguimiento"


class Pick(StrEnum):
    """Which of several events starts the count."""

    FIRST = "first"
    LAST = "last"


class Nature(StrEnum):
    """What it means that a plazo runs out."""

    PLAZO = "plazo"  # somebody at school is late
    VENTANA = "ventana"  # a party's time to act ended: nobody is late
    PERIODO = "periodo"  # a minimum duration was completed


class ReadingKind(StrEnum):
    """What another date for the same step is worth."""

    ALERTA = "alerta"  # another reading of the same text, that ends earlier
    VARIANTE = "variante"  # another reading, or a norm outside the reglamento
    PROTECCION = "proteccion"  # the shorter one rules because it protects
    TOPE = "tope"  # the outer limit


class TramiteKind(StrEnum):
    """What a protocol is for; several run side by side in one case."""

    PROTOCOLO = "protocolo"
    RESGUARDO = "resguardo"
    DISCIPLINA = "disciplina"
    DENUNCIA_PENAL = "denuncia_penal"
    GESTION_COLABORATIVA = "gestion_colaborativa"
    LEY_KARIN = "ley_karin"


@dataclass(frozen=True, slots=True)
class Trigger:
    """The event a plazo counts from. `text` is the norm's wording when it names no event.

    Without events the step waits for nothing: it may be done at any time (`sin_plazo` only).
    """

    events: tuple[str, ...]
    pick: Pick = Pick.FIRST
    text: str = ""
    when: Condition = ALWAYS  # more events under a condition go in `Step.also_from`


@dataclass(frozen=True, slots=True)
class PlazoCase:
    """A plazo that holds only under a condition."""

    when: Condition
    plazo: Plazo
    label: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of the same plazo, shown as an early warning or an outer limit.

    `counts_from` is the other start, if the readings differ in that; `id` names the reading
    where its source does («SJ-24e»).
    """

    label: str
    plazo: Plazo
    when: Condition = ALWAYS
    kind: ReadingKind = ReadingKind.VARIANTE
    counts_from: Trigger | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody the act must reach, always or under a condition."""

    name: str
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody must do, by when, under which condition, citing which norm."""

    id: str
    title: str
    stage: Stage
    responsible: tuple[str, ...]
    counts_from: Trigger
    plazo: Plazo
    source: Norma
    plazo_cases: tuple[PlazoCase, ...] = ()
    also_from: tuple[Trigger, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    extension: Prorroga | None = None
    when: Condition = ALWAYS
    condition_text: str = ""  # the norm's wording of the branch, in our words
    done_by: tuple[str, ...] = ()
    also_done_by: tuple[Trigger, ...] = ()  # by events of all the parties, under a condition
    answers_each: bool = False  # one act for each event it counts from: two requests, two answers
    emits: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    informs: tuple[str, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    confidentiality: str = "N2"
    nature: Nature = Nature.PLAZO
    pausable: bool = True
    repeatable: bool = False
    readings: tuple[str, ...] = ()  # codes of the ambiguities decided here: "A-07"
    note: str = ""
    acto: str = ""  # the act of the application that completes it: "resguardar"
    parties: tuple[str, ...] = ()  # who must each be heard before it is complete…
    parties_when: Condition = ALWAYS  # …unless this is known not to hold
    keeps_date: bool = False  # its date ran until the branch was known, and is still told
    norms: tuple[str, ...] = ()  # the plazos of the statute it carries out: "P1"
    warn_days: int = 2  # hábiles before the day it runs out
    warn_hours: int = 12

    @property
    def completing_events(self) -> tuple[str, ...]:
        """Every event that completes the step; its own id always does."""
        return (self.id, *self.done_by)


@dataclass(frozen=True, slots=True)
class DerivedEvent:
    """An event that nobody records: it happens when another step's plazo runs out.

    Several may share a name: it happens at each end. `original`: at the end without prórroga,
    and only if one was given. A step that does not apply ends nothing.
    """

    name: str
    end_of: str
    title: str = ""
    original: bool = False


@dataclass(frozen=True, slots=True)
class DeclaredEvent:
    """An event of this protocol that is not one of the common ones."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that must have happened before an act. Exactly one criterion is used.

    `events`: one of them happened, for each of `parties` if any are named.
    `elapsed`: the plazo of that step ran out, or it was completed or waived.
    `done`: that step was completed.
    `still_open`: the plazo of that step has not run out nor been extended.
    """

    id: str
    text: str
    step: str
    source: Norma
    events: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    elapsed: str = ""
    done: str = ""
    still_open: str = ""
    waived_by: tuple[str, ...] = ()
    when: Condition = ALWAYS
    if_event: str = ""  # asked only if this event happened


@dataclass(frozen=True, slots=True)
class Gate:
    """The legal preconditions of an act. `acts` are events; the step's id is one of them."""

    acts: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    target: str = ""  # for `ev_prorroga`: the step it extends


@dataclass(frozen=True, slots=True)
class Remission:
    """Another protocol that the facts also call: a router's answer, or an overlay."""

    to: str
    text: str
    source: Norma
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Protocol:
    """One version of one protocol, in force between two dates."""

    key: str
    modelo: str
    version: str
    title: str
    in_force_from: date
    source: Norma
    steps: tuple[Step, ...]
    in_force_until: date | None = None
    gates: tuple[Gate, ...] = ()
    events: tuple[DeclaredEvent, ...] = ()
    derived: tuple[DerivedEvent, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)  # fact → what is asked to a person
    stages: tuple[Stage, ...] = tuple(Stage)
    prefix: str = ""  # of its step ids: "bul"
    aliases: tuple[str, ...] = ()  # other names people call it by
    kind: TramiteKind = TramiteKind.PROTOCOLO
    remits: tuple[Remission, ...] = ()
    note: str = ""

    def step(self, step_id: str) -> Step:
        """Return the step; ProtocolError if the protocol does not have it."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise ProtocolError(f"El protocolo «{self.key}» no tiene el paso «{step_id}».")

    def event_titles(self) -> dict[str, str]:
        """Return every event this protocol understands, with its name for people."""
        titles = dict(COMMON_EVENTS)
        titles |= {event.name: event.title for event in self.events}
        titles |= {event.name: event.title or event.name for event in self.derived}
        return titles | {step.id: step.title for step in self.steps}


def slug(text: str) -> str:
    """Return the text as names are compared: «Acoso escolar» and «acoso_escolar» are one."""
    plain = unicodedata.normalize("NFKD", text.strip().lower())
    return re.sub(r"[^a-z0-9]+", "_", plain.encode("ascii", "ignore").decode()).strip("_")


def find_protocol(catalog: Sequence[Protocol], name: str, on: date) -> Protocol:
    """Return the protocol people call `name`, in force on `on`.

    `name` is a key, the prefix of its steps, an alias, the title or its section of the norm
    («8.6.3»). A key wins over an alias.
    Raises: ProtocolError that lists what there is.
    """
    wanted = slug(name)
    for names in (_key_of, _short_names, _long_names):
        found = {protocol.key for protocol in catalog if wanted in names(protocol)}
        if len(found) == 1:
            return protocol_in_force(catalog, found.pop(), on)
    known = ", ".join(sorted({protocol.key for protocol in catalog}))
    raise ProtocolError(f"No existe el protocolo «{name}». Protocolos: {known}.")


def _key_of(protocol: Protocol) -> set[str]:
    return {slug(protocol.key)}


def _short_names(protocol: Protocol) -> set[str]:
    return {slug(protocol.prefix)} - {""}


def _long_names(protocol: Protocol) -> set[str]:
    locus = slug(protocol.source.locus)  # «8.6.3»
    return {slug(protocol.title), *map(slug, protocol.aliases), locus}


def protocol_in_force(catalog: Iterable[Protocol], key: str, on: date) -> Protocol:
    """Return the version of `key` in force on `on`; ProtocolError if there was none.

    `on` is the day of the facts, never today: a case keeps the rules it was born under.
    """
    versions = [
        protocol
        for protocol in catalog
        if protocol.key == key
        and protocol.in_force_from <= on
        and (protocol.in_force_until is None or on <= protocol.in_force_until)
    ]
    if not versions:
        raise ProtocolError(f"No hay protocolo «{key}» vigente al {on:%d-%m-%Y}.")
    return max(versions, key=lambda protocol: protocol.in_force_from)
