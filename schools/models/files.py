"""Files in the database: one transaction, one backup, one policy with the rows that name them."""

from django.conf import settings
from django.db import models

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
