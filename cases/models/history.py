"""The legal history of a case: append-only, printed in the expediente."""

import pgtrigger
from django.conf import settings
from django.db import models

from cases.models.case import Case, Tramite
from cases.models.documents import Document
from schools.tenancy.models import TenantForeignKey
from schools.vault.fields import SealedJSONField, SealedTextField
from schools.vault.models import SealedModel


class Actuacion(SealedModel):
    """Something that happened at `at`, typed at `created_at`. Corrected only by a rectificación.

    `event` is what the engine counts from: an event of the catalogue (`ev_notificacion`) or the id
    of the step it completes; empty for what only belongs to the history.
    """

    case = TenantForeignKey(Case, related_name="actuaciones")
    tramite = TenantForeignKey(Tramite, null=True, blank=True, related_name="actuaciones")
    acto = models.CharField("acto", max_length=40)  # cases.states.Acto
    event = models.CharField("evento o paso", max_length=60, blank=True)
    at = models.DateTimeField("ocurrió el")
    created_at = models.DateTimeField("registrada el")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_name = SealedTextField("quién", max_length=160)  # as it was then; a family has no user
    title = models.CharField("título", max_length=160)
    text = SealedTextField("detalle", blank=True)
    data = SealedJSONField("datos", default=dict)
    document = TenantForeignKey(Document, null=True, blank=True, related_name="+")
    rectifies = TenantForeignKey("self", null=True, blank=True, related_name="rectifications")

    class Meta:
        verbose_name = "actuación"
        verbose_name_plural = "actuaciones"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["school", "case", "at"], name="actuacion_by_case")]
        triggers = [
            pgtrigger.Protect(
                name="actuacion_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.title
