"""What a protocol demanded, step by step, and which papers of the case prove it.

Nobody ticks a line: it is «acreditado» only if the act is recorded, every document it demands was
issued or attached and is in force, and whoever had to be told left their acknowledgement.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from cases.carpeta.names import is_code, name_of
from cases.expulsion.state import moment_of
from cases.expulsion.words import MEDIA
from cases.models import Actuacion, Document, ExpulsionAct, Notificacion
from cases.models.documents import DocumentState
from cases.models.notifications import Medium
from cases.procedure import acto_of
from cases.states import Acto
from protocols.engine import Step, StepStatus
from protocols.engine.definitions import Nature
from protocols.engine.timeline import State

# Any one of these proves the same: heard or absent, in writing or by word of mouth, which duty.
EITHER = (
    frozenset({"D-12", "D-15"}),
    frozenset({"D-70", "D-71"}),
    frozenset({"D-02", "D-03"}),
    frozenset({"D-40", "D-42", "D-43", "D-44"}),
)
# Whose document somebody had to receive, with proof of it.
TOLD = frozenset({Acto.CITAR, Acto.CITAR_DE_NUEVO, Acto.NOTIFICAR})
AUTHORITY = "Ministerio de Educación"
BY_HAND = frozenset({Medium.PERSONAL, Medium.CARTA})


class Proof(StrEnum):
    """How a line stands before who inspects. The value is what is printed."""

    ACREDITADO = "Acreditado"
    SIN_DOCUMENTO = "Sin documento"
    SIN_ACUSE = "Sin acuse"
    VENCIDO = "Vencido, sin registro"
    PENDIENTE = "En plazo"
    EN_ESPERA = "Aún no corre"
    NO_EXIGIDO = "Facultativo, no ejercido"
    NO_APLICA = "No corresponde"


LACKING = frozenset({Proof.SIN_DOCUMENTO, Proof.SIN_ACUSE, Proof.VENCIDO})


@dataclass(frozen=True, slots=True)
class Paper:
    """A demanded document and those that answer to it."""

    code: str
    name: str
    found: tuple[Document, ...] = ()
    attached: bool = False  # handed in with the record of the step, made outside
    wanted: int = 1  # one for each family that was heard apart
    written: bool = False  # its words are the act itself, in the procedure of an expulsion

    @property
    def count(self) -> int:
        return len(self.found) + (self.attached or self.written)

    @property
    def proofs(self) -> tuple[tuple[str, Document | None], ...]:
        """Return what is there, in words, each with its document if it was issued here."""
        named = [(self.name if is_code(self.code) else d.title, d) for d in self.found]
        found = [(f"{name} N° {document.folio}", document) for name, document in named]
        found += [(f"{self.name}, adjunta al registro", None)] * self.attached
        found += [(f"{self.name}, en el registro del procedimiento", None)] * self.written
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who was told with a document, and when it took effect."""

    document: Document | None
    whom: str  # initials, or which of the two an expulsion is told to
    medium: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the protocol before who inspects."""

    step: Step
    proof: Proof
    due: date | None
    done_at: datetime | None
    late: bool
    reason: str
    papers: tuple[Paper, ...]
    receipts: tuple[Receipt, ...]

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is missing, in words."""
        if self.proof is Proof.VENCIDO:
            return ("El registro de la actuación",)
        papers = [_lack(p) for p in _unproven(self.papers)] if self.proof in LACKING else []
        waiting = [f"Acuse de {r.whom}" for r in self.receipts if r.at is None]
        if self.proof is Proof.SIN_ACUSE and not waiting:
            waiting = ["Constancia de que se comunicó"]
        return (*papers, *(waiting if self.proof is Proof.SIN_ACUSE else ()))


