"""What is being typed and is not yet an act: kept for its author, gone once it is issued."""

from django.conf import settings
from django.db import models

from cases.models.case import Case
from schools.tenancy.models import TenantForeignKey
from schools.vault.fields import SealedJSONField
from schools.vault.models import SealedModel


class WorkDraft(SealedModel):
    """A half-typed form of one case. It is no document: nobody but its author reads it."""

    case = TenantForeignKey(Case, related_name="work_drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)  # «entrevista:12», the form and what it is about
    data = SealedJSONField("respuestas", default=dict)  # raw answers, by field name
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = "borrador de trabajo"
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "case", "user", "key"], name="work_draft_once"
            )
        ]

    def __str__(self) -> str:
        return f"Borrador {self.key} de {self.case_id}"
