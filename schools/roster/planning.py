"""What a file would change: records against what the school has. Reads once, then pure."""

from dataclasses import dataclass, field
from datetime import date

from schools.models import Apoderado, Curso, Enrolment, Guardianship, PastIdentifier, Student
from schools.people.selectors import unaccent
from schools.roster.records import Record

FIELDS = {
    "first_names": "Nombres",
    "paternal": "Apellido paterno",
    "maternal": "Apellido materno",
    "gender": "Género",
    "birth_date": "Fecha de nacimiento",
}
CONTACT = {
    "first_names": "Nombres del apoderado",
    "last_names": "Apellidos del apoderado",
    "email": "Correo del apoderado",
    "phone": "Teléfono del apoderado",
}
SAME_NAME_AS_IPE = (
    "Hay una ficha con IPE y el mismo nombre: si es la misma persona, "
    "cambie antes el IPE por su RUN."
)
KINDS = ("nuevo", "cambia", "igual", "invalido")
CursoKey = tuple[int, str, int, str]


@dataclass
class Snapshot:
    """The school as it is, indexed by what a file knows of it."""

    students: dict[tuple[str, str], dict]
    curso_of: dict[int, CursoKey]
    apoderados: dict[str, dict]
    ties: dict[int, list[dict]]
    year_students: set[int] = field(default_factory=set)
    ipe_names: set[str] = field(default_factory=set)


def take_snapshot(year: int) -> Snapshot:
    """Return the school in context. Queries: 5, whatever its size."""
    rows = {row["id"]: row for row in Student.objects.values("id", "id_kind", "run", *FIELDS)}
    students = {(row["id_kind"], row["run"]): row for row in rows.values()}
    for kind, run, student_id in PastIdentifier.objects.values_list("id_kind", "run", "student_id"):
        students.setdefault((kind, run), rows[student_id])
    opened = Enrolment.objects.filter(ends_on=None).values_list(
        "student_id", "curso__year", "curso__nivel", "curso__grade", "curso__letter"
    )
    curso_of = {student_id: key for student_id, *rest in opened if (key := tuple(rest))}
    apoderados = Apoderado.objects.values("id", "run", *CONTACT)
    ties: dict[int, list[dict]] = {}
    for tie in Guardianship.objects.filter(ends_on=None).values(
        "student_id", "apoderado_id", "is_main"
    ):
        ties.setdefault(tie["student_id"], []).append(tie)
    known = {row["id"]: row for row in apoderados}
    for student_ties in ties.values():
        for tie in student_ties:
            tie["apoderado"] = known[tie["apoderado_id"]]
    return Snapshot(
        students,
        curso_of,
        {r["run"]: r for r in known.values() if r["run"]},
        ties,
        {pk for pk, key in curso_of.items() if key[0] == year},
        {_full_name(row) for row in rows.values() if row["id_kind"] == "ipe"},
    )


def _full_name(row: dict) -> str:
    return unaccent(f"{row['first_names']} {row['paternal']} {row['maternal']}")


def plan_rows(records: list[Record], snapshot: Snapshot, year: int) -> list[dict]:
    """Return the rows of `RosterImport.rows`. A student meant by two rows counts in the first."""
    rows, seen = [], {}
    for record in records:
        row = plan_row(record, snapshot, year)
        student_id = row.get("student_id")
        if student_id in seen and student_id is not None:
            record.reason = f"Es la misma ficha de la fila {seen[student_id]}, con otro documento."
            row = plan_row(record, snapshot, year)
        elif student_id is not None:
            seen[student_id] = record.row
        rows.append(row)
    return rows


def record_of(row: dict) -> Record:
    """Return the record from which a stored row was planned, to plan it again."""
    student, curso = row.get("student", {}), row.get("curso")
    notes = [note for note in row["notes"] if note != SAME_NAME_AS_IPE]
    return Record(
        row["row"],
        row["shown"],
        row["run"],
        student,
        tuple(curso[1:]) if curso else None,
        row.get("apoderado"),
        row.get("reason", ""),
        notes,
    )


