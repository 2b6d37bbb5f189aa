"""The first word: what was told, to whom, when; and the draft while it is typed."""

from django.conf import settings
from django.db import models

from cases.models.case import Case
from schools.models import Membership
from schools.tenancy.models import TenantForeignKey, TenantOneToOneField
from schools.vault.fields import SealedJSONField, SealedTextField
from schools.vault.models import SealedModel
from schools.vault.subjects import Subject, draft


class Canal(models.TextChoices):
    PRESENCIAL = "presencial", "En persona"
    ESCRITA = "escrita", "Por escrito"
    CORREO = "correo", "Por correo electrónico"
    TELEFONO = "telefono", "Por teléfono"
    OBSERVACION = "observacion", "Un adulto lo vio o lo supo"

    @property
    def is_verbal(self) -> bool:
        return self in {Canal.PRESENCIAL, Canal.TELEFONO, Canal.OBSERVACION}


class Denuncia(SealedModel):
    """The account as it was given, kept apart from what anybody thinks of it."""

    case = TenantOneToOneField(Case, related_name="denuncia")
    canal = models.CharField("canal", max_length=12, choices=Canal.choices)
    known_at = models.DateTimeField("toma de conocimiento")  # starts the 24 hours
    received_at = models.DateTimeField("recepción formal")
    registered_at = models.DateTimeField("hora de registro")
    received_by = TenantForeignKey(Membership, related_name="+")
    relato = SealedTextField("relato textual")
    interpretation = SealedTextField("apreciación de quien registra", blank=True)
    place = SealedTextField("lugar de los hechos", max_length=200, blank=True)
    occurred_text = SealedTextField("cuándo ocurrió, en palabras", max_length=200, blank=True)
    # answers and legal reasons
    router = SealedJSONField("respuestas de orientación", default=dict)
    suggested_key = models.CharField("protocolo sugerido", max_length=40)
    choice_reason = SealedTextField("por qué se eligió otro", max_length=300, blank=True)
    no_report_reason = SealedTextField("por qué no se denunció", max_length=500, blank=True)

    class Meta:
        verbose_name = "denuncia"

    def __str__(self) -> str:
        return f"Denuncia de {self.case_id}"

    @property
    def is_verbal(self) -> bool:
        return Canal(self.canal).is_verbal


class IntakeDraft(SealedModel):
    """A denuncia being typed: saved at each page and while typing, resumed from «Hoy»."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    data = SealedJSONField("respuestas", default=dict)  # {page: cleaned answers}
    page = models.CharField("página", max_length=20, default="canal")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    case = TenantForeignKey(Case, null=True, blank=True, related_name="+")  # once submitted

    sealed_owner = ""  # it has no case yet

    class Meta:
        verbose_name = "borrador de denuncia"
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return f"Borrador {self.pk}"

    def sealed_subject(self) -> Subject:
        return draft(self.pk)
