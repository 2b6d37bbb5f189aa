"""Courses, students and their enrolment."""

from datetime import date

from django.db import models
from django.db.models import Q

from schools.identifiers import format_run
from schools.models.school import Nivel
from schools.tenancy.models import TenantForeignKey, TenantModel


class Curso(TenantModel):
    """A class of one school year: «6° básico A» of 2026."""

    year = models.PositiveSmallIntegerField("año escolar")
    nivel = models.CharField(max_length=20, choices=Nivel.choices)
    grade = models.PositiveSmallIntegerField("grado")  # NT1 = 1, NT2 = 2 in parvularia
    letter = models.CharField("letra", max_length=2)

    class Meta:
        ordering = ["nivel", "grade", "letter"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year", "nivel", "grade", "letter"], name="curso_once_per_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.grade_name} {self.letter}"

    @property
    def grade_name(self) -> str:
        if self.nivel == Nivel.PARVULARIA:
            return {1: "Prekínder", 2: "Kínder"}.get(self.grade, f"Nivel {self.grade}")
        return f"{self.grade}° {'básico' if self.nivel == Nivel.BASICA else 'medio'}"


class IdKind(models.TextChoices):
    """The document that identifies a student."""

    RUN = "run", "RUN"
    IPE = "ipe", "IPE (identificador provisorio escolar)"
    PASAPORTE = "pasaporte", "Pasaporte u otro"


class Student(TenantModel):
    """A student of the school. The nombre social is shown where the student allows it."""

    id_kind = models.CharField("documento", max_length=10, choices=IdKind.choices, default="run")
    run = models.CharField("RUN o IPE", max_length=12)  # compact, see schools.identifiers
    first_names = models.CharField("nombres", max_length=80)
    paternal = models.CharField("apellido paterno", max_length=60)
    maternal = models.CharField("apellido materno", max_length=60, blank=True)
    nombre_social = models.CharField("nombre social", max_length=80, blank=True)
    nombre_social_agreed = models.BooleanField("uso acordado del nombre social", default=False)
    birth_date = models.DateField("fecha de nacimiento", null=True, blank=True)
    gender = models.CharField("género", max_length=1, blank=True)

    class Meta:
        verbose_name = "estudiante"
        ordering = ["paternal", "maternal", "first_names"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "id_kind", "run"], name="student_once_per_run"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name that adults use: the nombre social once its use is agreed (REX 812/2021)."""
        first = self.nombre_social if self.nombre_social_agreed else self.first_names
        return " ".join(part for part in (first, self.paternal, self.maternal) if part)

    @property
    def list_name(self) -> str:
        """The same name as lists order it: surnames first."""
        first = self.nombre_social if self.nombre_social_agreed else self.first_names
        return f"{self.paternal} {self.maternal}".strip() + f", {first}"

    @property
    def legal_name(self) -> str:
        """The name that official documents carry."""
        return " ".join(p for p in (self.first_names, self.paternal, self.maternal) if p)

    @property
    def initials(self) -> str:
        return " ".join(
            f"{p[0]}." for p in (self.name.split(" ")[0], self.paternal, self.maternal) if p
        )

    @property
    def shown_run(self) -> str:
        return self.run if self.id_kind == IdKind.PASAPORTE else format_run(self.run)

    def age_on(self, day: date) -> int | None:
        """Return the completed years on `day`; None if the birth date is unknown."""
        if self.birth_date is None:
            return None
        before = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before


class PastIdentifier(TenantModel):
    """A document a student had before, above all the IPE that a RUN came to replace."""

    student = TenantForeignKey(Student, related_name="past_identifiers")
    id_kind = models.CharField("documento", max_length=10, choices=IdKind.choices)
    run = models.CharField("número", max_length=12)
    replaced_on = models.DateField("reemplazado el")

    class Meta:
        verbose_name = "identificador anterior"
        ordering = ["-replaced_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "id_kind", "run"], name="past_identifier_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_id_kind_display()} {self.shown_run}"

    @property
    def shown_run(self) -> str:
        return self.run if self.id_kind == IdKind.PASAPORTE else format_run(self.run)


class Enrolment(TenantModel):
    """A student in a course, from one day to another."""

    student = TenantForeignKey(Student, related_name="enrolments")
    curso = TenantForeignKey(Curso, related_name="enrolments")
    starts_on = models.DateField("desde")
    ends_on = models.DateField("hasta", null=True, blank=True)

    class Meta:
        verbose_name = "matrícula"
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "student"],
                condition=Q(ends_on=None),
                name="enrolment_one_open_per_student",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="enrolment_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} en {self.curso}"
