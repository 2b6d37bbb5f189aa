"""The roster import: what was read, what it would change, and how to undo it."""

from django.conf import settings
from django.db import models

from schools.models.files import StoredFile
from schools.tenancy.models import TenantForeignKey, TenantModel


class ImportState(models.TextChoices):
    LEYENDO = "leyendo", "Leyendo el archivo"
    REVISION = "revision", "Por revisar"
    APLICADA = "aplicada", "Aplicada"
    DESHECHA = "deshecha", "Deshecha"
    FALLIDA = "fallida", "No se pudo leer"


class RosterImport(TenantModel):
    """One file of the school's roll, from the preview to its undo."""

    file = TenantForeignKey(StoredFile, related_name="+")
    year = models.PositiveSmallIntegerField("año escolar")
    state = models.CharField(max_length=10, choices=ImportState.choices, default="leyendo")
    progress = models.PositiveSmallIntegerField("avance (%)", default=0)
    rows = models.JSONField("filas", default=list)  # {row, kind: nuevo|cambia|igual|invalido, …}
    counts = models.JSONField("recuento", default=dict)  # kind → how many
    missing = models.JSONField("no vienen en el archivo", default=list)  # ids of students
    end_missing = models.BooleanField("retirar a quienes no vienen", default=False)
    undo = models.JSONField("para deshacer", default=dict)
    error = models.CharField("problema", max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "importación de nómina"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Nómina {self.year} · {self.get_state_display()}"
