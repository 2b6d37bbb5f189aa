"""The writing of a plan, in few queries, noting how to take each step back."""

from collections.abc import Iterable
from datetime import date

from schools.models import Apoderado, Curso, Enrolment, Guardianship, RosterImport, Student
from schools.roster.planning import CONTACT, FIELDS, CursoKey, find_apoderado, same_text

BATCH = 1000


class Application:
    """One import being written. `undo` holds what was created and, of what changed, both values."""

    def __init__(self, roster: RosterImport, day: date) -> None:
        self.roster, self.day = roster, day
        self.undo: dict[str, list] = {"changed": []}

    def write(self, plan: list[dict]) -> None:
        """Write the new and changed rows of a plan."""
        self._students(plan)
        self._enrolments(plan)
        self._guardianships([row for row in plan if row["apoderado"]])

    def end_enrolments(self, student_ids: Iterable[int]) -> None:
        """Give a last day to the open enrolments of these students."""
        opened = list(
            Enrolment.objects.select_for_update().filter(student_id__in=student_ids, ends_on=None)
        )
        for enrolment in opened:
            self._change(enrolment, {"ends_on": max(self.day, enrolment.starts_on)})
        Enrolment.objects.bulk_update(opened, ["ends_on"], batch_size=BATCH)

    def _students(self, plan: list[dict]) -> None:
        """Create the new students, update the others, and give every row its `student_id`."""
        new = [row for row in plan if row["student_id"] is None]
        created = self._create([Student(**row["student"]) for row in new])
        for row, student in zip(new, created, strict=True):
            row["student_id"] = student.pk
        changed = {row["student_id"]: row for row in plan if row["kind"] == "cambia"}
        known = list(Student.objects.select_for_update().filter(pk__in=changed))
        for student in known:
            self._change(student, _new_values(changed[student.pk]))
        Student.objects.bulk_update(known, list(FIELDS), batch_size=BATCH)

    def _enrolments(self, plan: list[dict]) -> None:
        cursos = self._cursos({tuple(row["curso"]) for row in plan})
        wanted = {row["student_id"]: cursos[tuple(row["curso"])] for row in plan}
        opened = Enrolment.objects.filter(student_id__in=wanted, ends_on=None)
        present = dict(opened.values_list("student_id", "curso_id"))
        moved = {pk: curso for pk, curso in wanted.items() if present.get(pk) != curso.pk}
        self.end_enrolments([pk for pk in moved if pk in present])
        self._create(
            [
                Enrolment(student_id=pk, curso=curso, starts_on=self.day)
                for pk, curso in moved.items()
            ]
        )

    def _cursos(self, keys: set[CursoKey]) -> dict[CursoKey, Curso]:
        year = self.roster.year
        known = {_key(curso): curso for curso in Curso.objects.filter(year=year)}
        new = [Curso(**dict(zip(_CURSO, key, strict=True))) for key in sorted(keys - set(known))]
        return known | {_key(curso): curso for curso in self._create(new)}

    def _guardianships(self, rows: list[dict]) -> None:
        """Create or update each apoderado once, though siblings share them, and the new ties."""
        ids = [row["student_id"] for row in rows]
        by_run, ties = self._known_apoderados(ids)
        fresh: dict[str, Apoderado] = {}
        touched: dict[int, Apoderado] = {}
        pairs = []
        for row in rows:
            own = [tie.apoderado for tie in ties.get(row["student_id"], [])]
            person = self._person(row["apoderado"], own, by_run, fresh, touched)
            if person not in own:
                pairs.append((row, person))
        new_people = [p for _, p in pairs if p.pk is None]
        self._create(list({id(p): p for p in new_people}.values()))
        Apoderado.objects.bulk_update(touched.values(), list(CONTACT), batch_size=BATCH)
        self._create(
            [
                Guardianship(
                    student_id=row["student_id"],
                    apoderado=person,
                    starts_on=self.day,
                    relation=row["apoderado"]["relation"],
                    is_main=not any(tie.is_main for tie in ties.get(row["student_id"], [])),
                )
                for row, person in pairs
            ]
        )

    def _known_apoderados(self, student_ids: list[int]) -> tuple[dict, dict]:
        by_run = {p.run: p for p in Apoderado.objects.select_for_update().exclude(run="")}
        ties: dict[int, list[Guardianship]] = {}
        opened = Guardianship.objects.filter(student_id__in=student_ids, ends_on=None)
        for tie in opened.select_related("apoderado"):
            tie.apoderado = by_run.get(tie.apoderado.run, tie.apoderado)
            ties.setdefault(tie.student_id, []).append(tie)
        return by_run, ties

    def _person(
        self, wanted: dict, own: list[Apoderado], by_run: dict, fresh: dict, touched: dict
    ) -> Apoderado:
        """Return the apoderado a row means, updated or still to be created."""
        run = wanted["run"]
        rows = {run: _contact_row(by_run[run])} if run in by_run else {}
        found = find_apoderado(wanted, [_contact_row(p) for p in own], rows)
        if found is None:
            return self._new_person(wanted, fresh)
        person = found["person"]
        self._change(person, _new_contact(person, wanted))
        touched[person.pk] = person
        return person

    def _new_person(self, wanted: dict, fresh: dict) -> Apoderado:
        """Return an apoderado to be created: the same one for every row with that RUN."""
        person = fresh.get(wanted["run"]) if wanted["run"] else None
        person = person or Apoderado(**{name: wanted[name] for name in ("run", *CONTACT)})
        if wanted["run"]:
            fresh[wanted["run"]] = person
        return person

    def _create(self, rows: list) -> list:
        """Insert rows and note that undoing removes them."""
        if not rows:
            return []
        created = type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)
        self.undo.setdefault(type(rows[0]).__name__.lower(), []).extend(r.pk for r in created)
        return created

    def _change(self, row: object, values: dict) -> None:
        """Set values on a row and note both of each, for the undo to compare and restore."""
        both = {name: [_plain(getattr(row, name)), _plain(new)] for name, new in values.items()}
        if both:
            self.undo["changed"].append([type(row).__name__.lower(), row.pk, both])
        for name, new in values.items():
            setattr(row, name, new)


_CURSO = ("year", "nivel", "grade", "letter")


def _key(curso: Curso) -> CursoKey:
    return tuple(getattr(curso, name) for name in _CURSO)


def _contact_row(person: Apoderado) -> dict:
    return {name: getattr(person, name) for name in CONTACT} | {"person": person}


def _new_contact(person: Apoderado, wanted: dict) -> dict:
    return {
        name: wanted[name]
        for name in CONTACT
        if wanted[name] and not same_text(getattr(person, name), wanted[name])
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _new_values(row: dict) -> dict:
    """Return the fields that the preview said would change."""
    labels = {label for label, _, _ in row["changes"]}
    values = {name: row["student"][name] for name, label in FIELDS.items() if label in labels}
    if "birth_date" in values:
        values["birth_date"] = date.fromisoformat(values["birth_date"])
    return values
