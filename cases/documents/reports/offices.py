"""Words to authorities and second looks: D-40, D-41, D-70, D-71, D-72, D-74."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.documents.reports.common import Person, Report


@dataclass(frozen=True, kw_only=True)
class OficioReport(Report):
    """D-40: from the school to a court, the prosecutor, the police or the OLN."""

    addressee: str
    addressee_place: str = ""
    subject: str
    sender: Person
    sender_email: str
    sender_phone: str
    known_at: datetime
    written_on: datetime
    account: str
    people: tuple[Person, ...] = ()
    occurred: str = ""
    place: str = ""
    measures: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    request: str = ""
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class ConstanciaEnvioReport(Report):
    """D-41: when, at what hour and by which way an oficio left."""

    what: str
    addressee: str
    sent_at: datetime
    channel: str
    sender: Person
    reference: str = ""  # folio, RUC, message id
    received_by: str = ""
    known_at: datetime | None = None
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class RecursoReport(Report):
    """D-70 written, D-71 spoken: a request to look again at the decision."""

    verbal: bool
    requested_by: str
    about: Person
    requested_at: datetime
    text: str
    late: bool = False
    due_on: date | None = None
    before: str = ""
    resolves: str = ""
    resolution_folio: str = ""
    attached: str = ""
    receiver: Person | None = None


@dataclass(frozen=True, kw_only=True)
class ConsultaReport(Report):
    """D-72: the consultation of the sostenedor before deciding. The file travels without names."""

    sostenedor: str
    question: str
    background: tuple[str, ...] = ()
    consulted_at: datetime
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ReconsideracionReport(Report):
    """D-74: to keep, to change or to set aside; what protects is never touched."""

    outcome: str  # mantiene, modifica, deja_sin_efecto
    outcome_text: str
    requested_by: str
    requested_at: datetime
    about: Person
    body: str
    abstained: str = ""
    consulted_at: datetime | None = None
    consultation: str = ""
    grounds: str = ""
    resolution_folio: str = ""
    decision: str = ""  # how what was decided stands
    effect: str = ""  # what follows, where it is not only that the resguardo stays
    late: bool = False
    decided_at: datetime
