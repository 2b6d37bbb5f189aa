"""Forms that a person fills in a case, and the school's own version of each."""

import pgtrigger
from django.conf import settings
from django.db import models

from cases.models.case import Case, Tramite
from cases.models.documents import Document
from cases.models.history import Actuacion
from schools.tenancy.models import TenantForeignKey, TenantModel
from schools.vault.fields import SealedJSONField
from schools.vault.models import SealedModel


class FichaState(models.TextChoices):
    """A draft may change; what was issued is paper, and is only annulled."""

    BORRADOR = "borrador", "Borrador"
    EMITIDA = "emitida", "Emitida"
    ANULADA = "anulada", "Anulada"


class Ficha(SealedModel):
    """A form of the library filled in a case. It keeps the definition it was begun with.

    `answers` holds what was typed, by field: `{name: [values]}`, right or wrong.
    """

    case = TenantForeignKey(Case, related_name="fichas")
    key = models.CharField("ficha", max_length=60)
    code = models.CharField("código", max_length=10)  # F08, D-80
    title = models.CharField("título", max_length=160)
    version = models.PositiveSmallIntegerField("versión del modelo")
    own_version = models.PositiveSmallIntegerField("versión del establecimiento", default=0)
    definition = models.JSONField("preguntas con que se empezó")
    compartment = models.CharField("parte del caso", max_length=12)  # cases.policy.Compartment
    tramite = TenantForeignKey(Tramite, null=True, blank=True, related_name="fichas")
    step_id = models.CharField("paso al que sirve", max_length=60, blank=True)
    answers = SealedJSONField("respuestas", default=dict)
    revision = models.PositiveIntegerField("revisión", default=0)
    tab = models.CharField("ventana que guardó", max_length=20, blank=True)
    state = models.CharField(
        "estado", max_length=10, choices=FichaState.choices, default="borrador"
    )
    started_at = models.DateTimeField("empezada el")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField("cambiada el")
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("emitida el", null=True, blank=True)
    document = TenantForeignKey(Document, null=True, blank=True, related_name="+")
    actuacion = TenantForeignKey(Actuacion, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "ficha"
        ordering = ["-updated_at", "-pk"]
        indexes = [models.Index(fields=["school", "case", "state"], name="ficha_by_case")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="borrador") | models.Q(document__isnull=False),
                name="ficha_issued_has_document",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} de {self.case_id}"


class FichaPropia(TenantModel):
    """A school's own version of a form. Once published it is never rewritten."""

    key = models.CharField("ficha", max_length=60)
    number = models.PositiveSmallIntegerField("versión")
    base_version = models.PositiveSmallIntegerField("versión del modelo")
    definition = models.JSONField("preguntas")
    note = models.CharField("qué cambia y por qué", max_length=300, blank=True)
    created_at = models.DateTimeField("preparada el")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField("publicada el", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "versión propia de una ficha"
        verbose_name_plural = "versiones propias de fichas"
        ordering = ["key", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "key", "number"], name="ficha_propia_once_per_number"
            ),
            models.UniqueConstraint(
                fields=["school", "key"],
                condition=models.Q(published_at=None),
                name="ficha_propia_one_draft",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="ficha_propia_published_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.published_at IS NOT NULL"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}, versión propia {self.number}"
