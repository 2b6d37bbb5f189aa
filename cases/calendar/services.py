"""The only writer of a school's own days. What moves is shown first, and told in each case."""

import hashlib
import json
from collections import defaultdict
from datetime import date, datetime

from django.db import transaction

from cases.calendar.moves import Move, moves_of
from cases.history.services import record_actuacion
from cases.models import CalendarAct, CalendarChange, Case
from cases.states import Acto
from convivencia.dates import short_date
from convivencia.exceptions import DomainError, StaleFormError
from protocols.days import OwnDays, OwnFeriado, Recess
from protocols.selectors import calendar_of, with_reglamento
from schools.abilities import Ability, can
from schools.audit.services import record
from schools.models import Membership, School
from schools.models.audit import AuditAct


def add_feriado(own: OwnDays, new: OwnFeriado, school: School) -> OwnDays:
    """Return the days with one more feriado (or one less, `habil`); DomainError if it is idle."""
    known = calendar_of(school, own).feriados.get(new.on)
    if any(row.on == new.on for row in own.feriados):
        raise DomainError("Ese día ya tiene un cambio: retírelo antes.", code="on")
    if not new.habil and known:
        raise DomainError(f"Ese día ya es feriado: {known.name} ({known.law}).", code="on")
    if new.habil and not known:
        raise DomainError("Ese día no es feriado: no hay nada que quitar.", code="on")
    return own.with_feriado(new)


def add_recess(own: OwnDays, new: Recess) -> OwnDays:
    """Return the days with one more recess; DomainError if it crosses another."""
    if any(row.first <= new.last and new.first <= row.last for row in own.recesses):
        raise DomainError("Esas fechas se cruzan con otros días sin clases.", code="first")
    return own.with_recess(new)


def digest(school: School, moves: list[Move]) -> str:
    """Return what the person saw, to know later that it is still so."""
    seen = json.dumps([school.calendar, [move.to_json() for move in moves]], sort_keys=True)
    return hashlib.sha256(seen.encode()).hexdigest()[:24]


@transaction.atomic
def change_calendar(
    *,
    school: School,
    act: CalendarAct,
    own: OwnDays,
    first: date,
    last: date,
    name: str,
    law: str,
    seen: str,
    actor: Membership,
    now: datetime,
) -> CalendarChange:
    """Write the school's own days, recompute the open plazos and tell it in each case's history.

    `seen` is the digest of the preview that the person confirmed: if a plazo moved meanwhile, or
    somebody else changed the calendar, nothing is written (StaleFormError).
    """
    if not can(actor, Ability.MANAGE_CALENDAR):
        raise DomainError("Su rol no permite cambiar el calendario.", code="rol")
    school = School.objects.select_for_update().get(pk=school.pk)
    moves = moves_of(school, own, now=now)
    if digest(school, moves) != seen:
        raise StaleFormError(
            "Mientras usted revisaba cambió un plazo o el calendario. Revise de nuevo."
        )
    before, school.calendar = school.calendar, own.write()
    school.save(update_fields=["calendar"])
    change = CalendarChange.objects.create(
        at=now,
        made_by=actor.user,
        made_by_name=f"{actor.user.get_full_name()}, {actor.title}",
        act=act,
        first=first,
        last=last,
        name=name,
        law=law,
        before=before,
        after=school.calendar,
        moved=[move.to_json() for move in moves],
    )
    record(
        AuditAct.CAMBIAR,
        object_type="calendario",
        object_id=change.pk,
        user_id=actor.user_id,
        detail=f"{change.get_act_display()} {first:%d-%m-%Y}: {len(moves)} plazos"[:200],
    )
    _tell_cases(school, change, moves, now)
    return change


def _tell_cases(school: School, change: CalendarChange, moves: list[Move], now: datetime) -> None:
    by_case: dict[int, list[Move]] = defaultdict(list)
    for move in moves:
        by_case[move.case_id].append(move)
    why = f"{change.get_act_display()}: {change.name}, {_span(change)}. {change.law}".strip()
    for case in with_reglamento(Case.objects.filter(pk__in=by_case)).order_by("pk"):
        case.school = school
        lines = [
            f"{move.title}: del {short_date(move.before)} al {short_date(move.after)}."
            for move in by_case[case.pk]
        ]
        record_actuacion(
            case=case,
            acto=Acto.RECALCULAR_PLAZOS,
            at=now,
            now=now,
            actor_name=change.made_by_name,
            text="\n".join([why, *lines]),
            data={"calendar_change": change.pk},
        )


def _span(change: CalendarChange) -> str:
    if change.first == change.last:
        return f"{change.first:%d-%m-%Y}"
    return f"{change.first:%d-%m-%Y} al {change.last:%d-%m-%Y}"
