"""From the denuncia to the first protection: D-01, D-02, D-04, D-05, D-10, D-29."""

from dataclasses import dataclass
from datetime import datetime

from cases.documents.reports.common import MedidaLine, Person, PlazoLine, Report


@dataclass(frozen=True, kw_only=True)
class DenunciaReport(Report):
    """D-01, the denunciante's receipt with their own words; D-02, the acta of a spoken denuncia."""

    denunciante: Person
    receiver: Person
    canal: str
    received_at: datetime
    known_at: datetime
    registered_at: datetime
    relato: str
    place: str = ""
    occurred: str = ""
    people: tuple[Person, ...] = ()  # D-02 only
    witnesses: tuple[Person, ...] = ()  # D-02 only
    delivered_to: str = ""


@dataclass(frozen=True, kw_only=True)
class ActivacionReport(Report):
    """D-04: which protocol, at what hour, on which branches, who answers, until when."""

    known_at: datetime
    received_at: datetime
    activated_at: datetime
    limit_at: datetime | None = None  # the 24 hours
    responsible: Person
    branches: tuple[tuple[str, str], ...] = ()  # («edad del denunciado», «12 años»)
    reasons: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    plazos: tuple[PlazoLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AperturaReport(Report):
    """D-05: to open an inquiry or not, by who did it and where."""

    opens: bool
    author: str
    place: str
    grounds: str
    investigator: Person | None = None
    known_at: datetime
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class ResguardoReport(Report):
    """D-10: the measures that protect while the inquiry runs."""

    medidas: tuple[MedidaLine, ...]
    applied_at: datetime
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TrasladoReport(Report):
    """D-29: a pupil taken to a health centre; nobody asks for a finding of injuries."""

    student: Person
    signs: str
    detected_at: datetime
    left_at: datetime
    centre: str
    companion: Person
    told_to: str = ""
    told_at: datetime | None = None
    told_how: str = ""
    notes: str = ""
