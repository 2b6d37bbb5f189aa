"""The technical trail: who looked at, printed, downloaded, changed or was denied what.

Three tables that only grow. `AuditEntry` is what happened; `AuditLink` chains the entries of a
school, each with the hash of the one before, and only the database writes it, at commit;
`AuditSeal` is the head of the chain on a day, of which copies leave the database.
See docs/decisions/audit-chain.md.
"""

import pgtrigger
from django.conf import settings
from django.db import models

from schools.tenancy.models import TenantModel

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class AuditAct(models.TextChoices):
    VER = "ver", "Vio"
    DESCARGAR = "descargar", "Descargó"
    IMPRIMIR = "imprimir", "Imprimió"
    EXPORTAR = "exportar", "Exportó"
    BUSCAR = "buscar", "Buscó personas"
    CAMBIAR = "cambiar", "Cambió"
    OTORGAR = "otorgar", "Dio acceso"
    DENEGADO = "denegado", "Acceso denegado"
    FALLIDO = "fallido", "No se mostró por un error"


class AuditEntry(TenantModel):
    """One look, one line. Not the legal history (`cases.Actuacion`), and it never holds content."""

    at = models.DateTimeField("cuándo")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    who = models.CharField("quién", max_length=120, blank=True)  # a family, by its access
    act = models.CharField("acto", max_length=12, choices=AuditAct.choices)
    object_type = models.CharField("objeto", max_length=60)
    object_id = models.BigIntegerField("id", null=True, blank=True)
    case_id = models.BigIntegerField("caso", null=True, blank=True)
    detail = models.CharField("detalle", max_length=200, blank=True)

    class Meta:
        verbose_name = "registro de acceso"
        indexes = [models.Index(fields=["school", "case_id", "-at"], name="audit_by_case")]
        triggers = [
            pgtrigger.Protect(name="auditentry_append_only", operation=APPEND_ONLY),
            # At commit: the lock of the chain is held for the length of a commit, not of a page.
            pgtrigger.Trigger(
                name="auditentry_chain",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func="PERFORM public.schools_audit_link(NEW.id, NEW.school_id); RETURN NULL;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.object_type} {self.object_id or ''}"


class AuditLink(TenantModel):
    """The place of an entry in the chain of its school: no gaps, and the hash of all before it.

    No login of ours writes here: `schools_audit_link` does, as the owner of the tables.
    """

    entry_id = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField("número")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "eslabón del registro de acceso"
        constraints = [models.UniqueConstraint(fields=["school", "seq"], name="audit_link_seq")]
        triggers = [pgtrigger.Protect(name="auditlink_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return str(self.seq)


class AuditSeal(TenantModel):
    """The head of the chain on a day of the school; the same three values are kept outside."""

    day = models.DateField("día")
    at = models.DateTimeField("cuándo")
    seq = models.BigIntegerField("número")
    hash = models.CharField("huella", max_length=64)

    class Meta:
        verbose_name = "sello del registro de acceso"
        constraints = [models.UniqueConstraint(fields=["school", "day"], name="audit_seal_daily")]
        triggers = [pgtrigger.Protect(name="auditseal_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.seq} {self.hash}"
