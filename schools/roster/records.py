"""One row of the file, understood or refused with a reason. No database here."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from schools.identifiers import IPE_FROM, clean_run, format_run
from schools.models import Curso
from schools.roster import cells
from schools.roster.reading import FORMULA

DASH = re.compile("[-‐‑–]")
WITH_DIGIT = 9  # characters of a RUN of eight digits with its own digit
LETTERS = 2
LIMITS = {"nombres": 80, "paterno": 60, "materno": 60}
LABELS = {
    "nombres": "los nombres",
    "paterno": "el apellido paterno",
    "materno": "el apellido materno",
}


@dataclass
class Record:
    """A row as data. `reason` says why it cannot be used; `notes`, what was left out of it."""

    row: int
    shown: str = ""  # how to recognise it on the screen
    run: str = ""  # known as soon as it can be read, even if the row is refused for the rest
    student: dict = field(default_factory=dict)
    curso: tuple[str, int, str] | None = None
    apoderado: dict | None = None
    reason: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        return self.student["id_kind"], self.student["run"]


class Refused(Exception):  # noqa: N818 -- it is an outcome, not a failure
    """The row cannot be used, for the reason it carries."""


def read_record(number: int, cell: dict[str, str], *, year: int) -> Record:
    """Return the record of a row of `Table`."""
    record = Record(number, _shown(cell))
    try:
        _refuse_formulas(cell)
        record.run = _run(cell, "run", "dv")
        _refuse_other_year(cell, year)
        record.student = _student(record.run, cell, year)
        record.curso = _curso(cell)
        if record.student["id_kind"] == "ipe":
            record.notes.append("El número está en el rango de los IPE: se registra como IPE.")
        record.apoderado = _apoderado(cell, record.notes)
    except Refused as refused:
        record.reason = str(refused)
    return record


def _shown(cell: dict[str, str]) -> str:
    names = (cell.get(key, "") for key in ("nombres", "paterno", "materno"))
    return " ".join(n for n in names if n and n != FORMULA)[:120]


def _refuse_formulas(cell: dict[str, str]) -> None:
    if FORMULA in cell.values():
        raise Refused("Una celda tiene una fórmula: péguela como valor y suba el archivo de nuevo.")


def _refuse_other_year(cell: dict[str, str], year: int) -> None:
    written = cells.whole(cell.get("year", ""))
    if written and written != str(year):
        raise Refused(f"La fila dice año {written[:10]} y esta importación es de {year}.")


def _student(run: str, cell: dict[str, str], year: int) -> dict:
    names = {key: cells.proper_name(cell.get(key, "")) for key in LIMITS}
    for key, limit in LIMITS.items():
        if key != "materno" and not any(c.isalpha() for c in names[key]):
            raise Refused(f"Faltan {LABELS[key]}." if key == "nombres" else f"Falta {LABELS[key]}.")
        if len(names[key]) > limit:
            raise Refused(f"Pasa de {limit} letras: revise {LABELS[key]}.")
    born = _birth_date(cell.get("nacimiento", ""), year)
    return {
        "id_kind": "ipe" if int(run[:-1]) >= IPE_FROM else "run",
        "run": run,
        "first_names": names["nombres"],
        "paternal": names["paterno"],
        "maternal": names["materno"],
        "gender": cells.gender_of(cell.get("genero", "")),
        "birth_date": born.isoformat() if born else None,
    }


def _run(cell: dict[str, str], body_key: str, digit_key: str) -> str:
    """Return the compact RUN of a number with its digit apart, or together in one cell."""
    body, digit = cells.whole(cell.get(body_key, "")), cells.whole(cell.get(digit_key, ""))
    if not body:
        raise Refused("Falta el RUN.")
    if "e+" in body.lower():
        raise Refused("Excel escribió el RUN abreviado (1,2E+07): ponga la columna como número.")
    is_whole = bool(DASH.search(body)) or (
        digit and DASH.sub("", body)[-1:].upper() == digit.upper()
    )
    if not digit and not is_whole and sum(c.isalnum() for c in body) < WITH_DIGIT:
        raise Refused("Falta el dígito verificador del RUN.")
    for text in ([body + digit] if digit else []) + ([body] if is_whole or not digit else []):
        try:
            return clean_run(text)
        except ValidationError:
            continue
    raise Refused(f"El RUN {body[:20]}{'-' + digit[:2] if digit else ''} no es correcto.")


def _birth_date(text: str, year: int) -> date | None:
    if not text:
        return None
    born = cells.read_date(text)
    if born is None or not year - 80 <= born.year < year:
        raise Refused(f"La fecha de nacimiento «{text[:20]}» no se entiende.")
    return born


def _curso(cell: dict[str, str]) -> tuple[str, int, str]:
    text = cell.get("grado", "")
    grade = cells.grade_of(
        text, cells.whole(cell.get("tipo", "")), cells.whole(cell.get("cod_grado", ""))
    )
    if grade is None:
        raise Refused(f"No se reconoce el grado «{text[:40]}»." if text else "Falta el grado.")
    letter = cell.get("letra", "").upper()
    if not letter:
        raise Refused("Falta la letra del curso.")
    if len(letter) > LETTERS or not letter.isalnum():
        raise Refused(f"La letra del curso «{letter[:10]}» no es válida.")
    return (*grade, letter)


def _apoderado(cell: dict[str, str], notes: list[str]) -> dict | None:
    """Return the apoderado of the row; what is wrong with it never stops the student."""
    names = cells.proper_name(cell.get("nombres_apoderado", ""))[:80]
    surnames = cells.proper_name(cell.get("apellidos_apoderado", ""))[:80]
    try:
        has_run = bool(cell.get("run_apoderado", "").strip("0 "))
        run = _run(cell, "run_apoderado", "dv_apoderado") if has_run else ""
    except Refused:
        notes.append("El RUN del apoderado no es correcto: se importa sin él.")
        run = ""
    if not (names and surnames):
        if names or surnames or has_run:
            notes.append("Faltan nombres o apellidos del apoderado: no se importa.")
        return None
    return {
        "run": run,
        "first_names": names,
        "last_names": surnames,
        "relation": cells.relation_of(cell.get("parentesco", "")),
        "email": _email(cell.get("correo", ""), notes),
        "phone": cell.get("telefono", "")[:20],
    }


def _email(text: str, notes: list[str]) -> str:
    if not text:
        return ""
    try:
        validate_email(text)
    except ValidationError:
        notes.append(f"El correo «{text[:40]}» no es válido: se deja en blanco.")
        return ""
    return text.lower()


def refuse_repeated(records: list[Record]) -> None:
    """Refuse a RUN that comes twice: the repetition, or both rows if the courses differ."""
    first: dict[tuple[str, str], Record] = {}
    for record in records:
        if record.reason:
            continue
        earlier = first.setdefault(record.key, record)
        if earlier is record:
            continue
        run = format_run(record.student["run"])
        if earlier.curso == record.curso:
            record.reason = f"El RUN {run} ya viene en la fila {earlier.row}."
        else:
            record.reason = (
                f"Viene en dos cursos: también en {_name(earlier.curso)}, fila {earlier.row}."
            )
            if not earlier.reason:
                earlier.reason = (
                    f"Viene en dos cursos: también en {_name(record.curso)}, fila {record.row}."
                )


def _name(curso: tuple[str, int, str]) -> str:
    nivel, grade, letter = curso
    return str(Curso(nivel=nivel, grade=grade, letter=letter))
