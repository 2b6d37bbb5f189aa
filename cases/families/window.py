"""What a family sees: how far its case is, what it was sent, what comes next and by when.

Only about its own student. Nothing here reads a row of another pupil, nor an account of the facts.
"""

from dataclasses import dataclass
from datetime import date, datetime

from cases.families.access import Link
from cases.families.asking import EXPULSION, Decision, decisions_for
from cases.families.next_dates import NextDate, next_dates_of
from cases.families.progress import TrackerStep, tracker_of
from cases.families.services import asked_by, notices_of
from cases.models import Antecedente, Document, Notificacion, Reconsideracion
from cases.models.documents import DocumentState
from cases.notifications.services import RESERVED
from protocols.selectors import protocol_of


@dataclass(frozen=True, slots=True)
class Window:
    """Everything the templates print, already fetched."""

    link: Link
    notices: list[Notificacion]
    tracker: list[TrackerStep]
    next_dates: list[NextDate]
    receipts: list[Document]
    decisions: list[Decision]
    reconsideraciones: list[Reconsideracion]
    answer_by: date | None

    @property
    def to_acknowledge(self) -> list[Notificacion]:
        """What this adult has not acknowledged, each document once."""
        told = {n.document_id for n in self.notices if n.acknowledged_at}
        pending = {n.document_id: n for n in self.notices if n.document_id not in told}
        return [n for n in pending.values() if is_readable(n.document)]

    @property
    def documents(self) -> list[Notificacion]:
        """What this adult was sent, newest first, each document once."""
        unique = {n.document_id: n for n in self.notices if is_readable(n.document)}
        return sorted(unique.values(), key=lambda n: n.created_at, reverse=True)

    @property
    def can_reconsider(self) -> bool:
        return bool(self.decisions)

    @property
    def of_expulsion(self) -> bool:
        """True if what may be asked is only against an expulsion: its own body answers."""
        return [one.key for one in self.decisions] == [EXPULSION]

    @property
    def initials(self) -> str:
        return self.link.notice.participant.initials


def window_of(link: Link, *, now: datetime) -> Window:
    """Return the window of this adult about this student. Queries: about 12."""
    notices = notices_of(link.notice)
    asked = asked_by(link.notice)
    decisions = decisions_for(link.notice, notices, asked, now=now)
    return Window(
        link=link,
        notices=notices,
        tracker=tracker_of(link, notices, asked),
        next_dates=next_dates_of(link, notices, decisions, now),
        receipts=_receipts(link, asked),
        decisions=decisions,
        reconsideraciones=asked,
        answer_by=_answer_by(link) if asked else None,
    )


def is_readable(document: Document) -> bool:
    """True for what may be handed to a family: no acta of interview, nothing annulled."""
    return document.code not in RESERVED and document.state == DocumentState.EMITIDO


def readable_document(link: Link, pk: int) -> Document | None:
    """Return a document that was sent to this adult, its sheet in plain words, or a receipt."""
    sent = [n.document for n in notices_of(link.notice)]
    sheets = Document.objects.filter(explains__in=sent)
    mine = [*sent, *sheets, *_receipts(link, asked_by(link.notice))]
    found = next((d for d in mine if d.pk == pk), None)
    return found if found and is_readable(found) else None


def _answer_by(link: Link) -> date | None:
    """Return the last day to answer the request, as the protocol says."""
    case = link.notice.case
    steps = protocol_of(case.reglamento, case.protocol_key).steps
    step = next((s for s in steps if "ev_res_reconsideracion" in s.done_by), None)
    row = case.vencimientos.filter(step_id=step.id, done_at=None).first() if step else None
    return row.due_on if row else None


def sheet_of(document: Document) -> Document | None:
    """Return what says the document in plain words; None for those without a sheet. Queries: 1."""
    rows = document.sheets.filter(state=DocumentState.EMITIDO).defer("snapshot")
    return rows.order_by("pk").last()


def _receipts(link: Link, asked: list[Reconsideracion]) -> list[Document]:
    """Return the receipts of what this very adult brought."""
    rows = Antecedente.objects.filter(
        participant=link.notice.participant, document__isnull=False
    ).select_related("document", "case")
    name = link.notice.apoderado.name  # what the database holds of it is sealed
    brought = [row.document for row in rows if row.delivered_by == name]
    return [*brought, *(row.document for row in asked if row.document)]
