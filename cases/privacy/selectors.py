"""What the pages of personal data read."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from cases.models import RightsRequest
from cases.overview.wall import Wall, wall_of
from cases.privacy.clocks import Clock, answer_by, clock_of, complain_by, plazo_text
from convivencia.dates import Due, long_date
from protocols.engine.counting import Deadline
from schools.models import Guardianship, School


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request with its clock, as the list and «Hoy» show it."""

    row: RightsRequest
    clock: Clock
    deadline: Deadline
    due: Due

    @property
    def norm(self) -> str:
        return plazo_text(self.clock.answer)


def requests() -> QuerySet[RightsRequest]:
    return RightsRequest.objects.select_related("student", "apoderado")


def waiting_lines(wall: Wall) -> list[RequestLine]:
    """Return the requests without answer, the most pressing first. Queries: 1."""
    rows = requests().filter(answered_at=None)
    return sorted((line_of(row, wall) for row in rows), key=lambda line: line.deadline.at)


def line_of(row: RightsRequest, wall: Wall) -> RequestLine:
    deadline = answer_by(row, wall.calendar)
    due = wall.due(deadline.at)
    if row.answered_at is not None:
        text = "en plazo" if row.answered_at <= deadline.at else "fuera de plazo"
        due = Due(long_date(wall.day_of(row.answered_at)).rsplit(" de ", 1)[0], text, "done")
    return RequestLine(row, clock_of(row, wall.calendar), deadline, due)


def complaint_text(row: RightsRequest, school: School, at: datetime) -> str:
    """Return what a refusal must tell the holder: where to complain and until when."""
    calendar = wall_of(school, at).calendar
    clock, until = clock_of(row, calendar), complain_by(row, calendar)
    text = f"Puede reclamar ante {clock.complain_before}"
    if until is None:
        return f"{text}."
    return f"{text} hasta el {long_date(until.on)}: {plazo_text(clock.complain)}."


def restricted_ties(row: RightsRequest, school: School, at: datetime) -> bool:
    """True if some adult of the student is limited by a court: look before handing anything."""
    if row.student_id is None:
        return False
    on = school.local_date(at)
    ties = Guardianship.objects.filter(student_id=row.student_id, ends_on=None, restricted=True)
    return any(tie.is_restricted(on) for tie in ties)
