"""Legal notices to families, and the ladder of proof of each."""

import pgtrigger
from django.db import models

from cases.models.case import Case, Participant
from cases.models.documents import Document
from schools.models import Apoderado, StoredFile
from schools.tenancy.models import TenantForeignKey, TenantModel
from schools.vault.fields import SealedTextField
from schools.vault.models import SealedModel
from schools.vault.subjects import Subject, case


class Medium(models.TextChoices):
    CORREO = "correo", "Correo electrónico"
    CARTA = "carta", "Carta certificada"
    PERSONAL = "personal", "Entrega en persona"
    TELEFONO = "telefono", "Teléfono"


class Purpose(models.TextChoices):
    """Why a family is told. Those in `EFFECTIVE` start a plazo when the family knows."""

    CITACION = "citacion", "Citación"
    RESULTADO = "resultado", "Resultado"
    PRORROGA = "prorroga", "Prórroga"
    RECONSIDERACION = "reconsideracion", "Decisión de la reconsideración"
    CIERRE = "cierre", "Cierre"


EFFECTIVE = frozenset({Purpose.RESULTADO, Purpose.RECONSIDERACION, Purpose.CIERRE})


class Hecho(models.TextChoices):
    """A rung of the ladder of proof, or what stood in its way."""

    ENVIADO = "enviado", "Enviado"
    POR_ENTREGAR = "por_entregar", "Por entregar"
    ENTREGADO = "entregado", "Entregado"
    ABIERTO = "abierto", "Abierto por la familia"
    ACUSADO = "acusado", "Acuse de recibo"
    SE_NEGO = "se_nego", "Se negó a firmar"
    NO_CONTESTA = "no_contesta", "No contesta"
    SIN_CORREO = "sin_correo", "Sin correo: use otro medio"
    SIN_RUN = "sin_run", "Sin RUN: no podría abrir el enlace; use otro medio"
    NO_AUTORIZADO = "no_autorizado", "No se envió: ya no puede ser informado"
    FALLIDO = "fallido", "El correo no se pudo entregar"


class Notificacion(TenantModel):
    """A document told to one adult about one student. The link opens only with RUN and code.

    Only hashes of the link and of the code are kept. `failures` counts those against the code in
    force, from anywhere; those of one visitor are in `LinkAttempt`. `effective_at` is when the
    plazos that depend on it start: the acknowledgement, or the proof of delivery on paper.
    """

    case = TenantForeignKey(Case, related_name="notificaciones")
    participant = TenantForeignKey(Participant, related_name="notificaciones")
    apoderado = TenantForeignKey(  # none once the case was erased
        Apoderado, null=True, blank=True, related_name="notificaciones"
    )
    document = TenantForeignKey(Document, related_name="notificaciones")
    purpose = models.CharField("para", max_length=20, choices=Purpose.choices)
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
        indexes = [models.Index(fields=["school", "token_hash"], name="notificacion_by_link")]

    def __str__(self) -> str:
        return f"Notificación {self.pk}"


class NotificacionEvento(SealedModel):
    """One rung of the ladder of proof. Append-only."""

    notificacion = TenantForeignKey(Notificacion, related_name="eventos")
    kind = models.CharField("hecho", max_length=20, choices=Hecho.choices)
    at = models.DateTimeField("cuándo")
    detail = SealedTextField("detalle", max_length=300, blank=True)
    witness = SealedTextField("testigo", max_length=160, blank=True)
    evidence = TenantForeignKey(StoredFile, null=True, blank=True, related_name="+")

    sealed_owner = "notificacion_id"

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

    def sealed_subject(self) -> Subject:
        return case(self.notificacion.case_id)


class LinkAttempt(TenantModel):
    """What one visitor failed on one link: whoever guesses is stopped, and nobody else is.

    `source` is a keyed hash of the address, so that no address is kept.
    """

    notificacion = TenantForeignKey(Notificacion, related_name="attempts")
    source = models.CharField(max_length=64)
    failures = models.PositiveSmallIntegerField("intentos fallidos", default=0)
    last_at = models.DateTimeField("último")
    locked_until = models.DateTimeField("bloqueado hasta", null=True, blank=True)

    class Meta:
        verbose_name = "intento sobre un enlace"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "notificacion", "source"], name="attempt_once_per_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.failures} fallos en {self.notificacion_id}"
