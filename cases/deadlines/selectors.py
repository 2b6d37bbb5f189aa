"""What the engine says of a case: read the history, ask, answer."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from cases.models import Actuacion, Case, Tramite, Vencimiento
from cases.models.case import ParticipantRole
from cases.procedure import BEFORE_ACTO
from protocols.engine import Calendar, Event, Timeline, evaluate
from protocols.selectors import calendar_of, protocol_of
from schools.models import School

# What the protocols call each party.
PARTIES = {ParticipantRole.AFECTADO: "victima", ParticipantRole.DENUNCIADO: "agresor"}
# What happened in the world, not in a procedure: every trámite of the case hears it.
SHARED_EVENTS = frozenset({"ev_hecho", "ev_conocimiento", "ev_denuncia", "ev_senales"})


def calendar_for(case: Case) -> Calendar:
    """Return the calendar of the case's school."""
    return calendar_of(case.school)


def local_day(instant: datetime, school: School) -> date:
    """Return the day of `instant` where the school is."""
    return instant.astimezone(ZoneInfo(school.time_zone)).date()


def timeline_of(
    case: Case,
    tramite: Tramite,
    *,
    now: datetime,
    actuaciones: Iterable[Actuacion] | None = None,
    calendar: Calendar | None = None,
) -> Timeline:
    """Return how every step of a trámite stands at `now`, working included. Queries: 0 to 2.

    `calendar` replaces the school's: «what if that day were a feriado?».
    """
    protocol = protocol_of(case.reglamento, tramite.protocol_key)
    events = events_of(case, actuaciones, tramite=tramite)
    return evaluate(protocol, case.facts, events, calendar or calendar_for(case), now)


def timeline_with(
    case: Case, tramite: Tramite, *, extra: Iterable[Event], now: datetime
) -> Timeline:
    """Return the timeline as it would be if `extra` happened: «si hago esto hoy…»."""
    protocol = protocol_of(case.reglamento, tramite.protocol_key)
    events = [*events_of(case, tramite=tramite), *extra]
    return evaluate(protocol, case.facts, events, calendar_for(case), now)


def main_tramite(case: Case) -> Tramite:
    """Return the trámite of the case's own protocol. Queries: 1."""
    rows = case.tramites.filter(protocol_key=case.protocol_key)
    return rows.order_by(F("closed_at").asc(nulls_first=True), "pk").first()


def row_acto(row: Vencimiento) -> str:
    """Return the act that completes a stored step; "" if any record of it does."""
    return row.rule.get("acto") or BEFORE_ACTO.get(row.step_id, "")


def completed_by(*actos: str) -> Q:
    """Match the stored steps that one of these acts completes."""
    old = [step for step, acto in BEFORE_ACTO.items() if acto in actos]
    return Q(rule__acto__in=actos) | Q(step_id__in=old)


def vencimiento_of(case: Case, acto: str) -> Vencimiento | None:
    """Return the stored step of an act in the case's own protocol; None if it has none."""
    rows = case.vencimientos.filter(completed_by(acto), tramite__protocol_key=case.protocol_key)
    return rows.order_by(F("tramite__closed_at").asc(nulls_first=True), "order").first()


def is_main(case: Case, tramite: Tramite) -> bool:
    """Return whether the trámite runs the case's own protocol."""
    return tramite.protocol_key == case.protocol_key


def events_of(
    case: Case, actuaciones: Iterable[Actuacion] | None = None, *, tramite: Tramite | None = None
) -> list[Event]:
    """Return the history as the engine hears it in one trámite; in the whole case without one.

    The facts, the denuncia, a correction and a step by its id are heard by all the trámites; what
    belongs to a procedure (its opening, its interviews, its decision) only by its own.

    The party of an interview is its role once every person with that role was heard (or called in
    vain); until then it is the person, so that one family's interview does not stand for two.
    """
    rows = list(case.actuaciones.all() if actuaciones is None else actuaciones)
    rows = [row for row in rows if row.event and (not tramite or _is_heard(row, case, tramite))]
    roles = _heard_roles(case, rows)
    return [_event(row, roles) for row in rows]


def _is_heard(row: Actuacion, case: Case, tramite: Tramite) -> bool:
    shared = not row.event.startswith("ev_") or row.event in SHARED_EVENTS or row.rectifies_id
    if shared or row.tramite_id == tramite.pk:
        return True
    return row.tramite_id is None and is_main(case, tramite)


def _event(row: Actuacion, roles: dict[int, str]) -> Event:
    data = row.data
    party = roles.get(data.get("party") or 0, "")
    corrected = data.get("corrected_at")
    return Event(
        name=row.event,
        at=row.at,
        step=data.get("step", ""),
        days=data.get("days"),
        party=party,
        key=str(row.pk),
        corrects=str(row.rectifies_id or ""),
        corrected_at=datetime.fromisoformat(corrected) if corrected else None,
    )


def _heard_roles(case: Case, rows: list[Actuacion]) -> dict[int, str]:
    heard = {
        row.data.get("party") for row in rows if row.event in {"ev_entrevista", "ev_inasistencia"}
    }
    roles: dict[int, str] = {}
    people = list(case.participants.all())
    for role, party in PARTIES.items():
        members = [p.pk for p in people if p.role == role]
        complete = set(members) <= heard
        roles |= {pk: party if complete else f"persona {pk}" for pk in members}
    return roles
