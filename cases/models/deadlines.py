"""The plazos that run in a case: a projection of the engine, stored so that it can be swept."""

from django.db import models
from django.db.models import Q

from cases.models.case import Case, Tramite
from schools.tenancy.models import TenantForeignKey, TenantModel


class VencimientoState(models.TextChoices):
    """The engine's states of a step."""

    NO_APLICA = "no_aplica", "No aplica"
    EN_ESPERA = "en_espera", "En espera"
    EN_CURSO = "en_curso", "En curso"
    POR_VENCER = "por_vencer", "Por vencer"
    VENCIDO = "vencido", "Vencido"
    CUMPLIDO = "cumplido", "Cumplido"
    CUMPLIDO_TARDE = "cumplido_tarde", "Cumplido tarde"
    EN_PAUSA = "en_pausa", "En pausa"


class Vencimiento(TenantModel):
    """One step of one trámite, as the engine sees it; `due_at` is kept with its rule."""

    case = TenantForeignKey(Case, related_name="vencimientos")
    tramite = TenantForeignKey(Tramite, related_name="vencimientos")
    step_id = models.CharField("paso", max_length=60)
    occurrence = models.PositiveSmallIntegerField(default=1)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField("tarea", max_length=200)
    stage = models.CharField("etapa", max_length=40)
    responsible = models.CharField("responsable", max_length=240)  # roles, as the protocol says
    owner_role = models.CharField("rol a cargo", max_length=20, blank=True)  # schools.Role
    state = models.CharField(max_length=16, choices=VencimientoState.choices)
    starts_at = models.DateTimeField("corre desde", null=True, blank=True)
    due_at = models.DateTimeField("vence (instante)", null=True, blank=True)  # last instant, UTC
    due_on = models.DateField("vence (día)", null=True, blank=True)  # empty for plazos in hours
    projected = models.BooleanField("fecha estimada", default=False)
    done_at = models.DateTimeField("cumplido el", null=True, blank=True)
    reason = models.CharField("por qué está así", max_length=300, blank=True)
    rule = models.JSONField("regla aplicada", default=dict)  # plazo, unit, start event, norm
    alternatives = models.JSONField("otras lecturas", default=list)
    next_reminder_at = models.DateTimeField("próximo aviso", null=True, blank=True)
    rung = models.SmallIntegerField("peldaño del aviso", default=0)
    acknowledged_at = models.DateTimeField("tomo conocimiento", null=True, blank=True)

    class Meta:
        verbose_name = "vencimiento"
        ordering = ["order", "occurrence"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "tramite", "step_id", "occurrence"],
                name="vencimiento_once_per_step",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_reminder_at"],
                condition=Q(next_reminder_at__isnull=False),
                name="vencimiento_to_remind",
            ),
            models.Index(
                fields=["school", "due_at"],
                condition=Q(state__in=["en_curso", "por_vencer", "vencido"]),
                name="vencimiento_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id} de {self.case_id}"
