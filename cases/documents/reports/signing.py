"""D-131: who signed a document after it was issued."""

from dataclasses import dataclass
from datetime import datetime

from cases.documents.reports.common import Report


@dataclass(frozen=True, kw_only=True)
class FirmasReport(Report):
    """The signatures are those of the report; this says of what."""

    title: str
    folio: str
    issued_at: datetime
    sha256: str
