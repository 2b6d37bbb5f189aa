"""What a family sees: how far its case is, what it was sent, what comes next and by when.

Only about its own student. Nothing here reads a row of another pupil, nor an account of the facts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cases.deadlines.selectors import local_day, timeline_of
from cases.families.access import Link
from cases.families.services import notices_of
from cases.hearings.dates import ANTECEDENTES, zone_of
from cases.hearings.selectors import main_tramite
from cases.models import Actuacion, Antecedente, Citacion, Document, Notificacion, Reconsideracion
from cases.models.case import CaseState
from cases.models.documents import DocumentState
from cases.models.hearings import CitacionOutcome
from cases.notifications.services import RESERVED
from cases.notifications.terms import reconsideracion_window
from cases.states import Acto, state_reason
from convivencia.computation import Computation, computation_of
from convivencia.dates import full_date, long_date
from protocols.engine import State, StepStatus
from protocols.selectors import protocol_of

DECIDED = frozenset(
    {
        CaseState.RESUELTO, CaseState.NOTIFICADO, CaseState.EN_RECONSIDERACION,
        CaseState.CERRADO, CaseState.ARCHIVADO,
    }
)  # fmt: skip
HABILES = {"dias_habiles": "hábiles", "dias_corridos": "corridos"}


@dataclass(frozen=True, slots=True)
class TrackerStep:
    """One line of «En qué va»."""

    title: str
    detail: str
    state: str  # done, now, later


@dataclass(frozen=True, slots=True)
class NextDate:
    """What the family may or must do next, and its last day."""

    text: str  # «Puede pedir que el colegio revise la decisión»
    day: str  # «viernes 27 de noviembre de 2026»
    amount: str = ""  # «5 días hábiles»
    count: str = ""  # which count «Ver la cuenta» shows; empty if there is nothing to count
    over: bool = False
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Everything the templates print, already fetched."""

    link: Link
    notices: list[Notificacion]
    tracker: list[TrackerStep]
    next_dates: list[NextDate]
    receipts: list[Document]
    can_reconsider: bool
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
    def initials(self) -> str:
        return self.link.notice.participant.initials


def window_of(link: Link, *, now: datetime) -> Window:
    """Return the window of this adult about this student. Queries: about 12."""
    notices = notices_of(link.notice)
    asked = _asked(link)
    return Window(
        link=link,
        notices=notices,
        tracker=_tracker(link, notices, asked),
        next_dates=_next_dates(link, notices, asked, now),
        receipts=_receipts(link, asked),
        can_reconsider=not asked and not state_reason(link.notice.case.state, Acto.RECONSIDERAR),
        reconsideraciones=asked,
        answer_by=_answer_by(link) if asked else None,
    )


def is_readable(document: Document) -> bool:
    """True for what may be handed to a family: no acta of interview, nothing annulled."""
    return document.code not in RESERVED and document.state == DocumentState.EMITIDO


def readable_document(link: Link, pk: int) -> Document | None:
    """Return a document that was sent to this adult, or the receipt of what they brought."""
    window_documents = [n.document for n in notices_of(link.notice)]
    mine = [*window_documents, *_receipts(link, _asked(link))]
    found = next((d for d in mine if d.pk == pk), None)
    return found if found and is_readable(found) else None


def count_of(link: Link, which: str, *, now: datetime) -> Computation | None:
    """Return the day-by-day count behind one of the next dates."""
    status = _status(link, which, notices_of(link.notice), now)
    if status is None or status.due is None:
        return None
    due, zone = status.due, zone_of(link.notice.case)
    return computation_of(
        due.working(),
        start=due.start,
        end=due.on,
        amount_text=_amount(status),
        start_text=_start_text(which, status),
        norms=(f"Reglamento interno, {status.step.source.locus}",),
        question=f"¿Por qué hasta el {full_date(due.on)}?",
        today=now.astimezone(zone).date(),
    )


def _status(
    link: Link, which: str, notices: Sequence[Notificacion], now: datetime
) -> StepStatus | None:
    case = link.notice.case
    if which == "reconsideracion":
        return reconsideracion_window(case, notices, now=now) or reconsideracion_window(
            case, notices, now=now, if_told_now=True
        )
    if which == "antecedentes":
        status = timeline_of(case, main_tramite(case), now=now)[ANTECEDENTES]
        return None if status.projected or status.state is State.EN_ESPERA else status
    return None


def _next_dates(
    link: Link, notices: list[Notificacion], asked: list[Reconsideracion], now: datetime
) -> list[NextDate]:
    found = [_meeting(link, now), _antecedentes(link, now)]
    if not asked:
        found.append(_reconsideracion(link, notices, now))
    return [one for one in found if one]


def _meeting(link: Link, now: datetime) -> NextDate | None:
    row = (
        Citacion.objects.filter(
            participant=link.notice.participant,
            outcome=CitacionOutcome.PENDIENTE,
            meets_at__gte=now,
        )
        .order_by("meets_at")
        .first()
    )
    if row is None:
        return None
    at = row.meets_at.astimezone(zone_of(link.notice.case))
    return NextDate(f"Reunión en {row.place}", f"{full_date(at.date())}, a las {at:%H:%M}")


