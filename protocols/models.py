"""The school's own reglamento, version by version."""

import pgtrigger
from django.db import models

from schools.tenancy.models import TenantModel

# Once published, only the day on which a version stops ruling may be written.
FROZEN = "OLD.published_at IS NOT NULL AND (" + " OR ".join(
    f"OLD.{column} IS DISTINCT FROM NEW.{column}"
    for column in (
        "modelo", "version", "title", "in_force_from", "protocols", "faltas", "medidas",
        "published_at", "published_by_name", "school_id",
    )
) + ")"  # fmt: skip


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
    drafted_by_name = models.CharField("preparada por", max_length=160, blank=True)
    published_by_name = models.CharField("publicada por", max_length=160, blank=True)
    revision = models.PositiveIntegerField("revisión", default=0)  # rises with each edition
    sent_with = models.CharField("último envío", max_length=40, blank=True)  # a form acts once

    class Meta:
        verbose_name = "versión del reglamento"
        ordering = ["-in_force_from", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["school", "version"], name="reglamento_version_once"),
            models.UniqueConstraint(
                fields=["school"],
                condition=models.Q(published_at=None),
                name="reglamento_one_draft",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="reglamento_published_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(FROZEN),
            ),
            pgtrigger.Protect(
                name="reglamento_published_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.published_at IS NOT NULL"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, versión {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None
