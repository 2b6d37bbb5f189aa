"""The technical trail: who looked at, printed, downloaded, changed or was denied what."""

import pgtrigger
from django.conf import settings
from django.db import models

from schools.tenancy.models import TenantModel


class AuditAct(models.TextChoices):
    VER = "ver", "Vio"
    DESCARGAR = "descargar", "Descargó"
    IMPRIMIR = "imprimir", "Imprimió"
    EXPORTAR = "exportar", "Exportó"
    BUSCAR = "buscar", "Buscó personas"
    CAMBIAR = "cambiar", "Cambió"
    OTORGAR = "otorgar", "Dio acceso"
    DENEGADO = "denegado", "Acceso denegado"


class AuditEntry(TenantModel):
    """One look, one line. Not the legal history (`cases.Actuacion`), and it never holds content."""

    at = models.DateTimeField("cuándo")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    who = models.CharField("quién", max_length=120, blank=True)  # a family, by its access
    act = models.CharField("acto", max_length=12, choices=AuditAct.choices)
    object_type = models.CharField("objeto", max_length=60)
    object_id = models.BigIntegerField("id", null=True, blank=True)
    case_id = models.BigIntegerField("caso", null=True, blank=True)
    detail = models.CharField("detalle", max_length=200, blank=True)

    class Meta:
        verbose_name = "registro de acceso"
        indexes = [models.Index(fields=["school", "case_id", "-at"], name="audit_by_case")]
        triggers = [
            pgtrigger.Protect(
                name="auditentry_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.object_type} {self.object_id or ''}"
