"""«Hoy» as the page shows it: sections of rows, each led by its date. No queries here."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.urls import reverse

from cases.access import Sight
from cases.models import Case, Medida, Resolucion, Vencimiento
from cases.models.decisions import ResolucionState
from cases.overview.screens import screen_of
from cases.overview.tasks import owner_text
from cases.overview.wall import Wall, protocol_title
from convivencia.computation import Month, month_of
from convivencia.dates import Due

CRIME_STEPS = ("denuncia-delito", "ofi-02")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One thing to do: when, what, in which case, and where."""

    due: Due
    title: str
    meta: str
    url: str
    action: str
    action_url: str
    tag: str = ""
    tone: str = "amber"
    mine: bool = False

    @property
    def is_urgent(self) -> bool:
        return self.tone == "red" and bool(self.tag)


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: list[TaskRow]
    tone: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    who: str
    text: str
    detail: str


@dataclass(slots=True)
class Board:
    """Everything the page needs."""

    title: str
    lead: str
    month: Month
    sections: list[Section] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    drafts: list = field(default_factory=list)
    reports: list[Case] = field(default_factory=list)
    counts: list[tuple[int, str, str]] = field(default_factory=list)
    later: int = 0
    nothing: str = ""

    @property
    def is_clear(self) -> bool:
        return not any(section.rows for section in self.sections)


def rows_for_member(
    rows: Iterable[Vencimiento], sights: dict[int, Sight] | None, role: str
) -> list[Vencimiento]:
    """Return the plazos the member answers for: all with full sight, their own with a task.

    `sights` is None for who leads every case of the school.
    """
    if sights is None:
        return list(rows)
    kept = []
    for row in rows:
        sight = sights.get(row.case_id, Sight.NONE)
        if sight is Sight.FULL or (sight is Sight.TASKS and row.owner_role == role):
            kept.append(row)
    return kept


def split_by_day(rows: list[Vencimiento], wall: Wall) -> tuple[list, list, list, int]:
    """Return the late ones, those of today, those of five business days; count the rest."""
    late, today, week, later = [], [], [], 0
    horizon = wall.calendar.add(wall.today, 5)
    for row in rows:
        day, by_hours = wall.day_of(row.due_at), row.due_on is None
        if row.due_at < wall.now:
            if row.rule.get("nature", "plazo") == "plazo":
                late.append(row)
        elif day == wall.today or (by_hours and row.due_at - wall.now <= timedelta(hours=24)):
            today.append(row)
        elif day <= horizon:
            week.append(row)
        else:
            later += 1
    today.sort(key=lambda r: (r.due_on is not None, r.due_at))
    return late, today, week, later


def deadline_sections(rows: list[Vencimiento], wall: Wall, role: str) -> tuple[list[Section], int]:
    """Return the three sections of plazos, and how many come after."""
    late, today, week, later = split_by_day(rows, wall)
    made = [[task_row(row, wall, role) for row in part] for part in (late, today, week)]
    sections = [
        Section("Vencidos", made[0], "red"),
        Section("Vencen hoy", made[1], "amber", "Nada vence hoy."),
        Section("Esta semana hábil", made[2], "", "Nada vence en los próximos cinco días hábiles."),
    ]
    return [s for s in sections if s.rows or s.empty], later


def task_row(row: Vencimiento, wall: Wall, role: str) -> TaskRow:
    """Return the row of one plazo."""
    action_url, action = screen_of(row.step_id, row.case_id)
    owner = "responde usted" if row.owner_role == role else f"responde {owner_text(row)}"
    unknown = row.state == "en_espera"
    crime = any(part in row.step_id for part in CRIME_STEPS) and row.due_on is None
    return TaskRow(
        due=wall.due_of(row),
        title=row.title,
        meta=f"{case_line(row.case)} · {row.reason if unknown else owner}",
        url=reverse("case-detail", args=[row.case_id]),
        action=action,
        action_url=action_url,
        tag="Delito" if crime else "Falta un dato" if unknown else "",
        tone="red" if crime else "amber",
        mine=row.owner_role == role,
    )


def resolucion_row(row: Resolucion, wall: Wall) -> TaskRow:
    """Return the row of a decision that waits: for the directora, or back with the team."""
    sent_back = row.state == ResolucionState.DEVUELTA
    action_url, _ = screen_of("bul-14-resolucion", row.case_id)
    return TaskRow(
        due=wall.waiting_since(row.sent_at or wall.now),
        title="Corregir el proyecto devuelto"
        if sent_back
        else "Decidir: aprobar o devolver la resolución",
        meta=case_line(row.case),
        url=reverse("case-detail", args=[row.case_id]),
        action="Corregir" if sent_back else "Revisar",
        action_url=action_url,
        tag="Devuelta" if sent_back else "",
        mine=True,
    )


def measure_row(row: Medida, wall: Wall) -> TaskRow:
    """Return the row of a measure to carry out."""
    at = datetime.combine(row.starts_on, datetime.max.time().replace(microsecond=0), wall.tz)
    url = reverse("case-measures", args=[row.case_id])
    return TaskRow(
        wall.due(at),
        f"Poner en práctica: {row.description}",
        case_line(row.case),
        url,
        "Abrir",
        url,
        mine=True,
    )


def case_line(case: Case) -> str:
    """Return `2026-0043 · Acoso escolar · 6° A · T. R. M.`."""
    parts = [case.folio, protocol_title(case.protocol_key)]
    victims = getattr(case, "victims", [])
    parts += [victims[0].curso_name] if victims and victims[0].curso_name else []
    parts += [", ".join(p.initials for p in victims[:2])] if victims else []
    return " · ".join(parts)


def month_with(rows: Iterable[Vencimiento], wall: Wall) -> Month:
    """Return this month with what falls on each day."""
    due: Counter[date] = Counter(
        wall.day_of(row.due_at)
        for row in rows
        if row.due_at >= wall.now or row.rule.get("nature", "plazo") == "plazo"
    )
    return month_of(wall.today, wall.calendar, due)
