"""What must leave the school: written with what causes it, sent later, at least once."""

from django.db import models
from django.db.models import Q

from schools.tenancy.models import TenantModel


class OutboxState(models.TextChoices):
    PENDIENTE = "pendiente", "Por enviar"
    ENVIADO = "enviado", "Enviado"
    FALLIDO = "fallido", "No se pudo enviar"


class OutboxMessage(TenantModel):
    """One e-mail to one person. `key` makes it unique; `message_id` stays the same on a retry.

    `next_attempt_at` is empty once there is nothing left to try: that is all the sweep sees.
    Subject and body never carry a name, RUN, course, type of case or word of the facts.
    """

    key = models.CharField(max_length=160)
    # aviso, escalamiento, resumen, notificacion, codigo
    kind = models.CharField("motivo", max_length=20)
    recipient = models.EmailField("destinatario")
    subject = models.CharField("asunto", max_length=160)
    body = models.TextField("texto")
    message_id = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=OutboxState.choices, default="pendiente")
    attempts = models.PositiveSmallIntegerField("intentos", default=0)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)
    notificacion_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "mensaje por enviar"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="outbox_key_once")]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(next_attempt_at__isnull=False),
                name="outbox_pending",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} para {self.recipient}"
