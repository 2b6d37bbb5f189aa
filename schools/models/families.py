"""Apoderados, and the dated tie between each and a student."""

from datetime import date

from django.db import models
from django.db.models import Q

from schools.identifiers import format_run
from schools.models.files import StoredFile
from schools.models.students import Student
from schools.tenancy.models import TenantForeignKey, TenantModel


class Apoderado(TenantModel):
    """An adult who answers for a student before the school; may be neither father nor mother."""

    run = models.CharField("RUN", max_length=12, blank=True)
    first_names = models.CharField("nombres", max_length=80)
    last_names = models.CharField("apellidos", max_length=80)
    email = models.EmailField("correo", blank=True)
    phone = models.CharField("teléfono", max_length=20, blank=True)
    address = models.CharField("dirección", max_length=200, blank=True)

    class Meta:
        verbose_name = "apoderado"
        ordering = ["last_names", "first_names"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "run"], condition=~Q(run=""), name="apoderado_once_per_run"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.first_names} {self.last_names}"

    @property
    def shown_run(self) -> str:
        return format_run(self.run)


class Relation(models.TextChoices):
    MADRE = "madre", "Madre"
    PADRE = "padre", "Padre"
    ABUELA = "abuela", "Abuela o abuelo"
    TUTOR = "tutor", "Tutor legal"
    OTRO = "otro", "Otro"


class Guardianship(TenantModel):
    """Who answers for whom, since when. Both parents keep their rights unless a court says no.

    Source: Oficio 27/2016 (Superintendencia): limits only by judicial resolution.
    """

    student = TenantForeignKey(Student, related_name="guardianships")
    apoderado = TenantForeignKey(Apoderado, related_name="guardianships")
    relation = models.CharField("relación", max_length=10, choices=Relation.choices)
    is_main = models.BooleanField("apoderado titular", default=False)
    starts_on = models.DateField("desde")
    ends_on = models.DateField("hasta", null=True, blank=True)
    restricted = models.BooleanField("con restricción judicial", default=False)
    court_order = TenantForeignKey(StoredFile, null=True, blank=True, related_name="+")
    restricted_from = models.DateField("restricción desde", null=True, blank=True)
    restricted_until = models.DateField("restricción hasta", null=True, blank=True)
    end_note = models.CharField("motivo del término", max_length=200, blank=True)

    class Meta:
        verbose_name = "vínculo de apoderado"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "student", "apoderado"],
                condition=Q(ends_on=None),
                name="guardianship_one_open_per_pair",
            ),
            models.CheckConstraint(
                condition=Q(restricted=False) | Q(court_order__isnull=False),
                name="guardianship_restricted_only_by_court",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="guardianship_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.apoderado}, {self.get_relation_display().lower()} de {self.student}"

    def is_restricted(self, on: date) -> bool:
        """True while the court order holds; one without dates holds until it is lifted."""
        if not self.restricted:
            return False
        started = self.restricted_from is None or self.restricted_from <= on
        return started and (self.restricted_until is None or on <= self.restricted_until)
