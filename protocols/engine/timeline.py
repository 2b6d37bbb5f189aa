"""What `evaluate` answers: the state of each step and the dates behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from protocols.engine.counting import Day, Deadline
from protocols.engine.definitions import Nature, Protocol, ReadingKind, Step
from protocols.engine.errors import ProtocolError
from protocols.engine.events import Event
from protocols.engine.plazos import Norma, Plazo


class State(StrEnum):
    """How a step stands at one instant."""

    NO_APLICA = "no_aplica"
    EN_ESPERA = "en_espera"
    EN_CURSO = "en_curso"
    POR_VENCER = "por_vencer"
    VENCIDO = "vencido"
    CUMPLIDO = "cumplido"
    CUMPLIDO_TARDE = "cumplido_tarde"
    EN_PAUSA = "en_pausa"


DONE = frozenset({State.CUMPLIDO, State.CUMPLIDO_TARDE})
OPEN = frozenset({State.EN_CURSO, State.POR_VENCER, State.VENCIDO})


@dataclass(frozen=True, slots=True)
class Reading:
    """Another date for the same step, and why it could be that one."""

    label: str
    due: Deadline
    source: Norma
    kind: ReadingKind = ReadingKind.VARIANTE
    id: str = ""


@dataclass(slots=True)
class StepStatus:
    """One step at one instant. `projected` means that its start has not come yet."""

    step: Step
    state: State
    reason: str = ""
    start: date | None = None
    started_at: datetime | None = None
    due: Deadline | None = None
    plazo: Plazo | None = None
    projected: bool = False
    done_at: datetime | None = None
    alternatives: tuple[Reading, ...] = ()
    extended: bool = False
    recipients: tuple[str, ...] = ()
    missing_facts: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """True if the step was completed, on time or late."""
        return self.state in DONE

    @property
    def is_late(self) -> bool:
        """True if somebody at school is late; a party's window that ended is not that."""
        return self.state is State.VENCIDO and self.step.nature is Nature.PLAZO

    def working(self) -> list[Day]:
        """Return the day-by-day count, computed when asked for."""
        return self.due.working() if self.due else []


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every step of one protocol at one instant, in the protocol's order."""

    protocol: Protocol
    now: datetime
    steps: tuple[StepStatus, ...]
    history: tuple[Event, ...] = field(default=(), repr=False)

    def __iter__(self) -> Iterator[StepStatus]:
        """Iterate over the steps."""
        return iter(self.steps)

    def __getitem__(self, step_id: str) -> StepStatus:
        """Return the status of one step; ProtocolError if the protocol lacks it."""
        for status in self.steps:
            if status.step.id == step_id:
                return status
        raise ProtocolError(f"El protocolo «{self.protocol.key}» no tiene el paso «{step_id}».")

    def next_due(self) -> StepStatus | None:
        """Return the open step that runs out first, late ones included, or None."""
        running = [s for s in self.steps if s.state in OPEN and s.due]
        return min(running, key=lambda s: s.due.at if s.due else self.now, default=None)
