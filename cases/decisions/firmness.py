"""Since when an ordinary decision is firm: computed from each family's own notice and request.

Source: Dictamen 71 de la Superintendencia, nota 27 (firm once the plazo ends without a request, or
once the request is resolved and notified); modelo A, 7.3.3.3 and 8.6.3.3.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from cases.decisions.selectors import party_participants
from cases.models import Case, Notificacion, Participant, Reconsideracion, Resolucion
from cases.models.decisions import ResolucionState
from cases.models.notifications import EFFECTIVE, Purpose
from cases.notifications.terms import reconsideracion_step, reconsideracion_window
from protocols.engine import StepStatus
from protocols.selectors import protocol_of

ENDED = "terminó el plazo sin que se pidiera reconsideración"
ENDED_LATE = "terminó el plazo sin que se pidiera reconsideración a tiempo"
ANSWERED = "se resolvió y notificó la reconsideración"
NO_PLAZO = (
    "El protocolo de este caso no fija un plazo para pedir reconsideración: no se puede calcular "
    "desde cuándo la decisión queda firme."
)


@dataclass(frozen=True, slots=True)
class FamilyTerm:
    """One family: since when the decision is firm for it, or what it waits for."""

    participant: Participant
    at: datetime | None = None
    why: str = ""
    waits: str = ""
    others: tuple[tuple[str, date], ...] = ()  # how else the same plazo can be read


@dataclass(frozen=True, slots=True)
class Firmness:
    """Of the whole decision: firm when it is for the last family. `readings` differ from that."""

    families: tuple[FamilyTerm, ...]
    no_plazo: bool = False  # the protocol gives nobody a plazo to ask
    unread: tuple[str, ...] = ()  # adults to whom it was sent and who have not acknowledged

    @property
    def at(self) -> datetime | None:
        """The instant it became firm; None while some family may ask or waits for an answer."""
        moments = [one.at for one in self.families]
        return max(moments) if moments and all(moments) else None

    @property
    def last(self) -> FamilyTerm | None:
        """The family that made it firm."""
        return next((one for one in self.families if one.at and one.at == self.at), None)

    @property
    def waits(self) -> list[str]:
        if self.no_plazo:
            return [NO_PLAZO]
        return [one.waits for one in self.families if one.waits]

    @property
    def readings(self) -> list[str]:
        """How else its source can be read, in sentences: shown beside the date, never in place."""
        found = [
            f"Para la familia de {one.participant.initials} sola, desde el {one.at:%d-%m-%Y}."
            for one in self.families
            if one.at and one.at != self.at
        ]
        for one in self.families:
            found += [
                f"Plazo de la familia de {one.participant.initials}, {label}: hasta el "
                f"{on:%d-%m-%Y}."
                for label, on in one.others
            ]
        if self.unread:
            found.append(
                "Si se espera también el acuse de cada adulto a quien se envió, todavía no: falta "
                f"{', '.join(self.unread)}."
            )
        return found


def firmness_of(case: Case, *, now: datetime) -> Firmness:
    """Return since when the decision on the merits is firm, family by family. Queries: 5."""
    protocol = protocol_of(case.reglamento, case.protocol_key)
    notices = list(
        Notificacion.objects.filter(case=case, purpose__in=EFFECTIVE).select_related("apoderado")
    )
    requests = list(Reconsideracion.objects.filter(case=case, expulsion=None).order_by("pk"))
    return Firmness(
        tuple(_family(case, one, notices, requests, now) for one in party_participants(case)),
        no_plazo=reconsideracion_step(protocol) is None,
        unread=_unread(notices),
    )


def _unread(notices: list[Notificacion]) -> tuple[str, ...]:
    mine = [n for n in notices if n.purpose in (Purpose.RESULTADO, Purpose.CIERRE)]
    told = {(n.participant_id, n.apoderado_id) for n in mine if n.effective_at}
    waiting = {n.apoderado.name: (n.participant_id, n.apoderado_id) for n in mine if n.apoderado_id}
    return tuple(name for name, key in waiting.items() if key not in told)


def _family(
    case: Case, one: Participant, notices: list[Notificacion], requests: list[Reconsideracion],
    now: datetime,
) -> FamilyTerm:  # fmt: skip
    """Return how it stands for one family: its request in time, or else its plazo."""
    own = [n for n in notices if n.participant_id == one.pk and n.effective_at]
    asked = [r for r in requests if r.participant_id == one.pk]
    if any(not r.late or _was_admitted(r) for r in asked):
        return _answered(case, one, [r for r in asked if not r.late or _was_admitted(r)], own)
    windows = [w for w in _windows(case, own, now) if w.due]
    if not windows:
        return FamilyTerm(
            one, waits=f"No consta que la familia de {one.initials} conozca la decisión."
        )
    last = max(windows, key=lambda w: w.due.at)
    others = tuple((a.label, a.due.on) for a in last.alternatives if a.due.on != last.due.on)
    if last.due.at >= now:
        return FamilyTerm(
            one, others=others,
            waits=f"La familia de {one.initials} puede pedir reconsideración hasta el "
            f"{last.due.on:%d-%m-%Y}.",
        )  # fmt: skip
    ended = last.due.at.astimezone(ZoneInfo(case.school.time_zone))
    return FamilyTerm(one, ended, ENDED_LATE if asked else ENDED, others=others)


def _windows(case: Case, own: list[Notificacion], now: datetime) -> list[StepStatus]:
    """Return the plazo of each adult of the family, by their own notice."""
    by_adult: dict[int | None, list[Notificacion]] = {}
    for notice in own:
        by_adult.setdefault(notice.apoderado_id, []).append(notice)
    found = [reconsideracion_window(case, rows, now=now) for rows in by_adult.values()]
    return [window for window in found if window]


def _was_admitted(row: Reconsideracion) -> bool:
    """Return whether a late request changed the decision: then it was admitted."""
    return row.resolved_at is not None and row.outcome in ("modifica", "deja_sin_efecto")


def _answered(
    case: Case, one: Participant, asked: list[Reconsideracion], own: list[Notificacion]
) -> FamilyTerm:
    if any(row.resolved_at is None for row in asked):
        return FamilyTerm(
            one, waits=f"La familia de {one.initials} pidió reconsideración y no se ha resuelto."
        )
    resolved = max(row.resolved_at for row in asked)
    told = [n.effective_at for n in own if n.purpose == Purpose.RECONSIDERACION]
    told = [at for at in told if at >= resolved.replace(second=0, microsecond=0)]
    if not told:
        return FamilyTerm(
            one,
            waits=f"La reconsideración que pidió la familia de {one.initials} se resolvió y no "
            "consta que se le notificara.",
        )
    return FamilyTerm(one, min(told).astimezone(ZoneInfo(case.school.time_zone)), ANSWERED)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the road of a decision; without `at` it has not been reached."""

    label: str
    at: datetime | None
    note: str = ""


