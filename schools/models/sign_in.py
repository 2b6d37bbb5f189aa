"""What sign-in remembers: open sessions, failed attempts, and second factors to be given again."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from schools.models.accounts import Membership
from schools.tenancy.models import TenantForeignKey, TenantModel


class OpenSession(models.Model):
    """One device on which a person is signed in. When it was last used, the session itself says."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="open_sessions")
    key = models.CharField(max_length=40, unique=True)
    device = models.CharField("equipo", max_length=80)
    started_at = models.DateTimeField("desde")

    class Meta:
        verbose_name = "sesión abierta"
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return self.device


class ExternalIdentity(models.Model):
    """An account of another issuer with which a person signs in: who it is, never its e-mail."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="external_identities"
    )
    issuer = models.CharField("emisor", max_length=200)
    subject = models.CharField("identificador", max_length=255)
    linked_at = models.DateTimeField("conectada")

    class Meta:
        verbose_name = "cuenta externa"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="external_identity_once"),
            models.UniqueConstraint(fields=["user", "issuer"], name="external_one_per_issuer"),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} · {self.subject}"


class FailedAttempts(models.Model):
    """How many guesses failed lately under one key, which is a digest: no account is readable."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField("fallas")
    since = models.DateTimeField("desde")

    class Meta:
        verbose_name = "intentos fallidos"

    def __str__(self) -> str:
        return f"{self.failures} desde {self.since}"


class PasswordHelp(models.Model):
    """Somebody asked for a link to choose a password; whether the account exists is seen later."""

    email = models.EmailField("correo")
    asked_at = models.DateTimeField("pedido")

    class Meta:
        verbose_name = "ayuda con la contraseña"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Pedido del {self.asked_at}"


class FactorReset(TenantModel):
    """A second factor to be taken from an account: one person asks, another one confirms."""

    membership = TenantForeignKey(Membership, related_name="+")
    reason = models.CharField("motivo", max_length=300)
    asked_by = TenantForeignKey(Membership, related_name="+")
    asked_at = models.DateTimeField("pedido")
    decided_by = TenantForeignKey(Membership, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("resuelto", null=True, blank=True)
    is_granted = models.BooleanField("concedido", default=False)

    class Meta:
        verbose_name = "restablecimiento de la verificación"
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "membership"],
                condition=Q(decided_at=None),
                name="factor_reset_one_pending",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="factor_reset_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"Verificación de {self.membership}"
