"""The plazos of the law for one procedure, whatever its reglamento says: counted by the engine."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.deadlines.selectors import calendar_for
from cases.expulsion.state import Procedure, told_at
from cases.models.expulsion import Hito
from convivencia.exceptions import DomainError
from protocols.catalog.norms import norm_protocol
from protocols.engine import EngineError, Event, StepStatus, Timeline, evaluate

LAW = "aula_segura"
# act → the event that the law counts from; the notices count from the last of the two.
AT = {
    Hito.INICIO: "ev_apertura",
    Hito.RESUELVE: "ev_fin_investigacion",
    Hito.RECONSIDERA: "ev_reconsideracion",
    Hito.CONSEJO: "ev_consejo",
    Hito.RESUELVE_RECONSIDERACION: "ev_res_reconsideracion",
    Hito.FIRMEZA: "ev_firmeza",
    Hito.ENVIO_SIE: "ev_aviso_superintendencia",
    Hito.ENVIO_SEREMI: "ev_aviso_seremi",
}
TOLD = {
    Hito.NOTIFICA_RESOLUCION: "ev_notificacion",
    Hito.NOTIFICA_RECONSIDERACION: "ev_notificacion_final",
}


@dataclass(frozen=True, slots=True)
class Plazo:
    """One date of the law: by when, whether it was met, and how else the law can be read."""

    code: str
    title: str
    due_on: date | None  # None: only its other reading runs, until the measure is firm
    done_at: datetime | None
    late: bool
    others: tuple[tuple[str, date], ...] = ()
    norm: str = ""
    is_over: bool = False  # it passed, and nobody owed anything: the family did not ask

    @property
    def first(self) -> date:
        """The earliest of its dates."""
        return min(day for day in (self.due_on, *(on for _, on in self.others)) if day)


@dataclass(frozen=True, slots=True)
class Firmness:
    """When the measure became firm, and why. Source: Dictamen 71, nota 27."""

    at: datetime
    why: str


def timeline(p: Procedure) -> Timeline:
    """Return how the law stands for this procedure. DomainError outside the reviewed calendar."""
    events = [Event(name, act.at) for kind, name in AT.items() if (act := p.last(kind))]
    events += [Event(name, told) for kind, name in TOLD.items() if (told := p.told(kind))]
    if act := p.last(Hito.NOTIFICA_CAUTELAR):  # its ten days may be read from the first of the two
        events += [Event("ev_cautelar", told) for told in told_at(act)]
    facts = {"cautelar_suspension": p.cautelar, "medida": p.medida}
    facts["hubo_reconsideracion"] = p.in_time
    try:
        return evaluate(norm_protocol(LAW), facts, events, calendar_for(p.case), p.now)
    except EngineError as error:
        raise DomainError(str(error), code="calendario") from error


def window(p: Procedure) -> StepStatus:
    """Return the plazo to ask reconsideración: 5 days with cautelar, 15 without (P10, P9)."""
    return timeline(p)["P10" if p.cautelar else "P9"]


def is_late(p: Procedure, asked_at: datetime) -> bool:
    """Return whether what was asked at `asked_at` came after its plazo."""
    due = window(p).due
    return due is not None and asked_at > due.at


def firmness(p: Procedure) -> Firmness | None:
    """Return since when the measure is firm; None while it is not."""
    if p.told(Hito.NOTIFICA_RESOLUCION) is None:
        return None
    if p.in_time:
        told = p.told(Hito.NOTIFICA_RECONSIDERACION)
        return Firmness(told, "se resolvió y notificó la reconsideración") if told else None
    due = window(p).due
    if due is None or due.at >= p.now:
        return None
    late = " a tiempo" if p.request else ""
    return Firmness(due.at, f"terminó el plazo sin que se pidiera reconsideración{late}")


SHOWN = ("P7", "P6", "P10", "P9", "P12", "P13")


def plazos(p: Procedure) -> list[Plazo]:
    """Return the dates that the law fixes for this procedure, the earliest first."""
    found = timeline(p)
    lines = [_line(code, found[code], p.now) for code in SHOWN if _runs(found[code], p)]
    return sorted(lines, key=lambda line: line.due_on or line.first)


def _runs(status: StepStatus, p: Procedure) -> bool:
    if status.state.value == "no_aplica":
        return False
    is_told = p.told(Hito.NOTIFICA_RESOLUCION) is not None and p.ends_enrolment
    early = bool(is_told and status.alternatives)
    return early or (status.due is not None and not status.projected)


def _line(code: str, status: StepStatus, now: datetime) -> Plazo:
    due = None if status.projected else status.due
    done = status.done_at
    late = due is not None and ((done or due.at) > due.at or status.is_late)
    on = due.on if due else None
    readings = [(other.label, other.due.on) for other in status.alternatives]
    others = tuple(one for one in readings if one[1] != on)
    over = due is not None and due.at < now and not (done or late)
    return Plazo(code, status.step.title, on, done, late, others, str(status.step.source), over)
