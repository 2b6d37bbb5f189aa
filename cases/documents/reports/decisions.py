"""What is found and what is decided: D-17, D-18, D-19, D-20, D-21, D-22, D-23."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.documents.reports.common import MedidaLine, Person, Report


@dataclass(frozen=True, kw_only=True)
class ProrrogaReport(Report):
    """D-17: more time, decided before the first plazo ends, once."""

    step: str
    grounds: str
    due_on: date
    new_due_on: date
    extension: str  # «10 días hábiles»
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class InformeReport(Report):
    """D-18: the investigator's report to the directora."""

    author: Person
    issued_at: datetime
    known_at: datetime
    resultado: str
    is_founded: bool
    proceedings: str
    findings: str
    recommendations: str = ""
    people: tuple[Person, ...] = ()
    antecedentes: tuple[tuple[int, str, datetime], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ResolucionReport(Report):
    """D-19, D-20, and D-23 where there is nothing to sanction: vistos, considerando, resuelvo."""

    vistos: str
    considerando: str
    resuelvo: str
    decided_at: datetime
    decided_by: Person
    resultado: str = ""
    calificacion: str = ""
    is_founded: bool = False
    support: str = ""
    support_medidas: tuple[MedidaLine, ...] = ()
    medidas: tuple[MedidaLine, ...] = ()
    reconsideracion: str = ""  # «cinco días hábiles, ante la encargada de convivencia»
    override_reason: str = ""
    provisional: bool = False  # the archive, in vulneración
    archive = "Archívense provisoriamente los antecedentes: el caso se reabre si aparecen otros."

    @property
    def decides(self) -> str:
        """Return the points of what is decided, the archive among them."""
        return f"{self.resuelvo}\n{self.archive}" if self.provisional else self.resuelvo


@dataclass(frozen=True, kw_only=True)
class NotificacionReport(Report):
    """D-21, one version per addressee; also its twin in plain words.

    The reader's own pupil by name; any other pupil by initials. `own` is what touches the reader's
    pupil, `protecting` what protects them, `others` the least that must be said of the other.
    """

    addressee: Person
    student: Person
    is_affected: bool
    resolution_folio: str
    resolved_at: datetime
    resultado: str
    is_founded: bool
    summary: str = ""
    own: tuple[MedidaLine, ...] = ()
    protecting: tuple[MedidaLine, ...] = ()
    others: tuple[str, ...] = ()
    reconsideracion_due: date | None = None
    reconsideracion_before: str = ""
    reconsideracion_plazo: str = "cinco días hábiles"
    resolves: str = ""
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class TerminoAdicionalReport(Report):
    """D-22: ten more days after «no fundada», what will be done in them, what stays."""

    opens_on: date
    due_on: date
    days: str = "diez días hábiles"
    grounds: str = ""
    diligencias: tuple[str, ...] = ()
    resguardo: tuple[MedidaLine, ...] = ()
    decided_at: datetime
