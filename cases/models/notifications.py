"""Legal notices to families, and the ladder of proof of each."""

import pgtrigger
from django.db import models

from cases.models.case import Case, Participant
from cases.models.documents import Document
from schools.models import Apoderado, StoredFile
from schools.tenancy.models import TenantForeignKey, TenantModel


class Medium(models.TextChoices):
    CORREO = "correo", "Correo electrónico"
    CARTA = "carta", "Carta certificada"
    PERSONAL = "personal", "Entrega en persona"
    TELEFONO = "telefono", "Teléfono"


class Notificacion(TenantModel):
    """A document told to one adult about one student. The link opens only with RUN and code.

    Only hashes of the link and of the code are kept. `effective_at` is when the plazos that
    depend on it start: the acknowledgement, or the proof of delivery on paper.
    """

    case = TenantForeignKey(Case, related_name="notificaciones")
    participant = TenantForeignKey(Participant, related_name="notificaciones")
    apoderado = TenantForeignKey(Apoderado, related_name="notificaciones")
    document = TenantForeignKey(Document, related_name="notificaciones")
    purpose = models.CharField("para", max_length=20)  # citacion, resultado, reconsideracion, cierre
    medium = models.CharField("medio", max_length=10, choices=Medium.choices)
    token_hash = models.CharField(max_length=64, blank=True)
    code_hash = models.CharField(max_length=128, blank=True)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField("intentos fallidos", default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField("creada el")
    sent_at = models.DateTimeField("enviada el", null=True, blank=True)
    delivered_at = models.DateTimeField("entregada el", null=True, blank=True)
    opened_at = models.DateTimeField("abierta el", null=True, blank=True)
    acknowledged_at = models.DateTimeField("acusada el", null=True, blank=True)
    effective_at = models.DateTimeField("surte efecto el", null=True, blank=True)
    expires_at = models.DateTimeField("el enlace vence el", null=True, blank=True)

    class Meta:
        verbose_name = "notificación"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "document", "apoderado", "medium"],
                name="notificacion_once_per_medium",
            )
        ]

    def __str__(self) -> str:
        return f"Notificación {self.pk}"


class NotificacionEvento(TenantModel):
    """One rung of the ladder of proof. Append-only."""

    notificacion = TenantForeignKey(Notificacion, related_name="eventos")
    kind = models.CharField("hecho", max_length=20)  # enviado, entregado, abierto, acusado, no_contesta…
    at = models.DateTimeField("cuándo")
    detail = models.CharField("detalle", max_length=300, blank=True)
    witness = models.CharField("testigo", max_length=160, blank=True)
    evidence = TenantForeignKey(StoredFile, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "constancia de notificación"
        ordering = ["at", "pk"]
        triggers = [
            pgtrigger.Protect(
                name="notificacionevento_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%d-%m-%Y %H:%M}"