def _antecedentes(link: Link, now: datetime) -> NextDate | None:
    status = _status(link, "antecedentes", (), now)
    if status is None or status.due is None or link.notice.case.state in DECIDED:
        return None
    over = now > status.due.at
    text = "El plazo para enviar antecedentes terminó" if over else "Puede enviar antecedentes"
    return NextDate(text, full_date(status.due.on), _amount(status), "antecedentes", over)


def _reconsideracion(link: Link, notices: list[Notificacion], now: datetime) -> NextDate | None:
    if state_reason(link.notice.case.state, Acto.RECONSIDERAR):
        return None
    status = reconsideracion_window(link.notice.case, notices, now=now)
    if status is not None:
        over = now > status.due.at
        text = (
            "El plazo para pedir que se revise la decisión terminó"
            if over
            else ("Puede pedir que se revise la decisión")
        )
        return NextDate(text, full_date(status.due.on), _amount(status), "reconsideracion", over)
    status = reconsideracion_window(link.notice.case, notices, now=now, if_told_now=True)
    if status is None:
        return None
    text = "Si acusa recibo hoy, podrá pedir que se revise la decisión"
    return NextDate(
        text, full_date(status.due.on), _amount(status), "reconsideracion", estimated=True
    )


def _amount(status: StepStatus) -> str:
    plazo = status.plazo or status.step.plazo
    unit = HABILES.get(status.due.unit.value, "") if status.due else ""
    return f"{plazo.amount} días {unit}".strip()


def _start_text(which: str, status: StepStatus) -> str:
    what = "la entrevista" if which == "antecedentes" else "el día en que usted supo de la decisión"
    return f"{what}, {long_date(status.due.start)}"


def _tracker(
    link: Link, notices: list[Notificacion], asked: list[Reconsideracion]
) -> list[TrackerStep]:
    """Return the steps that every family sees; they do not tell what happened to anybody else."""
    case, participant = link.notice.case, link.notice.participant
    heard = case.actuaciones.filter(acto=Acto.ENTREVISTAR, data__party=participant.pk).first()
    brought = Antecedente.objects.filter(
        participant=participant, delivered_by=link.notice.apoderado.name
    ).count()
    results = [n for n in notices if n.purpose == "resultado"]
    decided = case.state in DECIDED and bool(results)
    closed = case.state in {CaseState.CERRADO, CaseState.ARCHIVADO}
    told = any(n.effective_at for n in results)

    def day(at: datetime) -> str:
        return long_date(local_day(at, case.school))

    rows = [
        ("El colegio supo lo que pasó", day(case.known_at), True),
        ("Conversamos con usted", _talk(heard, decided, day), bool(heard) or decided),
        ("Reunimos antecedentes", _brought(brought), decided),
        ("El colegio decidió", _decision(results, told, day), decided and told),
    ]
    if asked:
        last = asked[-1]
        detail = f"la pidió el {day(last.requested_at)}"
        rows.append(("Revisión de la decisión", detail, last.resolved_at is not None))
    rows.append(("Seguimiento", "durante 6 meses", case.state == CaseState.ARCHIVADO))
    return _with_states(rows, reached=closed)


def _talk(heard: Actuacion | None, decided: bool, day: Callable) -> str:
    if heard:
        return day(heard.at)
    return "no alcanzó a hacerse" if decided else ""


def _brought(count: int) -> str:
    if not count:
        return ""
    return "usted entregó 1 archivo" if count == 1 else f"usted entregó {count} archivos"


def _decision(results: list[Notificacion], told: bool, day: Callable) -> str:
    if not results:
        return ""
    sent = day(results[0].created_at)
    return sent if told else f"{sent} · falta que usted acuse recibo"


def _with_states(rows: list[tuple[str, str, bool]], *, reached: bool) -> list[TrackerStep]:
    """Mark as «now» the first that is not done; the last one too once the case is closed."""
    steps, found = [], False
    for title, detail, done in rows:
        state = "done" if done else "later"
        if not done and not found:
            state, found = "now", True
        steps.append(TrackerStep(title, detail, state))
    if reached and steps[-1].state == "later":
        last = steps[-1]
        steps[-1] = TrackerStep(last.title, last.detail, "now")
    return steps


def _asked(link: Link) -> list[Reconsideracion]:
    rows = Reconsideracion.objects.filter(
        participant=link.notice.participant, apoderado=link.notice.apoderado
    )
    return list(rows.select_related("document").order_by("pk"))


def _answer_by(link: Link) -> date | None:
    """Return the last day to answer the request, as the protocol says."""
    case = link.notice.case
    steps = protocol_of(case.reglamento, case.protocol_key).steps
    step = next((s for s in steps if "ev_res_reconsideracion" in s.done_by), None)
    row = case.vencimientos.filter(step_id=step.id, done_at=None).first() if step else None
    return row.due_on if row else None


def _receipts(link: Link, asked: list[Reconsideracion]) -> list[Document]:
    """Return the receipts of what this very adult brought."""
    rows = Antecedente.objects.filter(
        participant=link.notice.participant,
        delivered_by=link.notice.apoderado.name,
        document__isnull=False,
    )
    brought = [row.document for row in rows.select_related("document")]
    return [*brought, *(row.document for row in asked if row.document)]
