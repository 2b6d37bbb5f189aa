"""Invented schools and people, ready to use.

`SchoolFactory()` gives a school; everything else takes `school=` (or makes one) and is created
inside that school's context, so that a test needs no context to set the scene:

    member = MembershipFactory(role=Role.DIRECTORA)          # with its user and its school
    student = StudentFactory(school=member.school)
    with school_context(member.school):
        enrolment = EnrolmentFactory(student=student, school=member.school)

The application's login may not create schools, so `SchoolFactory` writes them with the owner's,
outside the test's transaction. They stay: a later school with the same RBD takes their place.
RUNs start at 41.000.000, which nobody has.
"""

from datetime import date

import factory
import psycopg
from django.db import connections
from factory.django import DjangoModelFactory

from schools.identifiers import check_digit
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
from schools.tenancy.context import school_context

PASSWORD = "Aromos-Peumo-2026"
YEAR = 2026
FIRST_NAMES = ("Antonia", "Benjamín", "Catalina", "Diego", "Emilia", "Facundo", "Gabriela", "Íñigo")
SURNAMES = ("Quiroga", "Peñailillo", "Ñancupil", "Urrutia", "Zúñiga", "Manquel", "Órdenes")


def invented_run(n: int, base: int = 41_000_000) -> str:
    """Return the compact RUN of the n-th invented person."""
    return f"{base + n}{check_digit(base + n)}"


def invented_rbd(n: int) -> str:
    """Return the RBD of the n-th invented school."""
    body = 90_000 + n % 9_000
    return f"{body}-{check_digit(body)}"


def owner_execute(sql: str, params: dict) -> int:
    """Run one statement as the owner, at once, and return the id it gives back."""
    known = connections["owner"].get_connection_params()
    wanted = {key: known[key] for key in ("host", "port", "user", "password") if known.get(key)}
    wanted["dbname"] = connections["default"].settings_dict["NAME"]
    with psycopg.connect(**wanted, autocommit=True) as connection:
        return connection.execute(sql, params).fetchone()[0]


def _upsert(model: type, key: str, values: dict) -> object:
    """Insert or replace one row of a global table as the owner; return it as read by the app."""
    fields = [model._meta.get_field(name) for name in values]
    columns = ", ".join(f.column for f in fields)
    marks = ", ".join(f"%({f.column})s" for f in fields)
    updates = ", ".join(f"{f.column} = EXCLUDED.{f.column}" for f in fields)
    pk = owner_execute(
        f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks}) "
        f"ON CONFLICT ({key}) DO UPDATE SET {updates} RETURNING id",
        {
            f.column: getattr(value, "pk", value)
            for f, value in zip(fields, values.values(), strict=True)
        },
    )
    return model.objects.get(pk=pk)


class SostenedorFactory(DjangoModelFactory):
    class Meta:
        model = Sostenedor

    rut = factory.Sequence(lambda n: invented_run(n, 76_990_000))
    name = factory.Sequence(lambda n: f"Corporación Educacional Los Boldos {n + 1}")
    email = factory.Sequence(lambda n: f"sostenedor{n}@boldos.example")

    @classmethod
    def _create(cls, model_class: type, *args: object, **values: object) -> Sostenedor:
        return _upsert(model_class, "rut", values)


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = School

    sostenedor = factory.SubFactory(SostenedorFactory)
    rbd = factory.Sequence(lambda n: invented_rbd(n + 1))
    name = factory.Sequence(lambda n: f"Colegio Los Aromos {n + 1}")
    comuna = "13101"
    time_zone = "America/Santiago"
    niveles = factory.LazyFunction(lambda: [str(nivel) for nivel in Nivel.values])
    address = "Pasaje Los Quillayes 100"
    phone = "+56 2 0000 0000"
    email = factory.Sequence(lambda n: f"colegio{n}@aromos.example")
    encargada_title = "Encargada de convivencia"
    directora_title = "Directora"

    @classmethod
    def _create(cls, model_class: type, *args: object, **values: object) -> School:
        return _upsert(model_class, "rbd", values)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"persona{n}@aromos.example")
    first_names = factory.Iterator(FIRST_NAMES)
    last_names = factory.Iterator(
        [f"{a} {b}" for a, b in zip(SURNAMES, reversed(SURNAMES), strict=True)]
    )
    run = factory.Sequence(lambda n: invented_run(n, 42_000_000))

    @classmethod
    def _create(cls, model_class: type, *args: object, **values: object) -> User:
        values.setdefault("password", PASSWORD)
        return model_class.objects.create_user(**values)


class TenantFactory(DjangoModelFactory):
    """A row of `school`, created inside its context."""

    class Meta:
        abstract = True

    school = factory.SubFactory(SchoolFactory)

    @classmethod
    def _create(cls, model_class: type, *args: object, **values: object) -> object:
        with school_context(values["school"]):
            return model_class.objects.create(**values)


def same_school(subfactory: type, **defaults: object) -> factory.SubFactory:
    """Return a SubFactory whose row belongs to the school of the row that asks for it."""
    return factory.SubFactory(subfactory, school=factory.SelfAttribute("..school"), **defaults)


class CursoFactory(TenantFactory):
    class Meta:
        model = Curso

    year = YEAR
    nivel = Nivel.BASICA
    grade = factory.Sequence(lambda n: n // 26 % 8 + 1)
    letter = factory.Sequence(lambda n: chr(ord("A") + n % 26))


class MembershipFactory(TenantFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.ENCARGADA
    active_from = date(YEAR, 1, 1)


class StudentFactory(TenantFactory):
    class Meta:
        model = Student

    run = factory.Sequence(invented_run)
    first_names = factory.Iterator(FIRST_NAMES)
    paternal = factory.Iterator(SURNAMES)
    maternal = factory.Iterator(SURNAMES[3:] + SURNAMES[:3])
    birth_date = factory.Sequence(lambda n: date(2009 + n % 8, n % 12 + 1, n % 28 + 1))
    gender = factory.Iterator("FM")


class EnrolmentFactory(TenantFactory):
    class Meta:
        model = Enrolment

    student = same_school(StudentFactory)
    curso = same_school(CursoFactory)
    starts_on = date(YEAR, 3, 4)


class ApoderadoFactory(TenantFactory):
    class Meta:
        model = Apoderado

    run = factory.Sequence(lambda n: invented_run(n, 43_000_000))
    first_names = factory.Iterator(FIRST_NAMES[::-1])
    last_names = factory.Iterator(
        [f"{a} {b}" for a, b in zip(SURNAMES, SURNAMES[2:], strict=False)]
    )
    email = factory.Sequence(lambda n: f"familia{n}@correo.example")
    phone = "+56 9 0000 0000"


class GuardianshipFactory(TenantFactory):
    class Meta:
        model = Guardianship

    student = same_school(StudentFactory)
    apoderado = same_school(ApoderadoFactory)
    relation = Relation.MADRE
    is_main = True
    starts_on = date(YEAR, 3, 4)


def member_of_each_role(school: School) -> dict[str, Membership]:
    """Return one member of `school` for each role, each with a user of their own."""
    return {role: MembershipFactory(school=school, role=role) for role in Role.values}


def enrolled_student(school: School, curso: Curso | None = None, **fields: object) -> Student:
    """Return a student of `school` with an open enrolment."""
    student = StudentFactory(school=school, **fields)
    EnrolmentFactory(school=school, student=student, curso=curso or CursoFactory(school=school))
    return student
