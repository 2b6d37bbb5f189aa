"""The invented schools: who holds them, courses, students, families, people who work there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings

from cases.demo.days import Days
from cases.demo.names import ADULTS_FROM, STAFF_FROM, STUDENTS_FROM, Child, Names, run
from cases.demo.papers import COURT_ORDER, invented_pdf
from cases.demo.plans import AROMOS, BOTH_SCHOOLS, SOSTENEDOR, Plan
from protocols.services import adopt_modelo
from schools.members.services import appoint_substitute
from schools.models import (
    Apoderado,
    Curso,
    Enrolment,
    Guardianship,
    Membership,
    Relation,
    School,
    Sostenedor,
    Student,
    User,
)
from schools.models.school import Nivel
from schools.people.guardianships import restrict_guardianship

FIRST_AGE = 6  # completed before 1 April by who starts 1° básico
ONE_PARENT, NO_EMAIL, GRANDMOTHER, ONLY_FATHER = 1, 2, 3, 5  # kinds of family, by place in the list


@dataclass
class Place:
    """A school with its people at hand."""

    school: School
    days: Days
    staff: dict[str, Membership] = field(default_factory=dict)
    cursos: dict[str, list[Student]] = field(default_factory=dict)

    def student(self, where: str) -> Student:
        """Return a student by course and place in its list: `student("6A/3")`."""
        curso, index = where.split("/")
        return self.cursos[curso][int(index)]


def open_school(plan: Plan) -> School:
    """Return the school of the plan; the owner writes it the first time."""
    sostenedor, _ = Sostenedor.objects.using("owner").get_or_create(
        rut=SOSTENEDOR["rut"], defaults=SOSTENEDOR
    )
    School.objects.using("owner").get_or_create(
        rbd=plan.rbd,
        defaults={
            "sostenedor": sostenedor,
            "name": plan.name,
            "comuna": plan.comuna,
            "niveles": [Nivel.PARVULARIA, Nivel.BASICA],
            "address": plan.address,
            "phone": "+56 2 0000 0000",
            "email": f"contacto@{plan.domain}",
        },
    )
    return School.objects.select_related("sostenedor").get(rbd=plan.rbd)


def populate(plan: Plan, school: School, now: datetime) -> Place:
    """Fill an empty school, inside its context: reglamento, courses, people, families."""
    place = Place(school, Days(school, now))
    since = date(place.days.first_march().year, 1, 1)
    adopt_modelo(
        "A", title="Reglamento interno", in_force_from=since,
        at=place.days.at(since.replace(day=2), "09:00"),
    )  # fmt: skip
    year, names = place.days.school_year(), Names(plan.series + 7)
    cursos = {code: _curso(code, year) for code in plan.cursos}
    for number, (code, curso) in enumerate(cursos.items()):
        first = plan.series + number * plan.per_curso
        children = [names.child(age=_age(curso), year=year) for _ in range(plan.per_curso)]
        place.cursos[code] = _enrol(children, curso, first, since.replace(month=3, day=4))
        _families(place.cursos[code], children, names, first, since.replace(month=3, day=4))
    for number, row in enumerate(plan.staff):
        place.staff[row[0]] = _member(plan, row, number, cursos, since)
    _particulars(plan, place, now)
    return place


def _curso(code: str, year: int) -> Curso:
    kinder = code[0] == "K"
    nivel, grade = (Nivel.PARVULARIA, 2) if kinder else (Nivel.BASICA, int(code[0]))
    return Curso.objects.create(year=year, nivel=nivel, grade=grade, letter=code[1])


def _age(curso: Curso) -> int:
    return FIRST_AGE if curso.nivel == Nivel.PARVULARIA else FIRST_AGE + curso.grade


def _enrol(children: list[Child], curso: Curso, first: int, since: date) -> list[Student]:
    students = Student.objects.bulk_create(
        Student(
            run=run(first + i, STUDENTS_FROM), first_names=child.first, paternal=child.paternal,
            maternal=child.maternal, gender=child.gender, birth_date=child.born,
        )
        for i, child in enumerate(children)
    )  # fmt: skip
    Enrolment.objects.bulk_create(
        Enrolment(student=student, curso=curso, starts_on=since) for student in students
    )
    return students


def _families(
    students: list[Student], children: list[Child], names: Names, first: int, since: date
) -> None:
    """Give each student their adults, by place in the list: every kind of family is there."""
    adults, ties = [], []
    for i, (student, child) in enumerate(zip(students, children, strict=True)):
        for n, (relation, person, has_email) in enumerate(_adults(i, child, names)):
            adults.append(_adult((first + i) * 2 + n, person, has_email=has_email))
            ties.append((student, relation, n == 0))
    adults = Apoderado.objects.bulk_create(adults)
    Guardianship.objects.bulk_create(
        Guardianship(
            student=student, apoderado=adult, relation=relation, is_main=is_main, starts_on=since
        )
        for adult, (student, relation, is_main) in zip(adults, ties, strict=True)
    )


def _adult(number: int, person: tuple[str, str], *, has_email: bool) -> Apoderado:
    return Apoderado(
        run=run(number, ADULTS_FROM), first_names=person[0], last_names=person[1],
        email=f"familia{number}@correo.example" if has_email else "",
        phone="+56 9 0000 0000", address=f"Calle Los Maitenes {100 + number % 900}",
    )  # fmt: skip


def _adults(i: int, child: Child, names: Names) -> Iterator[tuple[str, tuple[str, str], bool]]:
    """Yield (relation, names, has e-mail): two, one, a father without e-mail, a grandmother…"""
    mother, father = names.woman(child.maternal or child.paternal), names.man(child.paternal)
    kind = i % 6
    if kind == GRANDMOTHER:
        yield Relation.ABUELA, names.woman(child.paternal), True
        return
    if kind == ONLY_FATHER:
        yield Relation.PADRE, (f"{father[0]} Maximiliano del Carmen", father[1]), True
        return
    yield Relation.MADRE, mother, True
    if kind != ONE_PARENT:
        yield Relation.PADRE, father, kind != NO_EMAIL


def _member(
    plan: Plan, row: tuple, number: int, cursos: dict[str, Curso], since: date
) -> Membership:
    key, first_names, last_names, role, title, curso = row
    email = f"{key}@{BOTH_SCHOOLS.get(key, plan.domain)}"
    user = User.objects.filter(email=email).first() or User.objects.create_user(
        email=email, password=settings.DEMO_PASSWORD, first_names=first_names,
        last_names=last_names, run=run(plan.series + number, STAFF_FROM),
    )  # fmt: skip
    return Membership.objects.create(
        user=user, role=role, job_title=title, curso=cursos.get(curso), active_from=since
    )


def _particulars(plan: Plan, place: Place, now: datetime) -> None:
    """A nombre social in use, a father whom a court restricts, a directora (S)."""
    named = place.student("8A/4")
    named.nombre_social, named.nombre_social_agreed = "Alex", True
    named.save(update_fields=["nombre_social", "nombre_social_agreed"])
    if plan is not AROMOS:
        return
    admin, today = place.staff["administradora"], place.days.today
    tie = Guardianship.objects.get(student=place.student("5A/4"), relation=Relation.PADRE)
    proof = (invented_pdf(*COURT_ORDER), "medida-cautelar.pdf", "application/pdf")
    restrict_guardianship(
        tie=tie, proof=proof, since=place.days.back(90), until=None, at=now, actor=admin
    )
    place.staff["subrogante"] = appoint_substitute(
        absent=place.staff["directora"], user=place.staff["utp"].user, active_from=today,
        active_until=place.days.after(today, 10), actor=admin,
    )  # fmt: skip
