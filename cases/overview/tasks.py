"""The task list of a case: stages, statuses, owner and date. Pure view-models over the rows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from cases.deadlines.owners import answers_for
from cases.deadlines.selectors import is_main, row_acto
from cases.models import Tramite, Vencimiento
from cases.overview.screens import screen_of
from cases.overview.wall import Wall
from cases.tramites.selectors import name_of
from convivencia.dates import Due, short_date

DONE = ("cumplido", "cumplido_tarde")
RUNNING = ("en_curso", "por_vencer", "vencido")
# The acts of the one duty to report a crime within 24 hours, in two trámites.
CRIME_DUTY = ("denunciar", "redactar_oficio", "enviar_oficio")


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the task list. `look`: done, now, late, open (no date), wait or pause."""

    title: str
    look: str
    status: str
    detail: str
    owner: str
    url: str = ""
    deadline_url: str = ""
    tone: str = ""

    @property
    def mark(self) -> str:
        return {"done": "✓", "late": "!"}.get(self.look, "")


@dataclass(frozen=True, slots=True)
class Stage:
    number: int
    title: str
    tasks: list[Task]

    @property
    def is_waiting(self) -> bool:
        """True if nothing of it can be done yet: it is folded."""
        return all(task.look == "wait" for task in self.tasks)


@dataclass(frozen=True, slots=True)
class Procedure:
    """One trámite: its stages, and the steps that do not apply to this case."""

    title: str
    stages: list[Stage]
    not_applying: list[tuple[str, str]]


def procedures_of(
    rows: Iterable[Vencimiento], wall: Wall, *, drafts: Collection[str] = (), role: str = ""
) -> list[Procedure]:
    """Return the task list of each trámite; `drafts` are begun acts, `role` is the reader's."""
    found = []
    for tramite, steps in groupby(rows, key=lambda row: row.tramite):
        found.append(_procedure(tramite, list(steps), wall, drafts, role))
    return found


def _procedure(
    tramite: Tramite, rows: list[Vencimiento], wall: Wall, drafts: Collection[str], role: str
) -> Procedure:
    applying = [row for row in rows if row.state != "no_aplica"]
    names = list(dict.fromkeys(row.stage for row in applying))
    stages = [
        Stage(n, name, [task_of(r, wall, drafts, role) for r in applying if r.stage == name])
        for n, name in enumerate(names, 1)
    ]
    out = [(row.title, row.reason) for row in rows if row.state == "no_aplica"]
    return Procedure(name_of(rows[0].case, tramite.protocol_key), stages, out)


def task_of(row: Vencimiento, wall: Wall, drafts: Collection[str] = (), role: str = "") -> Task:
    """Return how one step is shown."""
    owner = "usted" if answers_for(row, role) else owner_text(row)
    why = f"/casos/{row.case_id}/plazos/{row.pk}/" if row.due_at else ""
    if row.state in DONE:
        late = row.state == "cumplido_tarde"
        return Task(
            row.title, "done", "Listo, fuera de plazo" if late else "Listo",
            short_date(wall.day_of(row.done_at), wall.today) if row.done_at else "", owner,
            deadline_url=why, tone="amber" if late else "",
        )  # fmt: skip
    if row.state == "en_pausa":
        return Task(row.title, "pause", "En pausa", row.reason, owner, deadline_url=why)
    if row.state in RUNNING:
        return _running_task(row, wall, drafts, owner, why)
    return Task(row.title, "wait", "No se puede iniciar aún", _why_waits(row, wall), owner)


def _why_waits(row: Vencimiento, wall: Wall) -> str:
    reason = row.reason.rstrip(".")
    if row.projected and row.due_on:
        return f"{reason} · vencería el {short_date(row.due_on, wall.today)}".strip(" ·")
    return reason


def _running_task(
    row: Vencimiento, wall: Wall, drafts: Collection[str], owner: str, why: str
) -> Task:
    url, _ = screen_of(row)
    status = "Incompleta" if _is_begun(row, drafts) else "Por hacer"
    if row.due_at is None:
        return Task(row.title, "open", status, "sin plazo fijo", owner, url)
    nature = row.rule.get("nature", "plazo")
    if nature != "plazo" and row.due_at < wall.now:
        return Task(row.title, "wait", "Terminó el plazo", ended_text(row, wall), owner, url, why)
    due = wall.due_of(row)
    if due.is_late:
        ago = due.small.removeprefix("vencido ")
        return Task(row.title, "late", "Vencido", ago, owner, url, why, "red")
    if due.tone == "today":
        draft = "incompleta" if _is_begun(row, drafts) else ""
        return Task(row.title, "now", _say(due), draft, owner, url, why, "amber")
    look = "now" if due.tone == "soon" else "open"
    return Task(row.title, look, status, f"{_say(due)}, {due.small}", owner, url, why)


def _is_begun(row: Vencimiento, drafts: Collection[str]) -> bool:
    return row_acto(row) in drafts and is_main(row.case, row.tramite)


def ended_text(row: Vencimiento, wall: Wall) -> str:
    return f"el {short_date(wall.day_of(row.due_at), wall.today)}"


def _say(due: Due) -> str:
    return f"Vence {due.strong[:1].lower()}{due.strong[1:]}"


def owner_text(row: Vencimiento) -> str:
    """Return who answers for a step, as the protocol says: «dirección o encargado»."""
    return row.responsible.replace(" / ", " o ").lower()


def next_clock(rows: Iterable[Vencimiento], wall: Wall) -> Vencimiento | None:
    """Return the open plazo that matters most: the first that ends, the late ones included.

    When two end together, the report of a crime comes first.
    """
    running = [
        row
        for row in rows
        if row.state in RUNNING
        and row.due_at
        and not row.projected
        and (row.due_at >= wall.now or row.rule.get("nature", "plazo") == "plazo")
    ]
    return min(running, key=lambda r: (r.due_at, row_acto(r) not in CRIME_DUTY), default=None)


def other_clocks(
    rows: Iterable[Vencimiento], first: Vencimiento | None, wall: Wall
) -> list[tuple[str, Due, str]]:
    """Return the other open plazos: title, words, address of their working."""
    running = [
        row
        for row in rows
        if row.state in RUNNING and row.due_at and not row.projected and row != first
        and (row.due_at >= wall.now or row.rule.get("nature", "plazo") == "plazo")
    ]  # fmt: skip
    running.sort(key=lambda row: row.due_at)
    return [(r.title, wall.due_of(r), f"/casos/{r.case_id}/plazos/{r.pk}/") for r in running[:5]]
