"""What a school changed in its calendar, and every plazo that the change moved."""

import pgtrigger
from django.conf import settings
from django.db import models

from schools.tenancy.models import TenantModel


class CalendarAct(models.TextChoices):
    AGREGA_FERIADO = "agrega_feriado", "Agregó un feriado"
    QUITA_FERIADO = "quita_feriado", "Declaró hábil un feriado"
    RETIRA_CAMBIO = "retira_cambio", "Retiró un cambio"
    AGREGA_RECESO = "agrega_receso", "Agregó días sin clases"
    RETIRA_RECESO = "retira_receso", "Retiró días sin clases"


class CalendarChange(TenantModel):
    """One change, with the calendar before and after, and the dates that it moved. Append-only.

    `moved` holds, per plazo: case, folio, trámite, step, title, before and after (ISO dates).
    """

    at = models.DateTimeField("registrado el")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_by_name = models.CharField("quién", max_length=160)
    act = models.CharField("cambio", max_length=16, choices=CalendarAct.choices)
    first = models.DateField("desde")
    last = models.DateField("hasta")
    name = models.CharField("nombre o motivo", max_length=120)
    law = models.CharField("norma", max_length=120, blank=True)
    before = models.JSONField("calendario anterior", default=dict)
    after = models.JSONField("calendario nuevo", default=dict)
    moved = models.JSONField("plazos que cambiaron", default=list)

    class Meta:
        verbose_name = "cambio de calendario"
        verbose_name_plural = "cambios de calendario"
        ordering = ["-at", "-pk"]
        triggers = [
            pgtrigger.Protect(
                name="calendarchange_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.name}"
