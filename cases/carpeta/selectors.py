"""The folder of one case, and the list of those of a period."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.access import cases_visible_to
from cases.carpeta.demands import LACKING, Line, Proof, line_of
from cases.deadlines.selectors import is_main, timeline_of
from cases.expulsion.state import as_corrected
from cases.models import Actuacion, Case, Document, ExpulsionAct, Notificacion, Tramite
from cases.policy import Sight
from protocols.selectors import titles_of
from schools.models import Membership

MOST = 500  # cases in one list


@dataclass(frozen=True, slots=True)
class Section:
    """What one protocol of the case demanded."""

    title: str
    lines: tuple[Line, ...]

    @property
    def demanded(self) -> tuple[Line, ...]:
        """The lines that hold for this case."""
        return tuple(line for line in self.lines if line.proof is not Proof.NO_APLICA)

    @property
    def set_aside(self) -> tuple[Line, ...]:
        """The lines that do not, each with its reason."""
        return tuple(line for line in self.lines if line.proof is Proof.NO_APLICA)


@dataclass(frozen=True, slots=True)
class Folder:
    """A case before who inspects."""

    case: Case
    sections: tuple[Section, ...]

    @property
    def lines(self) -> list[Line]:
        return [line for section in self.sections for line in section.demanded]

    @property
    def proven(self) -> int:
        return sum(line.proof is Proof.ACREDITADO for line in self.lines)

    @property
    def lacking(self) -> list[Line]:
        return [line for line in self.lines if line.proof in LACKING]

    @property
    def due(self) -> int:
        """How many lines could be asked for today: proven, or lacking."""
        return self.proven + len(self.lacking)


def folder_of(case: Case, *, now: datetime) -> Folder:
    """Return what the protocols of a case demanded against what it has. Queries: 5 to 7."""
    acts = list(case.actuaciones.defer("text").order_by("at", "pk"))
    documents = list(case.documents.defer("snapshot").order_by("issued_at", "pk"))
    notices = list(
        case.notificaciones.select_related("participant__student", "participant__apoderado")
    )
    tramites = sorted(case.tramites.all(), key=lambda row: not is_main(case, row))
    titles = titles_of(case.reglamento)
    done = as_corrected(case.expulsion_acts.order_by("pk"))
    procedure = {(act.expulsion_id, act.kind): act for act in done}
    return Folder(
        case,
        tuple(
            Section(
                titles.get(row.protocol_key, row.protocol_key),
                _lines(case, row, acts, documents, notices, procedure=procedure, now=now),
            )
            for row in tramites
        ),
    )


def _lines(
    case: Case, tramite: Tramite, acts: list[Actuacion], documents: list[Document],
    notices: list[Notificacion], *, procedure: dict[tuple, ExpulsionAct], now: datetime,
) -> tuple[Line, ...]:  # fmt: skip
    timeline = timeline_of(case, tramite, now=now, actuaciones=acts)
    mine = [act for act in acts if act.tramite_id in {None, tramite.pk}]
    elsewhere = {act.document_id for act in acts if act not in mine} - {None}
    papers = [document for document in documents if document.pk not in elsewhere]
    return tuple(
        line_of(status, documents=papers, acts=mine, notices=notices, procedure=procedure)
        for status in timeline.steps
    )


def cases_of_period(membership: Membership, first: date, last: date, *, at: datetime) -> list[Case]:
    """Return the cases that the school knew of between two days. Queries: 1 and its prefetch."""
    visible = cases_visible_to(membership, at=at, at_least=Sight.FULL)
    rows = visible.filter(known_at__date__gte=first, known_at__date__lte=last)
    rows = rows.select_related("reglamento", "school").prefetch_related("participants__student")
    return list(rows.order_by("year", "number")[:MOST])
