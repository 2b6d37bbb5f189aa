"""A person whose data may not be put to new uses for a time."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from schools.models.families import Apoderado
from schools.models.students import Student
from schools.tenancy.models import TenantForeignKey
from schools.vault.fields import SealedTextField
from schools.vault.models import SealedModel
from schools.vault.subjects import SCHOOL, Subject


class DataBlock(SealedModel):
    """The temporary blocking of a person's data: kept and shown, put to no new use until lifted.

    Source: Ley 19.628, art. 4 and art. 8 ter (Ley 21.719).
    """

    student = TenantForeignKey(Student, null=True, blank=True, related_name="data_blocks")
    apoderado = TenantForeignKey(Apoderado, null=True, blank=True, related_name="data_blocks")
    reason = SealedTextField("motivo", max_length=500)
    set_at = models.DateTimeField("bloqueado el")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_by_name = models.CharField("quién bloqueó", max_length=160)
    lifted_at = models.DateTimeField("levantado el", null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_by_name = models.CharField("quién lo levantó", max_length=160, blank=True)
    lift_reason = SealedTextField("por qué se levantó", max_length=500, blank=True)

    sealed_owner = ""  # it belongs to no case

    class Meta:
        verbose_name = "bloqueo de datos"
        verbose_name_plural = "bloqueos de datos"
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(student__isnull=False, apoderado=None)
                | Q(student=None, apoderado__isnull=False),
                name="datablock_of_one_person",
            ),
            models.UniqueConstraint(
                fields=["school", "student"],
                condition=Q(lifted_at=None, student__isnull=False),
                name="datablock_one_open_per_student",
            ),
            models.UniqueConstraint(
                fields=["school", "apoderado"],
                condition=Q(lifted_at=None, apoderado__isnull=False),
                name="datablock_one_open_per_apoderado",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="datablock_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Bloqueo {self.pk}"

    @property
    def person(self) -> Student | Apoderado:
        return self.student or self.apoderado

    def sealed_subject(self) -> Subject:
        return SCHOOL
