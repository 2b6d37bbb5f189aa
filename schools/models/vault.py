"""The keys of a school, each closed with the one above. Written by `schools.vault` alone."""

from django.db import models
from django.db.models import Q

from schools.tenancy.models import TenantForeignKey, TenantModel


class SchoolKey(TenantModel):
    """The key of a school, closed with a master key that is not in the database."""

    version = models.PositiveIntegerField("versión")
    wrapped = models.BinaryField("llave cerrada", null=True)  # empty once destroyed
    master = models.CharField("llave maestra", max_length=60)
    created_at = models.DateTimeField("creada el")

    class Meta:
        verbose_name = "llave del establecimiento"
        constraints = [
            models.UniqueConstraint(fields=["school", "version"], name="school_key_once")
        ]

    def __str__(self) -> str:
        return f"Llave {self.version} del establecimiento {self.school_id}"


class DataKey(TenantModel):
    """The key of one case (or of one of its compartments), closed with the school's.

    Destroying `wrapped` is disposing of everything that it sealed, wherever a copy may be.
    """

    compartment = models.CharField("compartimento", max_length=20)  # schools.vault.subjects
    subject = models.BigIntegerField("de qué", default=0)  # the id of the case; 0 for the school
    school_key = TenantForeignKey(SchoolKey, related_name="data_keys")
    wrapped = models.BinaryField("llave cerrada", null=True)
    created_at = models.DateTimeField("creada el")
    destroyed_at = models.DateTimeField("destruida el", null=True, blank=True)

    class Meta:
        verbose_name = "llave de datos"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "compartment", "subject"], name="data_key_once"
            ),
            models.CheckConstraint(
                condition=Q(wrapped__isnull=False, destroyed_at=None)
                | Q(wrapped__isnull=True, destroyed_at__isnull=False),
                name="data_key_lives_or_was_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return f"Llave {self.compartment} {self.subject}"
