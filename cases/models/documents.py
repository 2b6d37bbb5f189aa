"""Issued documents and their signatures."""

from django.conf import settings
from django.db import models

from cases.models.case import Case, Participant
from schools.models import StoredFile
from schools.tenancy.models import TenantForeignKey
from schools.vault.fields import SealedJSONField, SealedTextField
from schools.vault.models import SealedModel
from schools.vault.subjects import Subject, case_or_school


class DocumentState(models.TextChoices):
    EMITIDO = "emitido", "Auténtico"
    ANULADO = "anulado", "Anulado"
    REEMPLAZADO = "reemplazado", "Reemplazado"


class Document(SealedModel):
    """A paper of the case, issued once: numbered, hashed, immutable. Drafts are not stored."""

    case = TenantForeignKey(Case, related_name="documents")
    code = models.CharField("tipo", max_length=10)  # D-12, see cases.documents.kinds
    title = models.CharField("título", max_length=160)
    year = models.PositiveSmallIntegerField("año")
    number = models.PositiveIntegerField("número")
    state = models.CharField(max_length=12, choices=DocumentState.choices, default="emitido")
    level = models.CharField("reserva", max_length=2, default="N3")
    addressee = TenantForeignKey(Participant, null=True, blank=True, related_name="documents")
    file = TenantForeignKey(StoredFile, related_name="+")
    sha256 = models.CharField("huella del PDF", max_length=64)
    template_version = models.CharField(max_length=20)
    snapshot = SealedJSONField("datos con que se emitió")
    verification_code = models.CharField(max_length=32, unique=False)
    issued_at = models.DateTimeField("emitido el")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaced_by = TenantForeignKey("self", null=True, blank=True, related_name="replaces")
    # what this sheet in plain words explains: it goes with it, and is void with it
    explains = TenantForeignKey("self", null=True, blank=True, related_name="sheets")

    class Meta:
        verbose_name = "documento"
        ordering = ["issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year", "number"], name="document_folio_once"
            ),
            models.UniqueConstraint(
                fields=["school", "verification_code"], name="document_code_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} N° {self.folio}"

    @property
    def folio(self) -> str:
        """`2026-118`."""
        return f"{self.year}-{self.number}"


class SignatureMethod(models.TextChoices):
    DIBUJADA = "dibujada", "Firmó en pantalla"
    DECLARADA = "declarada", "Firmó con declaración"
    PAPEL = "papel", "Firmó en papel"
    SE_NEGO = "se_nego", "Se negó a firmar"
    NO_PUEDE = "no_puede", "No puede firmar"


class Signature(SealedModel):
    """How one person signed, or refused to sign before a witness."""

    document = TenantForeignKey(Document, null=True, blank=True, related_name="signatures")
    signer_name = SealedTextField("quién", max_length=160)
    signer_run = SealedTextField("RUN", max_length=12, blank=True)
    signer_title = models.CharField("en calidad de", max_length=80)
    method = models.CharField("forma", max_length=10, choices=SignatureMethod.choices)
    image = TenantForeignKey(StoredFile, null=True, blank=True, related_name="+")
    statement = SealedTextField("motivo o declaración", max_length=300, blank=True)
    witness = SealedTextField("testigo", max_length=160, blank=True)
    signed_at = models.DateTimeField("fecha y hora")

    sealed_owner = "document_id"

    class Meta:
        verbose_name = "firma"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(method__in=["se_nego", "no_puede"])
                | models.Q(witness__isnull=False),
                name="signature_refusal_has_witness",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()}: {self.signer_name}"

    def sealed_subject(self) -> Subject:
        return case_or_school(self.document.case_id if self.document_id else None)


class SignatureTurn(SealedModel):
    """Somebody who must sign a document already issued, after who comes before in the list.

    The document does not change: `signature` is what they left beside it, on its fingerprint.
    """

    document = TenantForeignKey(Document, related_name="turns")
    place = models.PositiveSmallIntegerField("orden")
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signer_name = SealedTextField("quién", max_length=160)
    signer_title = models.CharField("en calidad de", max_length=80)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("pedida el")
    reminded_on = models.DateField("último aviso", null=True, blank=True)
    signature = TenantForeignKey(Signature, null=True, blank=True, related_name="+")

    sealed_owner = "document_id"

    class Meta:
        verbose_name = "turno de firma"
        verbose_name_plural = "turnos de firma"
        ordering = ["document_id", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "document", "place"], name="signature_turn_once_per_place"
            )
        ]

    def __str__(self) -> str:
        return f"Turno {self.place} de {self.document_id}"

    def sealed_subject(self) -> Subject:
        return case_or_school(self.document.case_id if self.document_id else None)
