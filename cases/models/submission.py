"""Forms that were already received: a double click finds its own trace."""

from django.db import models

from schools.tenancy.models import TenantModel


class Submission(TenantModel):
    """One form sent once. Written in the transaction of what the form does."""

    key = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "envío"
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="submission_once")]

    def __str__(self) -> str:
        return self.key
