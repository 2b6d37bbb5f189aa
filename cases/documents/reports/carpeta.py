"""D-130: the folder for an inspector."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.documents.reports.common import Report


@dataclass(frozen=True)
class CarpetaLine:
    """One thing that the protocol demanded."""

    step: str
    norm: str
    proof: str  # «Acreditado», «Sin documento»
    done_at: datetime | None = None
    due: date | None = None
    late: bool = False
    papers: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class CarpetaSection:
    """One protocol of the case."""

    title: str
    lines: tuple[CarpetaLine, ...] = ()
    set_aside: tuple[tuple[str, str], ...] = ()  # step, why it does not hold


@dataclass(frozen=True, kw_only=True)
class CarpetaReport(Report):
    """What was demanded, what exists, and what is missing, on one day."""

    purpose: str
    known_at: datetime
    state: str
    proven: int
    due: int
    sections: tuple[CarpetaSection, ...] = ()
