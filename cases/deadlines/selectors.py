"""What the engine says of a case: read the history, ask, answer."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from cases.models import Actuacion, Case, Tramite
from cases.models.case import ParticipantRole
from protocols.engine import Calendar, Event, Timeline, evaluate
from protocols.selectors import calendar_of, protocol_of
from schools.models import School

# What the protocols call each party.
PARTIES = {ParticipantRole.AFECTADO: "victima", ParticipantRole.DENUNCIADO: "agresor"}


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
    events = events_of(case, actuaciones)
    return evaluate(protocol, case.facts, events, calendar or calendar_for(case), now)


def timeline_with(
    case: Case, tramite: Tramite, *, extra: Iterable[Event], now: datetime
) -> Timeline:
    """Return the timeline as it would be if `extra` happened: «si hago esto hoy…»."""
    protocol = protocol_of(case.reglamento, tramite.protocol_key)
    events = [*events_of(case), *extra]
    return evaluate(protocol, case.facts, events, calendar_for(case), now)


def events_of(case: Case, actuaciones: Iterable[Actuacion] | None = None) -> list[Event]:
    """Return the history as the engine hears it.

    The party of an interview is its role once every person with that role was heard (or called in
    vain); until then it is the person, so that one family's interview does not stand for two.
    """
    rows = list(case.actuaciones.all() if actuaciones is None else actuaciones)
    rows = [row for row in rows if row.event]
    roles = _heard_roles(case, rows)
    return [_event(row, roles) for row in rows]


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
