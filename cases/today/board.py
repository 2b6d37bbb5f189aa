"""«Hoy» as the page shows it: sections of rows, each led by its date. No queries here."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse

from cases.deadlines.owners import answers_for
from cases.deadlines.selectors import is_main, row_acto
from cases.models import Case, Medida, Resolucion, Vencimiento
from cases.models.decisions import ResolucionState, TipoMedida
from cases.overview.screens import address, screen_of
from cases.overview.tasks import CRIME_DUTY, owner_text
from cases.overview.wall import Wall, protocol_title
from cases.policy import Sight
from convivencia.computation import Month, month_of
from convivencia.dates import Due, short_date

CRIME, DRAFT, SENDING = CRIME_DUTY
UNFOLDED = 6  # rows of a section before «Ver los N restantes»


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

    @property
    def first(self) -> list[TaskRow]:
        return self.rows if len(self.rows) <= UNFOLDED + 1 else self.rows[:UNFOLDED]

    @property
    def rest(self) -> list[TaskRow]:
        return self.rows[len(self.first) :]


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
        if sight is Sight.FULL or (sight is Sight.TASKS and answers_for(row, role)):
            kept.append(row)
    return kept


def one_row_per_crime(rows: Iterable[Vencimiento]) -> list[Vencimiento]:
    """Return the rows with one per case for the duty to report a crime: what is done next."""
    rows = list(rows)
    pending: dict[int, dict[str, Vencimiento]] = {}
    for row in rows:
        if row_acto(row) in CRIME_DUTY:
            pending.setdefault(row.case_id, {})[row_acto(row)] = row
    kept = {_next_of_crime(found).pk for found in pending.values()}
    return [row for row in rows if row_acto(row) not in CRIME_DUTY or row.pk in kept]


def _next_of_crime(found: dict[str, Vencimiento]) -> Vencimiento:
    wanted = CRIME if DRAFT in found else SENDING
    return found.get(wanted) or min(found.values(), key=lambda row: row.due_at)


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
    today.sort(key=lambda r: (r.due_on is not None, r.due_at, row_acto(r) not in CRIME_DUTY))
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
    action_url, action = screen_of(row)
    mine = answers_for(row, role)
    beside = "" if is_main(row.case, row.tramite) else protocol_title(row.tramite.protocol_key)
    owner = "responde usted" if mine else f"responde {owner_text(row)}"
    unknown = row.state == "en_espera"
    crime = row_acto(row) in CRIME_DUTY
    return TaskRow(
        due=wall.due_of(row),
        title=row.title,
        meta=" · ".join(
            filter(None, [case_line(row.case), beside, row.reason if unknown else owner])
        ),
        url=reverse("case-detail", args=[row.case_id]),
        action=action,
        action_url=action_url,
        tag="Falta un dato" if unknown else "Delito" if crime else "",
        tone="red" if crime else "amber",
        mine=mine,
    )


def resolucion_row(row: Resolucion, wall: Wall) -> TaskRow:
    """Return the row of a decision that waits: for the directora, or back with the team."""
    sent_back = row.state == ResolucionState.DEVUELTA
    action_url = address("case-resolucion", row.case_id)
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
    """Return the row of a measure to carry out: by its review, or by the plazo of the decision."""
    if row.tipo == TipoMedida.RESGUARDO:
        action_url = reverse("case-resguardo-review", args=[row.case_id, row.pk])
        due = wall.due_on(row.review_on) if row.review_on else _since(row, wall)
    else:
        action_url = reverse("case-implement", args=[row.case_id])
        due = wall.due(row.limit_at) if row.limit_at else _since(row, wall)
    return _measure(row, due, f"Aplicar: {row.description}", ("Aplicar", action_url))


def review_row(row: Medida, wall: Wall) -> TaskRow:
    """Return the row of a resguardo to review."""
    url = reverse("case-resguardo-review", args=[row.case_id, row.pk])
    return _measure(
        row, wall.due_on(row.review_on), f"Revisar: {row.description}", ("Revisar", url)
    )


def _measure(row: Medida, due: Due, title: str, action: tuple[str, str]) -> TaskRow:
    url = reverse("case-measures", args=[row.case_id])
    return TaskRow(due, title, case_line(row.case), url, *action, mine=True)


def _since(row: Medida, wall: Wall) -> Due:
    """Nobody is late before the plazo runs: the day from which it is carried out."""
    return Due(f"Desde el {short_date(row.starts_on, wall.today)}", "por aplicar", "soon")


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
