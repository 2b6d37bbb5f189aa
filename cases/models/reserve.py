"""What only one person, or one profession, may read of a case."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.case import Case, Participant
from schools.tenancy.models import TenantForeignKey, TenantOneToOneField
from schools.vault.fields import SealedTextField
from schools.vault.models import SealedModel
from schools.vault.subjects import Subject, case, identity


class ReservedIdentity(SealedModel):
    """Who asked to remain unknown: the only place of the database where the name is.

    The participant it belongs to carries a fixed phrase instead, so papers, lists, searches,
    exports and calendars cannot say what they do not have.
    Source: modelo A, 5.2.3.7; LGE, art. 16 E, letra f.
    """

    participant = TenantOneToOneField(Participant, related_name="reserved")
    name = SealedTextField("nombre")
    detail = SealedTextField("cómo ubicarla", blank=True)
    asked_at = models.DateTimeField("pidió la reserva")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    sealed_owner = "participant_id"

    class Meta:
        verbose_name = "identidad reservada"
        triggers = [pgtrigger.Protect(name="reservedidentity_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Identidad reservada {self.pk}"

    def sealed_subject(self) -> Subject:
        """The key that opens the case does not open who told it."""
        return identity(self.participant.case_id)


class IdentityRequest(SealedModel):
    """Somebody asks to know; the directora says yes, for a time, or no, and why."""

    identity = TenantForeignKey(ReservedIdentity, related_name="requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_by_name = models.CharField("quién la pide", max_length=160)
    reason = SealedTextField("para qué", max_length=500)
    asked_at = models.DateTimeField("pedida el")
    granted = models.BooleanField("concedida", null=True)
    answer = SealedTextField("respuesta", max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("resuelta el", null=True, blank=True)
    until = models.DateTimeField("se puede ver hasta", null=True, blank=True)

    sealed_owner = "identity_id"

    class Meta:
        verbose_name = "solicitud de identidad"
        verbose_name_plural = "solicitudes de identidad"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "identity", "asked_by"],
                condition=Q(granted=None),
                name="identityrequest_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(granted=None, decided_at=None)
                | Q(granted__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="identityrequest_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Solicitud {self.pk}"

    def sealed_subject(self) -> Subject:
        return case(self.identity.participant.case_id)


class NoteKind(models.TextChoices):
    SALUD = "salud", "Salud"
    PSICOSOCIAL = "psicosocial", "Psicosocial"


class ReservedNote(SealedModel):
    """A health or psychosocial note on one pupil of the case; corrected by a later one.

    It is printed in no paper of the case. Source: modelo A, C-19; Ley 21.719, datos sensibles.
    """

    case = TenantForeignKey(Case, related_name="reserved_notes")
    participant = TenantForeignKey(Participant, related_name="reserved_notes")
    kind = models.CharField("tipo", max_length=12, choices=NoteKind.choices)
    text = SealedTextField("nota")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_name = models.CharField("quién la escribió", max_length=160)
    at = models.DateTimeField("escrita el")
    corrects = TenantForeignKey("self", null=True, blank=True, related_name="corrections")

    class Meta:
        verbose_name = "nota reservada"
        verbose_name_plural = "notas reservadas"
        ordering = ["-at", "-pk"]
        triggers = [
            pgtrigger.Protect(
                name="reservednote_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"Nota {self.pk} de {self.case_id}"
