"""The people of a draft: what was noted of each, and who they are in the school."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cases.intake.facts import KINDS, Accused, incompatible
from cases.models.case import ParticipantRole
from schools.models import Apoderado, Enrolment, Membership, Student, User
from schools.people.selectors import unaccent

MODELS = {"estudiante": Student, "funcionario": Membership, "apoderado": Apoderado}
BY_NAME = frozenset(KINDS) - frozenset(MODELS)  # written by hand: a third party


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the list: a role and who holds it."""

    key: str  # within the draft
    role: str
    kind: str  # a key of facts.KINDS
    found: Student | Membership | Apoderado | None = None
    typed_name: str = ""
    reserved: bool = False  # a denunciante who asked to remain unknown

    @property
    def role_label(self) -> str:
        return ParticipantRole(self.role).label

    @property
    def name(self) -> str:
        if self.kind == "funcionario":
            return self.found.user.get_full_name()
        return self.found.name if self.found else self.typed_name

    @property
    def identity(self) -> str:
        """One text per human being, whichever list they were found in."""
        run = {
            "estudiante": lambda: self.found.run,
            "funcionario": lambda: self.found.user.run,
            "apoderado": lambda: self.found.run,
        }.get(self.kind, lambda: "")()
        if run:
            return f"run:{run}"
        return f"{self.kind}:{self.found.pk if self.found else unaccent(self.typed_name)}"

    @property
    def detail(self) -> str:
        """What tells them apart from another of the same name."""
        if self.kind == "estudiante":
            return getattr(self.found, "curso_name", "") or "sin matrícula vigente"
        if self.kind == "funcionario":
            return self.found.title
        return {
            "apoderado": "apoderado",
            "otro_colegio": "estudiante de otro establecimiento",
        }.get(self.kind, "otra persona")

    @property
    def user_id(self) -> int | None:
        return self.found.user_id if self.kind == "funcionario" else None

    def is_user(self, user: User) -> bool:
        """True if this is that member of staff, noted as such or as an apoderado."""
        same_run = bool(user.run) and self.identity == f"run:{user.run}"
        return self.user_id == user.pk or same_run

    @property
    def accused(self) -> Accused:
        return Accused(self.kind, getattr(self.found, "birth_date", None))


def people_of(entries: Iterable[dict]) -> list[Person]:
    """Return the people noted, those of this school only. Queries: 1 to 4."""
    entries = list(entries)
    rows = {kind: _rows(kind, entries) for kind in MODELS}
    found = []
    for entry in entries:
        kind, row = entry["kind"], None
        if kind in MODELS:
            row = rows[kind].get(entry.get("id"))
            if row is None:
                continue
        typed, reserved = entry.get("name", ""), entry.get("reserved", False)
        found.append(Person(entry["key"], entry["role"], kind, row, typed, reserved))
    return found


def _rows(kind: str, entries: list[dict]) -> dict:
    ids = {entry["id"] for entry in entries if entry["kind"] == kind}
    if not ids:
        return {}
    if kind == "funcionario":
        return {m.pk: m for m in Membership.objects.select_related("user").filter(pk__in=ids)}
    rows = MODELS[kind].objects.in_bulk(ids)
    if kind == "estudiante":
        names = cursos_on(rows, None)
        for student in rows.values():
            student.curso_name = names.get(student.pk, "")
    return rows


def cursos_on(student_ids: Iterable[int], day: date | None) -> dict[int, str]:
    """Return the course of each student on `day` (None: today's). Queries: 1."""
    rows = Enrolment.objects.filter(student_id__in=list(student_ids)).select_related("curso")
    opened = rows.filter(ends_on=None)
    if day is not None:
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
    names = {row.student_id: str(row.curso) for row in opened}
    return names | {row.student_id: str(row.curso) for row in rows} if day else names


def conflict(people: Iterable[Person]) -> str:
    """Return the first person who holds roles that exclude each other, in words; "" if none."""
    roles: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for person in people:
        roles.setdefault(person.identity, []).append(person.role)
        names.setdefault(person.identity, person.name)
    for identity, held in roles.items():
        why = incompatible(held)
        if why:
            return (
                f"{names[identity]} no puede figurar como persona {why}. "
                "Si hay acusaciones cruzadas, registre dos denuncias."
            )
    return ""
