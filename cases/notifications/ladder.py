"""The notices of a case as staff see them: one ladder per adult, document and medium."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from cases.deadlines.selectors import calendar_for
from cases.models import Case, Document, Notificacion, NotificacionEvento, Participant
from cases.models.documents import DocumentState
from cases.models.notifications import EFFECTIVE, Hecho, Medium, Purpose
from cases.notifications.services import BLOCKED
from cases.notifications.terms import reconsideracion_window
from cases.notifications.waiting import awaited
from protocols.engine import Calendar

RUNGS = {
    Medium.CORREO: ((Hecho.ENVIADO,), (Hecho.ENTREGADO,), (Hecho.ABIERTO,), (Hecho.ACUSADO,)),
    Medium.PERSONAL: ((Hecho.POR_ENTREGAR,), (Hecho.ENTREGADO, Hecho.SE_NEGO)),
    Medium.CARTA: ((Hecho.POR_ENTREGAR,), (Hecho.ENTREGADO, Hecho.SE_NEGO)),
    Medium.TELEFONO: ((Hecho.POR_ENTREGAR,), (Hecho.ENTREGADO, Hecho.NO_CONTESTA)),
}
RUNG_LABELS = ("Enviado", "Entregado", "Abierto", "Acusado")
PAPER_LABELS = ("Por entregar", "Entregado o rechazado")
CALL_LABELS = ("Por llamar", "Llamada")
# How long without an answer before the next official medium. Source: modelo A, C-01.
WAIT_DAYS = {Purpose.CITACION: 1}
DEFAULT_WAIT = 2
NEXT_MEDIUM = {
    Medium.CORREO: Medium.PERSONAL,
    Medium.TELEFONO: Medium.PERSONAL,
    Medium.PERSONAL: Medium.CARTA,
    Medium.CARTA: Medium.PERSONAL,
}
NEXT_FOR_CITACION = {Medium.CORREO: Medium.TELEFONO}
TROUBLE = BLOCKED | {Hecho.FALLIDO}


@dataclass(frozen=True, slots=True)
class Rung:
    """One stamp of the ladder; no `at` yet means that it has not happened."""

    label: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice with its ladder, how it stands and what to do next."""

    row: Notificacion
    events: Sequence[NotificacionEvento]
    status: str
    tone: str
    next_medium: Medium | None
    last_day: date | None

    @property
    def rungs(self) -> list[Rung]:
        kinds = RUNGS[self.row.medium]
        pairs = zip(self._labels, kinds, strict=True)
        return [Rung(label, self._first(kind)) for label, kind in pairs]

    @property
    def _labels(self) -> tuple[str, ...]:
        if self.row.medium == Medium.CORREO:
            return RUNG_LABELS
        return CALL_LABELS if self.row.medium == Medium.TELEFONO else PAPER_LABELS

    @property
    def can_resend(self) -> bool:
        return self.row.medium == Medium.CORREO and not self.row.acknowledged_at

    @property
    def can_register(self) -> bool:
        if self.row.medium == Medium.CORREO or self.row.effective_at:
            return False
        return self.events[-1].kind not in BLOCKED if self.events else True

    @property
    def has_actions(self) -> bool:
        offers_other = not self.next_medium and not self.row.effective_at
        return self.can_register or self.can_resend or offers_other

    def _first(self, kinds: tuple[Hecho, ...]) -> datetime | None:
        return next((event.at for event in self.events if event.kind in kinds), None)


@dataclass(frozen=True, slots=True)
class Family:
    """The notices about one student."""

    participant: Participant
    notices: list[Notice]


def families_of(case: Case, *, now: datetime) -> list[Family]:
    """Return the ladders of a case, family by family. Queries: 4, and those of the plazos."""
    related = "apoderado", "document", "participant__student"
    rows = Notificacion.objects.filter(case=case).select_related(*related)
    rows = rows.prefetch_related("eventos", _sheets())
    rows = list(rows.order_by("participant_id", "created_at", "pk"))
    waiting = set(
        awaited(Notificacion.objects.filter(case=case), at=now).values_list("pk", flat=True)
    )
    families: dict[int, Family] = {}
    for row in rows:
        mine = [r for r in rows if _same_reader(r, row)]
        notice = _notice(case, row, mine, calendar_for(case), now, waits=row.pk in waiting)
        family = families.setdefault(row.participant_id, Family(row.participant, []))
        family.notices.append(notice)
    return list(families.values())


def _sheets() -> Prefetch:
    """Load what says each document in plain words, to be handed over with it."""
    rows = Document.objects.filter(state=DocumentState.EMITIDO).defer("snapshot")
    return Prefetch("document__sheets", rows, "plain")


def _same_reader(one: Notificacion, other: Notificacion) -> bool:
    return (one.participant_id, one.apoderado_id) == (other.participant_id, other.apoderado_id)


def _notice(
    case: Case,
    row: Notificacion,
    mine: list[Notificacion],
    calendar: Calendar,
    now: datetime,
    *,
    waits: bool,
) -> Notice:
    events = list(row.eventos.all())
    known = any(r.effective_at for r in mine if r.document_id == row.document_id)
    status, tone = _status(row, events, known=known)
    asks = waits and not known
    suggested = suggestion(row, events, calendar, now=now) if asks else None
    if any(r.medium == suggested and r.document_id == row.document_id for r in mine):
        suggested = None  # it is already on its way
    return Notice(row, events, status, tone, suggested, _last_day(case, row, mine, now))


def _last_day(
    case: Case, row: Notificacion, mine: list[Notificacion], now: datetime
) -> date | None:
    if row.purpose not in EFFECTIVE or row.effective_at is None:
        return None
    window = reconsideracion_window(case, mine, now=now)
    return window.due.on if window else None


def _status(row: Notificacion, events: list[NotificacionEvento], *, known: bool) -> tuple[str, str]:
    if row.acknowledged_at:
        return "Acusó recibo", "green"
    if row.effective_at:
        return "Notificada", "green"
    last = events[-1].kind if events else ""
    if last in TROUBLE:
        return Hecho(last).label, "red"
    if known:
        return "Notificada por otro medio", "green"
    if row.opened_at:
        return "Abierta, sin acuse", "amber"
    tone = "amber" if last == Hecho.NO_CONTESTA else "blue"
    return (Hecho(last).label if last else "Sin enviar"), tone


def suggestion(
    row: Notificacion, events: list[NotificacionEvento], calendar: Calendar, *, now: datetime
) -> Medium | None:
    """Return the medium to try next: at once if this one failed, else after days without answer."""
    following = NEXT_MEDIUM[row.medium]
    if row.purpose == Purpose.CITACION:
        following = NEXT_FOR_CITACION.get(row.medium, following)
    last = events[-1].kind if events else ""
    if last == Hecho.NO_AUTORIZADO:
        return None
    if last in TROUBLE or last == Hecho.NO_CONTESTA:
        return following
    start = (row.sent_at or row.created_at).astimezone(calendar.tz).date()
    limit = calendar.add(start, WAIT_DAYS.get(row.purpose, DEFAULT_WAIT))
    return following if now.astimezone(calendar.tz).date() > limit else None
