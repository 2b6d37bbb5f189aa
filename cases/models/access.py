"""The team of a case: who may see it, who let them, why, until when."""

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from cases.models.case import Case
from schools.tenancy.models import TenantForeignKey, TenantModel


class TeamRole(models.TextChoices):
    """What a member of the team does in the case; `cases.policy` says what each may see."""

    INVESTIGA = "investiga", "Investiga"
    APOYA = "apoya", "Apoya la investigación"
    EJECUTA = "ejecuta", "Ejecuta medidas"
    DENUNCIO = "denuncio", "Recibió o hizo la denuncia"
    ATIENDE = "atiende", "Atiende en salud o apoyo psicosocial"
    URGENTE = "urgente", "Acceso de urgencia"
    DIRIGE = "dirige", "Dirige por inhabilidad de la dirección"


class CaseAccess(TenantModel, UserObjectPermissionBase):
    """A grant on one case to one member: django-guardian's direct-key permission, plus its why.

    Lists join this table with EXISTS; nothing asks guardian row by row.
    """

    content_object = TenantForeignKey(Case, related_name="accesses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="case_accesses")
    team_role = models.CharField("función", max_length=10, choices=TeamRole.choices)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField("motivo", max_length=200)
    granted_at = models.DateTimeField("desde")
    until = models.DateTimeField("hasta", null=True, blank=True)

    objects = ScopedManager(school="school", _manager_class=UserObjectPermissionManager)

    class Meta:
        verbose_name = "acceso al caso"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "content_object", "user", "team_role"],
                name="access_once_per_function",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_team_role_display().lower()} {self.content_object_id}"
