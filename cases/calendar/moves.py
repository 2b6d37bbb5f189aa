"""Which open plazos a change of the calendar moves, before anybody decides it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime

from cases.deadlines.selectors import timeline_of
from cases.models import Case, Tramite
from protocols.days import OwnDays
from protocols.engine import Calendar, StepStatus
from protocols.selectors import calendar_of
from schools.models import School


@dataclass(frozen=True, slots=True)
class Move:
    """One open plazo of one case, before and after.

    `was_over`: it had already run out. `now_over`: it runs out by the change itself.
    """

    case_id: int
    folio: str
    protocol: str
    step: str
    title: str
    before: date
    after: date
    was_over: bool = False
    now_over: bool = False

    def to_json(self) -> dict:
        return {**asdict(self), "before": self.before.isoformat(), "after": self.after.isoformat()}


def moves_of(school: School, own: OwnDays, *, now: datetime) -> list[Move]:
    """Return every open plazo whose date changes if the school's own days become `own`.

    Steps already done keep the date they had: they are not here. Queries: 4, whatever the cases.
    """
    old, new = calendar_of(school), calendar_of(school, own)
    tramites = Tramite.objects.filter(closed_at=None).select_related("case__reglamento")
    tramites = tramites.prefetch_related("case__actuaciones", "case__participants")
    found: list[Move] = []
    for tramite in tramites.order_by("case_id", "pk"):
        tramite.case.school = school
        found += _moves(tramite.case, tramite, old, new, now)
    return found


def _moves(
    case: Case, tramite: Tramite, old: Calendar, new: Calendar, now: datetime
) -> Iterator[Move]:
    done = list(case.actuaciones.all())
    before = timeline_of(case, tramite, now=now, actuaciones=done, calendar=old)
    after = timeline_of(case, tramite, now=now, actuaciones=done, calendar=new)
    for was, then in zip(before, after, strict=True):
        if _differs(was, then):
            yield Move(
                case.pk,
                case.folio,
                tramite.protocol_key,
                was.step.id,
                was.step.title,
                was.due.on,
                then.due.on,
                was_over=was.due.at < now,
                now_over=then.due.at < now <= was.due.at,
            )


def _differs(was: StepStatus, then: StepStatus) -> bool:
    if was.is_done or was.due is None or then.due is None:
        return False
    return was.due.at != then.due.at
