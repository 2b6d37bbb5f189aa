"""«¿Por qué vence este día?»: the count of a plazo, laid on a calendar. Pure view-models."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from convivencia.dates import DAYS, MONTHS, SHORT_MONTHS, full_date

WEEK = timedelta(days=7)
WEEKEND = 2
WEEKDAYS = tuple(zip(("lu", "ma", "mi", "ju", "vi", "sá", "do"), DAYS, strict=True))


@dataclass(frozen=True, slots=True)
class Line:
    """One day of the count: its number, or why it was skipped and by which law."""

    on: date
    n: int = 0
    why: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of a calendar. `css` decides its look, `said` what a screen reader adds."""

    on: date
    css: str = ""
    n: int = 0
    said: str = ""
    dot: str = ""

    @property
    def shown(self) -> str:
        """The number, with the month on its first day."""
        return f"{self.on.day}"

    @property
    def month_name(self) -> str:
        return SHORT_MONTHS[self.on.month - 1] if self.on.day == 1 else ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Days that did not count, for one reason."""

    days: str
    why: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class Computation:
    """What `components/working.html` shows. Built by `computation_of`."""

    start: date
    end: date
    lines: tuple[Line, ...]
    amount_text: str  # «5 días hábiles»
    start_text: str  # «la entrevista»
    norms: tuple[str, ...]
    question: str = "¿Por qué vence este día?"
    clock: tuple[str, str] | None = None  # from and to, for plazos in hours
    start_at_text: str = ""
    projected: bool = False
    others: tuple[tuple[str, str, str], ...] = ()  # label, day in words, norm
    today: date | None = None

    @property
    def weekdays(self) -> tuple[tuple[str, str], ...]:
        return WEEKDAYS

    @property
    def counted(self) -> int:
        return sum(1 for line in self.lines if line.n)

    @property
    def caption(self) -> str:
        """«noviembre de 2026», or «noviembre y diciembre de 2026»."""
        first, last = self.start, self.end
        if (first.year, first.month) == (last.year, last.month):
            return f"{MONTHS[last.month - 1]} de {last.year}"
        if first.year == last.year:
            joint = "y" if last.month - first.month == 1 else "a"
            return f"{MONTHS[first.month - 1]} {joint} {MONTHS[last.month - 1]} de {last.year}"
        return (
            f"{MONTHS[first.month - 1]} de {first.year} a {MONTHS[last.month - 1]} de {last.year}"
        )

    @property
    def weeks(self) -> list[list[Cell]]:
        """The weeks from the start to the end, whole; empty if days are not counted one by one."""
        if not self.lines:
            return []
        known = {line.on: line for line in self.lines}
        return [
            [self._cell(day, known) for day in week] for week in whole_weeks(self.start, self.end)
        ]

    def _cell(self, day: date, known: Mapping[date, Line]) -> Cell:
        line, css = known.get(day), []
        said = ""
        if day == self.start:
            css, said = ["is-start"], "empieza aquí; este día no se cuenta"
        elif line is None:
            css = ["is-out"]
        elif line.n:
            css, said = ["is-counted"], f"día {line.n} de {self.counted}"
        else:
            css, said = ["is-off"], f"no cuenta: {line.why}"
            css += ["is-feriado"] if line.why.startswith("feriado") else []
        if day == self.end and day != self.start:
            css.append("is-end")
            said += ", último día"
        if day == self.today:
            css.append("is-today")
            said = f"hoy, {said}" if said else "hoy"
        return Cell(day, " ".join(css), line.n if line else 0, said)

    @property
    def skipped(self) -> list[Skipped]:
        """The feriados one by one, and the weekends together."""
        off = [line for line in self.lines if not line.n]
        named = [line for line in off if line.why not in ("sábado", "domingo")]
        found = [
            Skipped(days_text([n.on]), n.why, n.law) for n in named if n.why.startswith("feriado")
        ]
        rest = sorted((n for n in named if not n.why.startswith("feriado")), key=lambda n: n.why)
        for why, lines in groupby(rest, key=lambda n: n.why):
            found.append(Skipped(days_text([n.on for n in lines]), why))
        weekend = [line.on for line in off if line.why in ("sábado", "domingo")]
        if weekend:
            found.append(
                Skipped(
                    days_text(weekend),
                    "sábado y domingo" if len(weekend) <= WEEKEND else "sábados y domingos",
                )
            )
        return found


def computation_of(days: Iterable, **fields: object) -> Computation:
    """Return the view of a count; `days` are the engine's (on, n, why, law)."""
    lines = tuple(Line(day.on, day.n, day.why, day.law) for day in days)
    return Computation(lines=lines, **fields)


def whole_weeks(first: date, last: date) -> list[list[date]]:
    """Return the weeks, Monday to Sunday, that hold both days."""
    monday, weeks = first - timedelta(days=first.weekday()), []
    while monday <= last:
        weeks.append([monday + timedelta(days=n) for n in range(7)])
        monday += WEEK
    return weeks


def days_text(days: list[date]) -> str:
    """Return `14, 15 y 21 nov`, month by month."""
    parts = []
    for (_, month), group in groupby(sorted(days), key=lambda d: (d.year, d.month)):
        numbers = [str(day.day) for day in group]
        text = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} y {numbers[-1]}"
        parts.append(f"{text} {SHORT_MONTHS[month - 1]}")
    return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Month:
    """A month for `components/month.html`: business days, feriados hatched, dots on what is due."""

    title: str
    weeks: list[list[Cell | None]]
    feriados: list[tuple[str, str]]  # day in words, name

    @property
    def weekdays(self) -> tuple[tuple[str, str], ...]:
        return WEEKDAYS


def month_of(today: date, calendar: object, due: Mapping[date, int]) -> Month:
    """Return the month of `today` on the school's calendar; `due` counts what falls on each day."""
    first = today.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    feriados = [
        (full_date(day), feriado.name)
        for day, feriado in sorted(calendar.feriados.items())
        if first <= day <= last
    ]
    weeks = [
        [_month_cell(day, today, calendar, due) if first <= day <= last else None for day in week]
        for week in whole_weeks(first, last)
    ]
    return Month(f"{MONTHS[today.month - 1].capitalize()} de {today.year}", weeks, feriados)


def _month_cell(day: date, today: date, calendar: object, due: Mapping[date, int]) -> Cell:
    css, said = [], []
    if not calendar.is_habil(day):
        css.append("is-off")
        feriado = calendar.feriados.get(day)
        said.append(f"feriado, {feriado.name}" if feriado else "no hábil")
        css += ["is-feriado"] if feriado else []
    if day == today:
        css.append("is-today")
        said.insert(0, "hoy")
    count = due.get(day, 0)
    if count:
        said.append(f"vence {count} plazo" if count == 1 else f"vencen {count} plazos")
    dot = "" if not count else "late" if day < today else "due"
    return Cell(day, " ".join(css), 0, ", ".join(said), dot)