def stages_of(resolucion: Resolucion, found: Firmness | None) -> list[Stage]:
    """Return the road of the decision: drafted, sent, approved and issued, told, firm."""
    approved = resolucion.state == ResolucionState.APROBADA
    folio = resolucion.document.folio if resolucion.document_id else ""
    told = _told_at(resolucion) if approved else None
    returned = resolucion.state == ResolucionState.DEVUELTA
    return [
        Stage("Enviada a la dirección", resolucion.sent_at, "Devuelta" if returned else ""),
        Stage("Aprobada", resolucion.decided_at if approved else None),
        Stage("Emitida", resolucion.decided_at if folio else None, folio and f"N° {folio}"),
        Stage("Notificada a cada familia", told),
        Stage("Firme", resolucion.firm_at or (found.at if found else None)),
    ]


def _told_at(resolucion: Resolucion) -> datetime | None:
    """Return when the last family knew; None while one of them does not. Queries: 2."""
    first: dict[int, datetime] = {}
    rows = Notificacion.objects.filter(
        case=resolucion.case_id, purpose__in=(Purpose.RESULTADO, Purpose.CIERRE)
    )
    for pk, at in rows.exclude(effective_at=None).values_list("participant_id", "effective_at"):
        first[pk] = min(at, first.get(pk, at))
    parties = [one.pk for one in party_participants(resolucion.case)]
    return max((first[pk] for pk in parties), default=None) if set(parties) <= set(first) else None
