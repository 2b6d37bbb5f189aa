"""The papers of an expulsión or cancelación: D-47, D-56 to D-58, D-73, D-75 to D-78.

D-73 and D-76 are those of an ordinary decision too.
"""

from dataclasses import dataclass
from datetime import datetime

from cases.documents.reports.common import Person, Report


@dataclass(frozen=True, kw_only=True)
class Part:
    """A titled part: paragraphs, numbered points or a table of two columns."""

    title: str = ""
    text: str = ""
    points: bool = False  # one point per line
    formal: bool = False  # VISTOS, CONSIDERANDO, RESUELVO
    quoted: bool = False  # somebody's own words
    rows: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, str] = ("", "")

    @property
    def reasons(self) -> bool:
        """Return whether each of its points begins with «Que»."""
        return self.title == "CONSIDERANDO"


@dataclass(frozen=True, kw_only=True)
class ExpulsionReport(Report):
    """One act of the procedure: about whom, what it says, and how it ends."""

    student: Person | None = None  # none where it is not about one pupil alone
    written_on: datetime
    rows: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    formula: str = ""
    addressee: str = ""
    addressee_place: str = ""
    sender: Person | None = None
    subject: str = ""
