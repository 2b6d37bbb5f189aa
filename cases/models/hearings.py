"""Citations, interviews and what the families bring."""

from django.conf import settings
from django.db import models

from cases.models.case import Case, Participant
from cases.models.documents import Document
from schools.models import Apoderado, StoredFile
from schools.tenancy.models import TenantForeignKey
from schools.vault.fields import SealedJSONField, SealedTextField
from schools.vault.models import SealedModel


class Mode(models.TextChoices):
    PRESENCIAL = "presencial", "En persona"
    EN_LINEA = "en_linea", "En línea"


class CitacionOutcome(models.TextChoices):
    PENDIENTE = "pendiente", "Por realizar"
    ASISTIO = "asistio", "Asistió"
    NO_ASISTIO = "no_asistio", "No asistió"
    NO_CONTESTA = "no_contesta", "No contesta"


class Citacion(SealedModel):
    """A call to one family, with its day and hour; a second one follows a failed first."""

    case = TenantForeignKey(Case, related_name="citaciones")
    participant = TenantForeignKey(Participant, related_name="citaciones")
    apoderado = TenantForeignKey(Apoderado, null=True, blank=True, related_name="+")
    attempt = models.PositiveSmallIntegerField("citación", default=1)
    meets_at = models.DateTimeField("día y hora")
    mode = models.CharField(max_length=12, choices=Mode.choices, default="presencial")
    place = models.CharField("lugar", max_length=160)
    sent_at = models.DateTimeField("enviada el")
    outcome = models.CharField(
        "resultado", max_length=12, choices=CitacionOutcome.choices, default="pendiente"
    )
    outcome_note = SealedTextField("intentos y horas", max_length=300, blank=True)
    document = TenantForeignKey(Document, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "citación"
        ordering = ["meets_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "participant", "attempt"], name="citacion_once_per_attempt"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt}ª citación de {self.participant_id}"


class Entrevista(SealedModel):
    """An interview of one family, apart from the other; its acta is reserved (D-12)."""

    case = TenantForeignKey(Case, related_name="entrevistas")
    participant = TenantForeignKey(Participant, related_name="entrevistas")
    citacion = TenantForeignKey(Citacion, null=True, blank=True, related_name="entrevistas")
    starts_at = models.DateTimeField("desde")
    ends_at = models.DateTimeField("hasta")
    mode = models.CharField(max_length=12, choices=Mode.choices)
    place = models.CharField("lugar", max_length=160)
    conducted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    present = SealedJSONField("asistentes", default=list)  # [{name, run, title}]
    student_words = SealedTextField("versión del estudiante, textual", blank=True)
    apoderado_words = SealedTextField("versión del apoderado", blank=True)
    agreements = SealedJSONField("acuerdos", default=list)  # [{what, who, due_on}]
    document = TenantForeignKey(Document, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "entrevista"
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"Entrevista de {self.participant_id}"


class Antecedente(SealedModel):
    """Something a party brought, with its receipt (cargo). Late ones are received and marked."""

    case = TenantForeignKey(Case, related_name="antecedentes")
    participant = TenantForeignKey(Participant, null=True, blank=True, related_name="antecedentes")
    delivered_by = SealedTextField("entrega", max_length=160)
    description = SealedTextField("descripción", max_length=300)
    file = TenantForeignKey(StoredFile, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField("recibido el")
    late = models.BooleanField("fuera de plazo", default=False)
    number = models.PositiveSmallIntegerField("cargo N°")
    document = TenantForeignKey(Document, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "antecedente"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "case", "number"], name="cargo_once_per_case")
        ]

    def __str__(self) -> str:
        return f"Cargo N° {self.number}"
