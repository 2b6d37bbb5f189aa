"""The invented schools: who holds them, courses, students, families, people who work there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings

from cases.demo.days import Days
from cases.demo.names import ADULTS_FROM, STAFF_FROM, STUDENTS_FROM, Child, Names, run
from cases.demo.papers import COURT_ORDER, invented_pdf
from protocols.services import adopt_modelo
from schools.members.services import appoint_substitute
from schools.models import (
    Apoderado,
    Curso,
    Enrolment,
    Guardianship,
    Membership,
    Relation,
    Role,
    School,
    Sostenedor,
    Student,
    User,
)
from schools.models.school import Nivel
from schools.people.guardianships import restrict_guardianship

SOSTENEDOR = {
    "rut": run(1, 76_990_000),
    "name": "Corporación Educacional Los Boldos de Quillayal",
    "email": "sostenedor@boldos.example",
}
FIRST_AGE = 6  # completed before 1 April by who starts 1° básico


@dataclass(frozen=True)
class Plan:
    """One school to be made. `series` keeps its people apart from those of the others."""

    name: str
    rbd: str
    comuna: str
    domain: str
    address: str
    cursos: tuple[str, ...]  # «K» is kínder; «6A» is 6° básico A
    per_curso: int
    series: int
    staff: tuple[tuple[str, str, str, str, str, str], ...]  # key, names, surnames, role, title, curso


AROMOS = Plan(
    name="Colegio Aromos de Quillayal",
    rbd=f"90101-{run(0, 90_101)[-1]}",
    comuna="13101",
    domain="aromos.example",
    address="Pasaje Los Quillayes 100",
    cursos=("KA", "1A", "2A", "3A", "4A", "5A", "5B", "6A", "6B", "7A", "7B", "8A"),
    per_curso=20,
    series=0,
    staff=(
        ("encargada", "Marcela Ivonne", "Curihuinca Palma", Role.ENCARGADA, "", ""),
        ("directora", "Patricia Elena", "Sanhueza Órdenes", Role.DIRECTORA, "", ""),
        ("inspectora", "Rosa Ester", "Villablanca Toro", Role.INSPECTORIA, "Inspectora general", ""),
        ("psicologa", "Rayén", "Antimán Bascuñán", Role.EQUIPO, "Psicóloga", ""),
        ("profesor6", "Hernán", "Iturra Peñaloza", Role.PROFESOR_JEFE, "Profesor jefe de 6° A", "6A"),
        ("profesora8", "Daniela", "Núñez Del Río", Role.PROFESOR_JEFE, "Profesora jefe de 8° A", "8A"),
        ("asistente", "Luis Alberto", "Ñancupil Vera", Role.DOCENTE, "Asistente de patio", ""),
        ("utp", "Gladys", "Olguín Fariña", Role.DIRECTIVO, "Jefa de UTP", ""),
        ("administradora", "Ximena", "Yáñez Quezada", Role.ADMINISTRADORA, "Secretaria", ""),
        ("sostenedor", "Germán", "Echeñique-Vial Muñoz", Role.SOSTENEDOR, "Representante legal", ""),
    ),
)
PEUMO = Plan(
    name="Escuela Peumo de Nalcahue",
    rbd=f"90202-{run(0, 90_202)[-1]}",
    comuna="16101",
    domain="peumo.example",
    address="Camino a Nalcahue s/n",
    cursos=("KA", "1A", "2A", "3A", "4A", "5A", "6A", "7A", "8A"),
    per_curso=10,
    series=500_000,
    staff=(
        ("encargada", "Soledad", "Catrileo Ibáñez", Role.ENCARGADA, "", ""),
        ("directora", "Eliana", "Bahamonde Ugalde", Role.DIRECTORA, "", ""),
        ("inspectora", "Nadia", "Carrasco Lefimil", Role.INSPECTORIA, "Inspectora", ""),
        ("psicologa", "Rayén", "Antimán Bascuñán", Role.EQUIPO, "Psicóloga (media jornada)", ""),
        ("profesor6", "Wilson", "Saavedra Manquel", Role.PROFESOR_JEFE, "Profesor jefe de 6° A", "6A"),
        ("asistente", "Yasna", "Zúñiga Huenchumán", Role.DOCENTE, "Docente de inglés", ""),
        ("administradora", "Paulina", "Urrutia Rebolledo", Role.ADMINISTRADORA, "Secretaria", ""),
        ("sostenedor", "Germán", "Echeñique-Vial Muñoz", Role.SOSTENEDOR, "Representante legal", ""),
    ),
)
BOTH_SCHOOLS = {"psicologa": AROMOS.domain, "sostenedor": "boldos.example"}


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
    students = [
        Student.objects.create(
            run=run(first + i, STUDENTS_FROM), first_names=child.first, paternal=child.paternal,
            maternal=child.maternal, gender=child.gender, birth_date=child.born,
        )
        for i, child in enumerate(children)
    ]  # fmt: skip
    for student in students:
        Enrolment.objects.create(student=student, curso=curso, starts_on=since)
    return students


def _families(
    students: list[Student], children: list[Child], names: Names, first: int, since: date
) -> None:
    """Give each student their adults: by place in the list, so that each kind of family is there."""
    for i, (student, child) in enumerate(zip(students, children, strict=True)):
        for n, (relation, person, has_email) in enumerate(_adults(i, child, names)):
            number = (first + i) * 2 + n
            apoderado = Apoderado.objects.create(
                run=run(number, ADULTS_FROM), first_names=person[0], last_names=person[1],
                email=f"familia{number}@correo.example" if has_email else "",
                phone="+56 9 0000 0000", address=f"Calle Los Maitenes {100 + number % 900}",
            )  # fmt: skip
            Guardianship.objects.create(
                student=student, apoderado=apoderado, relation=relation, is_main=n == 0,
                starts_on=since,
            )  # fmt: skip


def _adults(i: int, child: Child, names: Names) -> Iterator[tuple[str, tuple[str, str], bool]]:
    """Yield (relation, names, has e-mail): two, one, a father without e-mail, a grandmother…"""
    mother, father = names.woman(child.maternal or child.paternal), names.man(child.paternal)
    kind = i % 6
    if kind == 3:
        yield Relation.ABUELA, names.woman(child.paternal), True
        return
    if kind == 5:
        yield Relation.PADRE, (f"{father[0]} Maximiliano del Carmen", father[1]), True
        return
    yield Relation.MADRE, mother, True
    if kind != 1:
        yield Relation.PADRE, father, kind != 2


def _member(plan: Plan, row: tuple, number: int, cursos: dict[str, Curso], since: date) -> Membership:
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
    """A nombre social in use, a father whom a court restricts, and who stands in for the directora."""
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
