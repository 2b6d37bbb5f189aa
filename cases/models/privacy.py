"""What the school does with personal data as such: rights, retention, breaches."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.case import Case
from schools.models import Apoderado, Student
from schools.tenancy.models import TenantForeignKey
from schools.vault.fields import SealedTextField
from schools.vault.models import SealedModel
from schools.vault.subjects import SCHOOL, Subject

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class Right(models.TextChoices):
    """Source: Ley 19.628, art. 4 (Ley 21.719)."""

    ACCESO = "acceso", "Acceso"
    RECTIFICACION = "rectificacion", "Rectificación"
    SUPRESION = "supresion", "Supresión"
    OPOSICION = "oposicion", "Oposición"
    PORTABILIDAD = "portabilidad", "Portabilidad"
    BLOQUEO = "bloqueo", "Bloqueo temporal"


class IdentityProof(models.TextChoices):
    CEDULA = "cedula", "Cédula de identidad a la vista"
    CORREO = "correo", "Desde el correo que tiene registrado en el colegio"
    PODER = "poder", "Cédula y documento que acredita la representación"
    OTRA = "otra", "De otra forma (se explica)"


class Outcome(models.TextChoices):
    CONCEDIDA = "concedida", "Concedida"
    PARCIAL = "parcial", "Concedida en parte"
    NEGADA = "negada", "Negada"


class RightsRequest(SealedModel):
    """Somebody exercises a right over the personal data of one person; answered once."""

    year = models.PositiveSmallIntegerField("año")
    number = models.PositiveIntegerField("número")
    right = models.CharField("derecho", max_length=14, choices=Right.choices)
    student = TenantForeignKey(Student, null=True, blank=True, related_name="+")
    apoderado = TenantForeignKey(Apoderado, null=True, blank=True, related_name="+")
    other_holder = models.CharField("otra persona", max_length=160, blank=True)
    by_representative = models.BooleanField("la pide un representante", default=False)
    asked_by = SealedTextField("quién la pide", max_length=160)
    identity = models.CharField("identidad", max_length=10, choices=IdentityProof.choices)
    identity_detail = SealedTextField("cómo se verificó", max_length=300, blank=True)
    what = SealedTextField("qué pide", max_length=2000)
    received_at = models.DateTimeField("recibida el")
    registered_at = models.DateTimeField("registrada el")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_by_name = models.CharField("quién la registró", max_length=160)
    extended_at = models.DateTimeField("prorrogada el", null=True, blank=True)
    extension_reason = SealedTextField("por qué se prorrogó", max_length=500, blank=True)
    outcome = models.CharField("respuesta", max_length=10, choices=Outcome.choices, blank=True)
    answer = SealedTextField("fundamento", max_length=4000, blank=True)
    norm = models.CharField("norma", max_length=200, blank=True)
    answered_at = models.DateTimeField("respondida el", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_by_name = models.CharField("quién respondió", max_length=160, blank=True)

    sealed_owner = ""  # it belongs to no case

    class Meta:
        verbose_name = "solicitud de derechos"
        verbose_name_plural = "solicitudes de derechos"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "number"], name="rights_folio_once"),
            models.CheckConstraint(
                condition=Q(student__isnull=False, apoderado=None, other_holder="")
                | Q(student=None, apoderado__isnull=False, other_holder="")
                | (Q(student=None, apoderado=None) & ~Q(other_holder="")),
                name="rights_of_one_person",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None, answered_by=None)
                | (~Q(outcome="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="rights_answered_by_somebody",
            ),
        ]
        triggers = [pgtrigger.Protect(name="rightsrequest_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Solicitud {self.folio}"

    @property
    def folio(self) -> str:
        """`2026-3`."""
        return f"{self.year}-{self.number}"

    @property
    def holder(self) -> str:
        return str(self.student or self.apoderado or self.other_holder)

    def sealed_subject(self) -> Subject:
        return SCHOOL


class LegalHold(SealedModel):
    """A case that may not be disposed of while something asks for it: a trial, an inquiry."""

    case = TenantForeignKey(Case, related_name="legal_holds")
    reason = SealedTextField("por qué se retiene", max_length=500)
    set_at = models.DateTimeField("retenido el")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_by_name = models.CharField("quién retuvo", max_length=160)
    lifted_at = models.DateTimeField("levantada el", null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lift_reason = SealedTextField("por qué se levantó", max_length=500, blank=True)

    class Meta:
        verbose_name = "retención legal"
        verbose_name_plural = "retenciones legales"
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "case"],
                condition=Q(lifted_at=None),
                name="legalhold_one_open_per_case",
            ),
        ]
        triggers = [pgtrigger.Protect(name="legalhold_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Retención {self.pk}"


class Breach(SealedModel):
    """Personal data that somebody saw, lost or changed without right. Written once; its acts grow.

    Source: Ley 19.628, art. 14 sexies (Ley 21.719).
    """

    year = models.PositiveSmallIntegerField("año")
    number = models.PositiveIntegerField("número")
    known_at = models.DateTimeField("se supo el")
    happened = SealedTextField("cuándo ocurrió", max_length=200, blank=True)
    what = SealedTextField("qué ocurrió", max_length=4000)
    data_kinds = SealedTextField("qué datos", max_length=1000)
    whose = SealedTextField("de quiénes", max_length=1000)
    people = models.PositiveIntegerField("cuántas personas", null=True, blank=True)
    sensitive = models.BooleanField("hay datos sensibles", default=False)
    under_14 = models.BooleanField("hay menores de 14 años", default=False)
    effects = SealedTextField("qué puede ocurrirles", max_length=2000)
    measures = SealedTextField("medidas inmediatas", max_length=4000)
    registered_at = models.DateTimeField("registrada el")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_by_name = models.CharField("quién la registró", max_length=160)

    sealed_owner = ""

    class Meta:
        verbose_name = "vulneración de seguridad"
        verbose_name_plural = "vulneraciones de seguridad"
        ordering = ["-known_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "number"], name="breach_folio_once")
        ]
        triggers = [pgtrigger.Protect(name="breach_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"Vulneración {self.folio}"

    @property
    def folio(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def tells_holders(self) -> bool:
        """True if the persons themselves must be told, or who represents them."""
        return self.sensitive or self.under_14

    def sealed_subject(self) -> Subject:
        return SCHOOL


class BreachActKind(models.TextChoices):
    MEDIDA = "medida", "Medida adoptada"
    AGENCIA = "agencia", "Aviso a la Agencia"
    TITULARES = "titulares", "Aviso a las personas"
    CIERRE = "cierre", "Cierre"


class BreachAct(SealedModel):
    """Something done about a breach, when, by whom. Append-only."""

    breach = TenantForeignKey(Breach, related_name="acts")
    kind = models.CharField("qué se hizo", max_length=10, choices=BreachActKind.choices)
    at = models.DateTimeField("cuándo")
    text = SealedTextField("detalle", max_length=4000)
    registered_at = models.DateTimeField("registrado el")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_by_name = models.CharField("quién", max_length=160)

    sealed_owner = "breach_id"

    class Meta:
        verbose_name = "medida ante una vulneración"
        verbose_name_plural = "medidas ante una vulneración"
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="breachact_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def sealed_subject(self) -> Subject:
        return SCHOOL
