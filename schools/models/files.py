"""Files in the database: one transaction, one backup, one policy with the rows that name them."""

from django.conf import settings
from django.db import models

from schools.tenancy.models import TenantForeignKey, TenantModel, TenantOneToOneField
from schools.vault.fields import SealedBytesField, SealedTextField
from schools.vault.models import SealedModel


class StoredFile(SealedModel):
    """The bytes of an upload or of an issued document. Append-only.

    Read through `schools.files.read_file`; lists never load `content`. Bytes and name are sealed
    with the key of the case they belong to, or the school's; hash and size are of the plain bytes.
    """

    case_id = models.BigIntegerField("caso", null=True, blank=True)
    content = SealedBytesField("contenido")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("tamaño (bytes)")
    mime = models.CharField("tipo", max_length=100)
    original_name = SealedTextField("nombre original", max_length=255)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("guardado el")

    class Meta:
        verbose_name = "archivo"

    def __str__(self) -> str:
        return self.original_name


class ScanState(models.TextChoices):
    """What the antivirus said; no answer is not «clean»."""

    PENDIENTE = "pendiente", "Pendiente de revisión"
    LIMPIO = "limpio", "Revisado, sin hallazgos"
    INFECTADO = "infectado", "En cuarentena"


class FileReview(TenantModel):
    """An upload: the original, kept as it came, and the copy that is handed over in its place."""

    file = TenantOneToOneField(StoredFile, related_name="review")
    copy = TenantForeignKey(StoredFile, null=True, blank=True, related_name="+")
    scan = models.CharField(
        "revisión", max_length=10, choices=ScanState.choices, default=ScanState.PENDIENTE
    )
    finding = models.CharField("hallazgo", max_length=120, blank=True)
    scanned_at = models.DateTimeField("revisado el", null=True, blank=True)

    class Meta:
        verbose_name = "revisión de un archivo"
        indexes = [models.Index(fields=["school", "scan"], name="filereview_by_scan")]

    def __str__(self) -> str:
        return self.get_scan_display()
