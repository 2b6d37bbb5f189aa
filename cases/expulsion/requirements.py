"""What the law asks before an enrolment ends, one row each: done, missing or not applicable.

The rows are data (`data/requisitos.yaml`); whether each is met is in `checks`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import yaml

from cases.expulsion.checks import APPLIES, CHECKS
from cases.expulsion.state import Procedure
from cases.models import Document, ExpulsionAct
from cases.models.expulsion import Hito

FILE = Path(__file__).parent / "data" / "requisitos.yaml"


class Before(StrEnum):
    """The act that may not be done without it, in the order of the procedure."""

    INICIO = "inicio"
    RESOLVER = "resolver"
    RECONSIDERACION = "reconsideracion"
    FIRMEZA = "firmeza"
    INFORME = "informe"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One demand, its norm, and with what it is proved."""

    id: str
    title: str
    text: str
    norm: str
    who: str
    proof: str
    before: str
    act: str = ""
    applies: str = ""
    not_applicable: str = ""
    since: date | None = None
    explicable: bool = False
    confidence: str = "A"


class Answer(StrEnum):
    CUMPLIDO = "cumplido"
    FALTA = "falta"
    EXPLICADO = "explicado"  # it cannot be mended: the directora says why, and it stays in sight
    NO_APLICA = "no_aplica"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one requirement stands in one procedure."""

    requirement: Requirement
    answer: Answer
    reason: str = ""
    act: ExpulsionAct | None = None
    paper: Document | None = None

    @property
    def blocks(self) -> bool:
        return self.answer is Answer.FALTA

    @property
    def document(self) -> Document | None:
        """Return the paper that proves it, or None."""
        return self.paper or (self.act.document if self.act else None)

    def __str__(self) -> str:
        """Return the sentence that refuses: what is missing, why, and the norm."""
        row = self.requirement
        why = f" {self.reason}" if self.reason else ""
        return f"{row.title}: falta.{why} ({row.norm})"


@lru_cache(maxsize=1)
def requirements() -> tuple[Requirement, ...]:
    """Return every row, read once; ValueError for one that names what does not exist."""
    rows = tuple(Requirement(**row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8")))
    for row in rows:
        known = row.id in CHECKS and (not row.applies or row.applies in APPLIES)
        if not known or row.before not in set(Before) or (row.act and row.act not in Hito.values):
            raise ValueError(f"El requisito «{row.id}» nombra algo que no existe.")
    return rows


def requirements_of(p: Procedure) -> list[Standing]:
    """Return how each requirement stands, in the order of the procedure. Queries: 0 to 2."""
    return [_standing(row, p) for row in requirements()]


def missing_before(p: Procedure, stage: Before) -> list[Standing]:
    """Return what still blocks the acts up to `stage`."""
    found = [row for row in requirements() if comes_by(row, stage)]
    return [standing for row in found if (standing := _standing(row, p)).blocks]


def comes_by(row: Requirement, stage: Before) -> bool:
    """Return whether the requirement is asked for no later than `stage`."""
    order = list(Before)
    return order.index(Before(row.before)) <= order.index(stage)


def _standing(row: Requirement, p: Procedure) -> Standing:
    if row.since and p.case.school.local_date(p.now) < row.since:
        return Standing(row, Answer.NO_APLICA, f"Rige desde el {row.since:%d-%m-%Y}.")
    if row.applies and not APPLIES[row.applies](p):
        return Standing(row, Answer.NO_APLICA, row.not_applicable)
    found = CHECKS[row.id](p)
    if found.done:
        return Standing(row, Answer.CUMPLIDO, found.reason, found.act, found.document)
    explained = _explanation(row, p)
    if explained:
        return Standing(row, Answer.EXPLICADO, explained.data["text"], explained)
    return Standing(row, Answer.FALTA, found.reason, found.act)


def _explanation(row: Requirement, p: Procedure) -> ExpulsionAct | None:
    if not row.explicable:
        return None
    rows = [act for act in p.every(Hito.EXPLICACION) if act.data.get("requirement") == row.id]
    return rows[-1] if rows else None