def plan_row(record: Record, snapshot: Snapshot, year: int) -> dict:
    """Return the row of `RosterImport.rows` for a record: its kind and every before and after."""
    base = {"row": record.row, "shown": record.shown, "run": record.run, "notes": record.notes}
    if record.reason:
        return base | {"kind": "invalido", "reason": record.reason}
    curso = (year, *record.curso)
    known = snapshot.students.get(record.key)
    base |= {"student": record.student, "curso": list(curso)}
    base |= {"curso_name": curso_name(curso), "apoderado": record.apoderado}
    if known is None:
        if record.student["id_kind"] == "run" and _full_name(record.student) in snapshot.ipe_names:
            base["notes"] = [*record.notes, SAME_NAME_AS_IPE]
        return base | {"kind": "nuevo", "student_id": None, "changes": []}
    changes = _student_changes(record, known)
    changes += _curso_change(snapshot.curso_of.get(known["id"]), curso)
    changes += _apoderado_changes(record.apoderado, known["id"], snapshot)
    kind = "cambia" if changes else "igual"
    return base | {"kind": kind, "student_id": known["id"], "changes": changes}


def _student_changes(record: Record, known: dict) -> list[list[str]]:
    changes = []
    for name, label in FIELDS.items():
        new = record.student[name] or ""
        old = known[name].isoformat() if isinstance(known[name], date) else known[name] or ""
        if new and not same_text(old, new):
            changes.append([label, old, new])
    return changes


def same_text(old: str, new: str) -> bool:
    """True if the file brings nothing new: the SIGE writes in capitals and drops accents."""
    return old.casefold() == new.casefold() or unaccent(old) == new.lower()


def _curso_change(before: CursoKey | None, after: CursoKey) -> list[list[str]]:
    if before == after:
        return []
    return [["Curso", curso_name(before) if before else "Sin matrícula vigente", curso_name(after)]]


def _apoderado_changes(wanted: dict | None, student_id: int, snapshot: Snapshot) -> list[list[str]]:
    if wanted is None:
        return []
    ties = snapshot.ties.get(student_id, [])
    known = find_apoderado(wanted, [tie["apoderado"] for tie in ties], snapshot.apoderados)
    if known is None or all(tie["apoderado_id"] != known["id"] for tie in ties):
        name = f"{wanted['first_names']} {wanted['last_names']}"
        return [["Apoderado nuevo", "", name], *contact_changes(known, wanted)]
    return contact_changes(known, wanted)


def find_apoderado(wanted: dict, own: list[dict], by_run: dict[str, dict]) -> dict | None:
    """Return the apoderado that the file means: by RUN, else by name among the student's own."""
    if wanted["run"]:
        return by_run.get(wanted["run"])
    return next((row for row in own if _person(row) == _person(wanted)), None)


def _person(row: dict) -> str:
    return unaccent(f"{row['first_names']} {row['last_names']}")


def contact_changes(known: dict | None, wanted: dict) -> list[list[str]]:
    """Return the contact data that the file would write over."""
    if known is None:
        return []
    return [
        [label, known[name], wanted[name]]
        for name, label in CONTACT.items()
        if wanted[name] and not same_text(known[name], wanted[name])
    ]


def curso_name(key: CursoKey) -> str:
    """Return `6° básico A`, with the year if the reader could doubt it."""
    year, nivel, grade, letter = key
    return f"{Curso(nivel=nivel, grade=grade, letter=letter)} {year}"


def missing_students(rows: list[dict], snapshot: Snapshot) -> list[int]:
    """Return the students of that year whom the file does not bring; a bad row brings its RUN."""
    named = {row["run"] for row in rows}
    present = {known["id"] for (_, run), known in snapshot.students.items() if run in named}
    return sorted(snapshot.year_students - present)


def count_kinds(rows: list[dict]) -> dict[str, int]:
    """Return how many rows there are of each kind."""
    counts = dict.fromkeys(KINDS, 0)
    for row in rows:
        counts[row["kind"]] += 1
    counts["avisos"] = sum(bool(row["notes"]) for row in rows)
    return counts
