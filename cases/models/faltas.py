"""A falta imputed to a student in a case: what the reglamento said then, and who confirmed it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.case import Case, Participant
from protocols.models import ReglamentoVersion
from schools.tenancy.models import TenantForeignKey
from schools.vault.fields import SealedTextField
from schools.vault.models import SealedModel


class FaltaGravity(models.TextChoices):
    LEVE = "leve", "Leve"
    GRAVE = "grave", "Grave"
    MUY_GRAVE = "muy_grave", "Muy grave"
    GRAVISIMA = "gravisima", "Gravísima"


class FaltaImputada(SealedModel):
    """A conduct of the reglamento that a person says this student committed, on one day.

    Code, gravity, title and source are copied: the reglamento of tomorrow does not change them.
    `consumed_by` is the graver falta that used this one as an antecedent; it is never used again.
    One writer, `cases.discipline.services`.
    """

    case = TenantForeignKey(Case, related_name="faltas")
    participant = TenantForeignKey(Participant, related_name="faltas")
    code = models.CharField("código", max_length=20)
    gravity = models.CharField("gravedad", max_length=10, choices=FaltaGravity.choices)
    level = models.CharField("nivel a la fecha", max_length=8)
    title = models.CharField("conducta", max_length=300)
    source = models.CharField("fuente", max_length=120)
    facts_on = models.DateField("día de los hechos")
    reglamento = TenantForeignKey(ReglamentoVersion, related_name="+")
    grounds = SealedTextField("fundamento")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField("confirmada el")
    reclassified_from = models.CharField("código anterior", max_length=20, blank=True)
    reclassified_reason = SealedTextField("por qué se recalificó", blank=True)
    consumed_by = TenantForeignKey("self", null=True, blank=True, related_name="consumes")
    withdrawn_at = models.DateTimeField("sin efecto desde", null=True, blank=True)
    withdrawn_reason = SealedTextField("por qué quedó sin efecto", max_length=300, blank=True)

    class Meta:
        verbose_name = "falta imputada"
        verbose_name_plural = "faltas imputadas"
        ordering = ["facts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "case", "participant", "code", "facts_on"],
                condition=Q(withdrawn_at=None),
                name="falta_once_per_fact",
            ),
            models.CheckConstraint(
                condition=Q(gravity__in=FaltaGravity.values), name="falta_gravity_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