def line_of(
    status: StepStatus,
    *,
    documents: Iterable[Document],
    acts: Iterable[Actuacion],
    notices: Iterable[Notificacion],
    procedure: Mapping[tuple, ExpulsionAct] = MappingProxyType({}),
) -> Line:
    """Return how a step stands, from the papers of the case and nothing else.

    `procedure` are the acts of an expulsion, by its id and their kind: they keep their own words.
    """
    step = status.step
    in_force = [d for d in documents if d.state == DocumentState.EMITIDO]
    own = [a for a in acts if a.event and (a.event in step.completing_events)]
    wanted = len({a.data.get("party") for a in own}) if step.parties else 1
    mine = [one for act in own if (one := procedure.get(_key(act)))]
    papers = _papers(step.documents, in_force, own, max(wanted, 1), written=bool(mine))
    found = {d.pk: d for paper in papers for d in paper.found}
    receipts = tuple(_receipt(n, found[n.document_id]) for n in notices if n.document_id in found)
    receipts += tuple(dict.fromkeys(one for act in mine for one in _told(act)))
    return Line(
        step=step,
        proof=_proof(status, papers, receipts),
        due=status.due.on if status.due else None,
        done_at=status.done_at,
        late=status.state is State.CUMPLIDO_TARDE,
        reason=status.reason or (step.note if _is_anothers(step) else ""),
        papers=papers,
        receipts=receipts,
    )


def _papers(
    codes: tuple[str, ...], documents: list[Document], acts: list[Actuacion], wanted: int, *,
    written: bool,
) -> tuple[Paper, ...]:  # fmt: skip
    """Return each demanded paper with its proof; a paper handed in stands for one of them.

    A reglamento that calls its papers in words of its own is answered by those that the act issued,
    one for each.
    """
    papers, handed = [], sum(_attached(act.data) for act in acts)
    issued = [d for d in documents if d.pk in {act.document_id for act in acts}]
    for code in codes:
        if is_code(code):
            found = tuple(d for d in documents if d.code == code)
        else:
            found = tuple(issued[:wanted])
            issued = issued[wanted:]
        given = not found and handed > 0
        kept = written and not is_code(code) and not found and not given
        papers.append(Paper(code, name_of(code), found, given, wanted, kept))
        handed -= given
    return tuple(papers)


def _key(act: Actuacion) -> tuple:
    return act.data.get("expulsion"), act.data.get("hito")


def _told(act: ExpulsionAct) -> Iterator[Receipt]:
    """Yield when each of the two was told, and how."""
    for name, whom in (("student_at", "Estudiante"), ("adult_at", "Familia")):
        if at := moment_of(act, name):
            yield Receipt(None, whom, MEDIA.get(act.data.get("medium", ""), ""), at)


def _attached(data: dict) -> int:
    return 1 if data.get("file") else len(data.get("files", ()))


def _receipt(notice: Notificacion, document: Document) -> Receipt:
    handed = notice.delivered_at if notice.medium in BY_HAND else None
    at = notice.acknowledged_at or notice.effective_at or handed
    return Receipt(document, notice.participant.initials, notice.get_medium_display(), at)


def _proof(status: StepStatus, papers: tuple[Paper, ...], receipts: tuple[Receipt, ...]) -> Proof:
    if not status.is_done:
        return Proof.NO_APLICA if _is_anothers(status.step) else _undone(status)
    if _unproven(papers):
        return Proof.SIN_DOCUMENTO
    if acto_of(status.step) in TOLD and not (receipts and all(r.at for r in receipts)):
        return Proof.SIN_ACUSE
    return Proof.ACREDITADO


def _is_anothers(step: Step) -> bool:
    """Return whether an authority does it: the school has nothing to prove."""
    return AUTHORITY in str(step.responsible)


def _undone(status: StepStatus) -> Proof:
    if status.state is State.NO_APLICA:
        return Proof.NO_APLICA
    if status.state is State.EN_ESPERA:
        return Proof.EN_ESPERA
    if status.state is State.VENCIDO:
        return Proof.VENCIDO if status.step.nature is Nature.PLAZO else Proof.NO_EXIGIDO
    return Proof.PENDIENTE


def _unproven(papers: tuple[Paper, ...]) -> list[Paper]:
    """Return the demanded papers that are fewer than they should, with those that prove the same.

    Of several that would each do, only the first is named.
    """
    missing: list[Paper] = []
    for paper in papers:
        group = next((g for g in EITHER if paper.code in g), frozenset({paper.code}))
        there = sum(p.count for p in papers if p.code in group)
        if there < paper.wanted and not any(p.code in group for p in missing):
            missing.append(paper)
    return missing


def _lack(paper: Paper) -> str:
    return f"{paper.name}, una por cada familia oída" if paper.wanted > 1 else paper.name
