"""The summary of the morning: how many things, never which. One per member and business day."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from cases.access import cases_visible_to
from cases.models import OutboxMessage, Resolucion, Vencimiento
from cases.models.decisions import ResolucionState
from cases.reminders.messages import Message, compose, site_url
from cases.reminders.outbox import enqueue
from convivencia.dates import full_date
from protocols.selectors import calendar_of
from schools.models import Membership, Role, School
from schools.tenancy.context import school_context

logger = logging.getLogger(__name__)

FROM, UNTIL = time(8, 0), time(19, 0)  # after an outage it still arrives during the day
RUNNING = ("en_curso", "por_vencer", "vencido")


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits for a member."""

    late: int = 0
    today: int = 0
    week: int = 0
    to_sign: int = 0

    @property
    def total(self) -> int:
        return self.late + self.today + self.week + self.to_sign

    def __or__(self, other: "Counts") -> "Counts":
        """Join two roles of one person in the same school: the larger of each count."""
        pairs = ((getattr(self, n), getattr(other, n)) for n in self.__slots__)
        return Counts(*(max(pair) for pair in pairs))


def send_digests(*, now: datetime) -> int:
    """Write the summaries of every school where it is time; return how many."""
    written = 0
    for school in School.objects.order_by("pk"):
        day = digest_day(school, now)
        if day is None:
            continue
        try:
            with school_context(school):
                written += _send_school(school, day, now)
        except Exception:  # one school must not silence the rest
            logger.exception("establecimiento %s sin resumen; se reintenta", school.pk)
    return written


def digest_day(school: School, now: datetime) -> date | None:
    """Return the day whose summary is due at `school` now; None out of hours or on a rest day."""
    local = now.astimezone(ZoneInfo(school.time_zone))
    if not FROM <= local.time() < UNTIL:
        return None
    return local.date() if calendar_of(school).is_habil(local.date()) else None


def _send_school(school: School, day: date, now: datetime) -> int:
    done = set(
        OutboxMessage.objects.filter(key__startswith=_key("", day)).values_list("key", flat=True)
    )
    people: dict[str, tuple[str, Counts]] = {}
    for member in _active_members(day):
        key = _key(str(member.user_id), day)
        if key not in done:
            counts = counts_for(member, day=day, now=now)
            known = people.get(key, ("", Counts()))[1]
            people[key] = member.user.email, known | counts
    waiting = {key: found for key, found in people.items() if found[1].total}
    for key, (email, counts) in waiting.items():
        message = digest_message(school, counts, day)
        enqueue(
            key=key, kind="resumen", recipient=email,
            subject=message.subject, body=message.body, now=now,
        )  # fmt: skip
    return len(waiting)


def counts_for(member: Membership, *, day: date, now: datetime) -> Counts:
    """Return what waits for `member`: their own tasks in the cases they see. Queries: 1 or 2."""
    zone = ZoneInfo(member.school.time_zone)
    start = datetime.combine(day, time(0), tzinfo=zone)
    tomorrow, next_week = start + timedelta(days=1), start + timedelta(days=7)
    rows = Vencimiento.objects.filter(
        state__in=RUNNING,
        projected=False,
        owner_role=member.role,
        due_at__lt=next_week,
        tramite__closed_at=None,
        case__in=cases_visible_to(member, at=now),
    ).filter(Q(rule__nature="plazo") | Q(due_at__gte=now))
    dues = list(rows.values_list("due_at", flat=True))
    return Counts(
        late=sum(due < now for due in dues),
        today=sum(now <= due < tomorrow for due in dues),
        week=sum(tomorrow <= due for due in dues),
        to_sign=_to_sign(member, now),
    )


def digest_message(school: School, counts: Counts, day: date) -> Message:
    """Return the e-mail: counts and a link."""
    subject = f"Resumen del {full_date(day)}: {counts.total} por atender"
    return compose("resumen", subject, school=school, counts=counts, url=site_url("today"))


def _to_sign(member: Membership, now: datetime) -> int:
    if member.role != Role.DIRECTORA:
        return 0
    visible = cases_visible_to(member, at=now)
    return Resolucion.objects.filter(state=ResolucionState.ENVIADA, case__in=visible).count()


def _active_members(on: date) -> list[Membership]:
    rows = Membership.objects.filter(
        Q(active_until=None) | Q(active_until__gte=on), active_from__lte=on, user__is_active=True
    )
    return list(rows.select_related("user", "school").order_by("user_id", "pk"))


def _key(who: str, day: date) -> str:
    return f"resumen:{day:%Y%m%d}:{who}"
