"""The school's own reglamento, version by version."""

from django.db import models

from schools.tenancy.models import TenantModel


class ReglamentoVersion(TenantModel):
    """One version of a school's reglamento: the protocols as data, frozen when published.

    A case keeps for ever the version that was in force on the day of its facts.
    """

    modelo = models.CharField("modelo adoptado", max_length=10)
    version = models.PositiveSmallIntegerField("versión")
    title = models.CharField("título", max_length=120)
    in_force_from = models.DateField("rige desde")
    in_force_until = models.DateField("rige hasta", null=True, blank=True)
    protocols = models.JSONField("protocolos")  # {key: document}, see protocols.catalog
    faltas = models.JSONField("faltas", default=dict, blank=True)  # {levels, faltas, readings}
    medidas = models.JSONField("medidas", default=dict, blank=True)  # {measures, ladder}
    published_at = models.DateTimeField("publicada el", null=True, blank=True)

    class Meta:
        verbose_name = "versión del reglamento"
        ordering = ["-in_force_from", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["school", "version"], name="reglamento_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.title}, versión {self.version}"
