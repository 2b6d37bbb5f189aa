"""From a step's status to «¿Por qué vence este día?»."""

from cases.models import Vencimiento
from cases.overview.wall import Wall
from convivencia.computation import Computation, computation_of
from convivencia.dates import full_date, near_day, weekday_date
from protocols.engine import Deadline, Protocol, StepStatus
from protocols.engine.units import Unit

UNIT_TEXT = {
    Unit.HORAS_CORRIDAS: ("hora", "horas"),
    Unit.DIAS_HABILES: ("día hábil", "días hábiles"),
    Unit.DIAS_CORRIDOS: ("día corrido", "días corridos"),
    Unit.DIA_ESCOLAR: ("día con clases", "días con clases"),
    Unit.DIA_LABORAL: ("día laboral", "días laborales"),
    Unit.MESES: ("mes", "meses"),
}
AT_ONCE = {
    Unit.INMEDIATO: "De inmediato: dentro del mismo día",
    Unit.MISMO_DIA: "Dentro del mismo día",
}
FIRST_DAY = (
    "Se cuenta desde el día siguiente y hasta la medianoche del último "
    "(Ley 19.880, art. 25; Código Civil, art. 48)"
)


def computation(status: StepStatus, protocol: Protocol, wall: Wall) -> Computation | None:
    """Return the count behind a step's date; None if it has no date."""
    due = status.due
    if due is None:
        return None
    return computation_of(
        due.working(),
        start=due.start,
        end=due.on,
        amount_text=amount_text(due),
        start_text=start_text(status, protocol),
        start_at_text=_start_at(due, wall),
        norms=_norms(status),
        question=question(due, wall),
        clock=_clock(due, wall),
        projected=status.projected,
        others=tuple((o.label, full_date(o.due.on), str(o.source)) for o in status.alternatives),
        today=wall.today,
    )


def question(due: Deadline, wall: Wall) -> str:
    """Return «¿Por qué vence hoy?»."""
    day = near_day(due.on, wall.today)
    verb = "venció" if due.at < wall.now else "vence"
    if day not in ("hoy", "ayer", "mañana"):
        same_year = due.on.year == wall.today.year
        day = f"el {weekday_date(due.on)}" + ("" if same_year else f" de {due.on.year}")
    return f"¿Por qué {verb} {day}?"


def amount_text(due: Deadline) -> str:
    """Return `5 días hábiles`, with the prórroga if there is one."""
    if due.unit in AT_ONCE:
        return AT_ONCE[due.unit]
    one, many = UNIT_TEXT[due.unit]
    text = f"{due.amount} {one if due.amount == 1 else many}"
    return f"{text} más {due.extra} de prórroga" if due.extra else text


def start_text(status: StepStatus, protocol: Protocol) -> str:
    """Return what the count starts from: «la entrevista con la familia»."""
    trigger, titles = status.step.counts_from, protocol.event_titles()
    if trigger.text:
        return trigger.text
    names = [titles.get(event, event) for event in trigger.events]
    return " o ".join(name[:1].lower() + name[1:] for name in names)


def _start_at(due: Deadline, wall: Wall) -> str:
    local = due.start_at.astimezone(wall.tz)
    return f"el {weekday_date(local.date())} a las {local:%H:%M}"


def _clock(due: Deadline, wall: Wall) -> tuple[str, str] | None:
    if due.unit is not Unit.HORAS_CORRIDAS:
        return None
    start, end = due.start_at.astimezone(wall.tz), due.at.astimezone(wall.tz)
    return (_hour(start), _hour(end))


def _hour(at) -> str:  # noqa: ANN001 -- datetime
    return f"{weekday_date(at.date()).capitalize()}, {at:%H:%M}"


def _norms(status: StepStatus) -> tuple[str, ...]:
    found = [str(status.step.source)]
    if status.plazo and str(status.plazo.source) not in found:
        found.append(str(status.plazo.source))
    if status.due and status.due.unit.counts_days:
        found.append(FIRST_DAY)
    return tuple(found)


def deadline_rows(rows: list[Vencimiento], wall: Wall) -> list[dict]:
    """Return the lines of the tab «Plazos»: what runs first, then what ended."""
    dated = [row for row in rows if row.due_at and row.state != "no_aplica"]
    order = {"vencido": 0, "por_vencer": 1, "en_curso": 1, "en_pausa": 2, "en_espera": 3}
    dated.sort(key=lambda row: (order.get(row.state, 4), row.due_at))
    return [_deadline_row(row, wall) for row in dated]


def _deadline_row(row: Vencimiento, wall: Wall) -> dict:
    done = row.state in ("cumplido", "cumplido_tarde")
    runs = row.state in ("en_curso", "por_vencer", "vencido")
    return {
        "row": row,
        "due": wall.due_of(row) if runs else None,
        "word": "fecha estimada" if row.projected else row.reason or "no corre todavía",
        "day": wall.day_of(row.due_at),
        "hour": row.due_at.astimezone(wall.tz) if row.due_on is None else None,
        "done": done,
        "late": row.state == "cumplido_tarde",
        "norm": row.rule.get("plazo_source") or row.rule.get("source", ""),
        "url": f"/casos/{row.case_id}/plazos/{row.pk}/",
    }
