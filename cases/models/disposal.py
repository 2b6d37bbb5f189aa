"""What is left of a case that was erased: that it existed, how much it held, and who decided."""

import pgtrigger
from django.conf import settings
from django.db import models

from cases.models.case import Case
from cases.models.documents import Document
from schools.tenancy.models import TenantModel, TenantOneToOneField


class Disposal(TenantModel):
    """The erasure of one case. It holds no word of it: counts, and hashes of what was destroyed."""

    case = TenantOneToOneField(Case, related_name="disposal")
    at = models.DateTimeField("eliminado el")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    actor_name = models.CharField("quién", max_length=160)
    reason = models.CharField("motivo", max_length=500)
    closed_on = models.DateField("cerrado el")
    kept_until = models.DateField("se conservaba hasta")
    counts = models.JSONField("registros", default=dict)  # name of the table → rows
    hashes = models.JSONField("huellas", default=list)  # SHA-256 of each file that was sealed
    sha256 = models.CharField("huella de lo eliminado", max_length=64)
    certificate = TenantOneToOneField(Document, related_name="certifies")

    class Meta:
        verbose_name = "eliminación"
        verbose_name_plural = "eliminaciones"
        triggers = [
            pgtrigger.Protect(
                name="disposal_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"Eliminación del caso {self.case_id}"
