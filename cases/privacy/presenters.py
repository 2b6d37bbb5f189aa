"""How the pages of personal data say what a row holds."""

from dataclasses import dataclass, replace

from cases.models import Breach, BreachAct, RightsRequest
from cases.models.privacy import BreachActKind
from cases.overview.wall import Wall
from cases.privacy.clocks import breach_target
from convivencia.dates import Due, long_date
from convivencia.templatetags.wording import moment, plural
from schools.models import Apoderado, DataBlock, Student


@dataclass(frozen=True, slots=True)
class Line:
    """A fact, as `components/summary_list.html` shows it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class BreachLine:
    """A breach with what was done, and what the law still asks for."""

    row: Breach
    acts: list[BreachAct]
    due: Due
    missing: list[str]
    closed: bool


def lines(*pairs: tuple[str, object]) -> list[Line]:
    """Return the facts that say something."""
    return [Line(label, str(value)) for label, value in pairs if value not in ("", None)]


def asked_lines(row: RightsRequest) -> list[Line]:
    """Return who asked what, when, and how they proved who they are."""
    who = f"{row.asked_by}, en representación" if row.by_representative else row.asked_by
    prorroga = row.extended_at and f"{moment(row.extended_at)}. {row.extension_reason}"
    return lines(
        ("Derecho", row.get_right_display()), ("De quién son los datos", row.holder),
        ("Quién lo pide", who), ("Identidad", row.get_identity_display()),
        ("Cómo se verificó", row.identity_detail), ("Qué pide", row.what),
        ("Llegó", moment(row.received_at)),
        ("Se registró", f"{moment(row.registered_at)}, {row.registered_by_name}"),
        ("Se prorrogó", prorroga or ""),
    )  # fmt: skip


def reply_lines(row: RightsRequest) -> list[Line]:
    """Return what was answered."""
    return lines(
        ("Respuesta", row.get_outcome_display()), ("Fundamento", row.answer), ("Norma", row.norm),
        ("Cuándo", moment(row.answered_at)), ("Quién respondió", row.answered_by_name),
    )  # fmt: skip


def breach_line(row: Breach, wall: Wall) -> BreachLine:
    """Return a breach with its goal of 72 hours, which stops once the Agencia was told."""
    acts = list(row.acts.all())
    told = {act.kind: act for act in reversed(acts)}
    missing = [] if BreachActKind.AGENCIA in told else ["Falta el aviso a la Agencia"]
    if row.tells_holders and BreachActKind.TITULARES not in told:
        missing.append("Falta el aviso a las personas")
    if agency := told.get(BreachActKind.AGENCIA):
        day = long_date(wall.day_of(agency.at)).rsplit(" de ", 1)[0]
        due = Due(day, "se avisó a la Agencia", "done")
    else:
        due = wall.due(breach_target(row.known_at, wall.calendar).at, by_hours=True)
        due = replace(due, strong=due.strong.replace(" h", "\u00a0h"))
    return BreachLine(row, acts, due, missing, BreachActKind.CIERRE in told)


def breach_facts(row: Breach) -> list[Line]:
    """Return what is known of a breach."""
    marks = [("datos sensibles", row.sensitive), ("datos de menores de 14 años", row.under_14)]
    people = plural(row.people, "persona,personas") if row.people else ""
    return lines(
        ("Se supo", moment(row.known_at)), ("Ocurrió", row.happened), ("Qué ocurrió", row.what),
        ("Qué datos", row.data_kinds), ("De quiénes", row.whose), ("Cuántas personas", people),
        ("Incluye", " y ".join(text for text, marked in marks if marked)),
        ("Qué puede ocurrirles", row.effects), ("Medidas inmediatas", row.measures),
    )  # fmt: skip


def people_lines(found: dict[str, list], blocks: list[DataBlock]) -> list[tuple]:
    """Return kind, person, what they are, more of them, and whether their data are blocked."""
    blocked = {(type(block.person), block.person.pk) for block in blocks}
    rows = [("student", one, "Estudiante", _student(one)) for one in found.get("estudiante", [])]
    rows += [("apoderado", one, "Apoderado", _apoderado(one)) for one in found.get("apoderado", [])]
    return [(*row, (type(row[1]), row[1].pk) in blocked) for row in rows]


def _student(row: Student) -> str:
    return " · ".join(part for part in (row.curso_name, row.shown_run) if part)


def _apoderado(row: Apoderado) -> str:
    whose = ", ".join(str(tie.student) for tie in row.ties)
    who = f"De {whose}" if whose else "Sin estudiantes vigentes"
    return " · ".join(part for part in (who, row.shown_run) if part)
