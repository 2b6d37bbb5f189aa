"""What the team reports, what the directora decides, which measures follow, who asks again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.case import Case, Participant
from cases.models.documents import Document
from cases.models.faltas import FaltaImputada
from schools.models import Apoderado, StoredFile
from schools.tenancy.models import TenantForeignKey, TenantOneToOneField
from schools.vault.fields import SealedTextField
from schools.vault.models import SealedModel


class Resultado(models.TextChoices):
    FUNDADA = "fundada", "Fundada: se acreditaron los hechos"
    NO_FUNDADA = "no_fundada", "No fundada: no se acreditaron los hechos"


class Calificacion(models.TextChoices):
    """What the facts are, once they are accredited. Source: modelo A, 8.6.3.2 C.a.2."""

    ACOSO = "acoso", "Los hechos constituyen acoso escolar"
    HECHO_AISLADO = "hecho_aislado", "Los hechos son un hecho aislado, no reiterado"


class Informe(SealedModel):
    """The investigator's report (D-18): drafted, then issued to the directora."""

    case = TenantOneToOneField(Case, related_name="informe")
    resultado = models.CharField(max_length=12, choices=Resultado.choices, blank=True)
    proceedings = SealedTextField("diligencias realizadas", blank=True)
    findings = SealedTextField("hechos acreditados", blank=True)
    recommendations = SealedTextField("medidas recomendadas", blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    issued_at = models.DateTimeField("emitido el", null=True, blank=True)
    document = TenantForeignKey(Document, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "informe"

    def __str__(self) -> str:
        return f"Informe de {self.case_id}"


class ResolucionState(models.TextChoices):
    BORRADOR = "borrador", "Borrador"
    ENVIADA = "enviada", "Espera a la directora"
    DEVUELTA = "devuelta", "Devuelta con observaciones"
    APROBADA = "aprobada", "Aprobada y emitida"


class Resolucion(SealedModel):
    """The decision on the merits (D-19): the team drafts, the directora decides.

    `state` has one writer, `cases.decisions.services`; `version` refuses a stale form.
    """

    case = TenantForeignKey(Case, related_name="resoluciones")
    # resultado, cierre
    kind = models.CharField(max_length=20, default="resultado")
    state = models.CharField(max_length=10, choices=ResolucionState.choices, default="borrador")
    resultado = models.CharField(max_length=12, choices=Resultado.choices, blank=True)
    calificacion = models.CharField(
        "calificación de los hechos", max_length=15, choices=Calificacion.choices, blank=True
    )
    vistos = SealedTextField("vistos", blank=True)
    considerando = SealedTextField("considerando", blank=True)
    resuelvo = SealedTextField("resuelvo", blank=True)
    support = SealedTextField("apoyo y reparación a la víctima", blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("enviada el", null=True, blank=True)
    comments = SealedTextField("observaciones de la directora", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("resuelta el", null=True, blank=True)
    override_reason = SealedTextField("fundamento para resolver igual", blank=True)
    document = TenantForeignKey(Document, null=True, blank=True, related_name="+")
    # Computed and certified once; one writer, `cases.decisions.certificates`.
    firm_at = models.DateTimeField("firme desde el", null=True, blank=True)
    firm_document = TenantForeignKey(Document, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "resolución"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "case", "kind"],
                condition=Q(state="aprobada"),
                name="resolucion_approved_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="aprobada") | Q(decided_by__isnull=False),
                name="resolucion_approved_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"Resolución de {self.case_id} ({self.get_state_display().lower()})"


class TipoMedida(models.TextChoices):
    RESGUARDO = "resguardo", "De resguardo"
    FORMATIVA = "formativa", "Formativa"
    DISCIPLINARIA = "disciplinaria", "Disciplinaria"
    APOYO = "apoyo", "De apoyo y reparación"


class Medida(SealedModel):
    """A measure about one person: decided, carried out, reviewed, ended."""

    case = TenantForeignKey(Case, related_name="medidas")
    participant = TenantForeignKey(Participant, related_name="medidas")
    tipo = models.CharField("tipo", max_length=14, choices=TipoMedida.choices)
    description = SealedTextField("medida", max_length=300)
    grounds = SealedTextField("fundamento", max_length=500, blank=True)
    resolucion = TenantForeignKey(Resolucion, null=True, blank=True, related_name="medidas")
    owner_role = models.CharField("a cargo de", max_length=20, blank=True)
    starts_on = models.DateField("desde")
    review_on = models.DateField("revisión", null=True, blank=True)
    ends_on = models.DateField("hasta", null=True, blank=True)
    implemented_at = models.DateTimeField("aplicada el", null=True, blank=True)
    implemented_note = SealedTextField("cómo se aplicó", max_length=300, blank=True)
    # What the reglamento calls it, when it answers to a falta.
    code = models.CharField("código", max_length=20, blank=True)
    nature = models.CharField("naturaleza", max_length=20, blank=True)
    days = models.PositiveSmallIntegerField("días", null=True, blank=True)
    falta = TenantForeignKey(FaltaImputada, null=True, blank=True, related_name="medidas")

    class Meta:
        verbose_name = "medida"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.description


class Reconsideracion(SealedModel):
    """A request to look again at the decision. A late one is received and marked, never refused."""

    case = TenantForeignKey(Case, related_name="reconsideraciones")
    participant = TenantForeignKey(Participant, related_name="reconsideraciones")
    apoderado = TenantForeignKey(Apoderado, null=True, blank=True, related_name="+")
    expulsion = TenantForeignKey(  # none: it asks about the decision on the denuncia
        "cases.Expulsion", null=True, blank=True, related_name="+"
    )
    requested_by = SealedTextField("solicita", max_length=160)
    text = SealedTextField("lo que pide")
    file = TenantForeignKey(StoredFile, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField("presentada el")
    late = models.BooleanField("fuera de plazo", default=False)
    consulted_at = models.DateTimeField("consulta al sostenedor", null=True, blank=True)
    consultation = SealedTextField("respuesta del sostenedor", blank=True)
    # mantiene, modifica, deja_sin_efecto
    outcome = models.CharField("decisión", max_length=20, blank=True)
    resolved_at = models.DateTimeField("resuelta el", null=True, blank=True)
    grounds = SealedTextField("fundamento", blank=True)
    body = models.CharField("órgano que resuelve", max_length=60, blank=True)
    deciders = models.JSONField("quiénes la decidieron", default=list)  # memberships, by id
    others = SealedTextField("otros integrantes", max_length=500, blank=True)  # without an account
    council_at = models.DateTimeField("pronunciamiento del Consejo", null=True, blank=True)
    council = SealedTextField("pronunciamiento del Consejo de Profesores", blank=True)
    abstained = SealedTextField("se abstuvieron", max_length=200, blank=True)
    document = TenantForeignKey(Document, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "reconsideración"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "participant", "expulsion"],
                condition=Q(resolved_at=None),
                nulls_distinct=False,  # one for each decision
                name="reconsideracion_one_pending",
            )
        ]

    def __str__(self) -> str:
        return f"Reconsideración de {self.case_id}"
