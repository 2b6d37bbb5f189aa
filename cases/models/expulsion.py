"""The procedure that may end a pupil's enrolment: its acts, its commission, what leaves of it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.case import Case, Participant
from cases.models.documents import Document
from cases.models.history import Actuacion
from schools.models import Membership, StoredFile
from schools.tenancy.models import TenantForeignKey, TenantModel
from schools.vault.fields import SealedJSONField, SealedTextField
from schools.vault.models import SealedModel


class Salida(models.TextChoices):
    """The two measures that end an enrolment. Source: DFL 2/1998 art. 6 d)."""

    EXPULSION = "expulsion", "Expulsión"
    CANCELACION = "cancelacion", "Cancelación de matrícula"


class Hito(models.TextChoices):
    """What happens in the procedure, in the order in which it is usually registered."""

    REGLAMENTO = "reglamento", "Reglamento vigente y su entrega"
    REPRESENTACION = "representacion", "Representación y advertencia"
    APOYO = "apoyo", "Medida de apoyo o formativa"
    EXCEPCION = "excepcion", "Excepción por ataque directo a la integridad"
    CAUSAL = "causal", "Calificación de la causal"
    EPOCA = "epoca", "Constancia de la época del año"
    INICIO = "inicio", "Inicio del procedimiento y cargos"
    NOTIFICA_INICIO = "notifica_inicio", "Notificación del inicio"
    CAUTELAR = "cautelar", "Suspensión cautelar"
    NOTIFICA_CAUTELAR = "notifica_cautelar", "Notificación de la suspensión cautelar"
    CONTINUIDAD = "continuidad", "Resguardo del proceso académico"
    DESCARGOS = "descargos", "Descargos y prueba"
    COMISION = "comision", "Designación de la comisión"
    INFORME = "informe", "Informe de la comisión"
    FIRMA = "firma", "Firma del informe"
    RESUELVE = "resuelve", "Resolución"
    NOTIFICA_RESOLUCION = "notifica_resolucion", "Notificación de la resolución"
    TRAMO = "tramo", "Decisión sobre los días sin cautelar ni resolución firme"
    RECONSIDERA = "reconsidera", "Solicitud de reconsideración"
    PROLONGA = "prolonga", "Ampliación de la suspensión cautelar"
    CONSEJO = "consejo", "Pronunciamiento del Consejo de Profesores"
    RESUELVE_RECONSIDERACION = "resuelve_reconsideracion", "Resolución de la reconsideración"
    NOTIFICA_RECONSIDERACION = "notifica_reconsideracion", "Notificación de la reconsideración"
    FIRMEZA = "firmeza", "Certificado de firmeza"
    APLICA = "aplica", "Aplicación de la medida"
    RETIRO = "retiro", "Retiro del estudiante"
    OFICIOS = "oficios", "Oficios a la Superintendencia y a la Seremi"
    ENVIO_SIE = "envio_sie", "Envío a la Superintendencia"
    ENVIO_SEREMI = "envio_seremi", "Envío a la Seremi"
    EXPLICACION = "explicacion", "Explicación de un defecto"
    CORRIGE = "corrige", "Corrección de la fecha de una notificación"


# A second notice or a second cautelar would start the plazos again.
ONCE = [
    Hito.INICIO, Hito.NOTIFICA_INICIO, Hito.CAUTELAR, Hito.NOTIFICA_CAUTELAR, Hito.RESUELVE,
    Hito.NOTIFICA_RESOLUCION, Hito.RECONSIDERA, Hito.CONSEJO, Hito.RESUELVE_RECONSIDERACION,
    Hito.NOTIFICA_RECONSIDERACION, Hito.FIRMEZA,
]  # fmt: skip


# Each notice and the act that it makes known.
NOTIFIES = {
    Hito.NOTIFICA_INICIO: Hito.INICIO,
    Hito.NOTIFICA_CAUTELAR: Hito.CAUTELAR,
    Hito.NOTIFICA_RESOLUCION: Hito.RESUELVE,
    Hito.NOTIFICA_RECONSIDERACION: Hito.RESUELVE_RECONSIDERACION,
}


class Expulsion(TenantModel):
    """One procedure about one pupil of a case. `version` refuses a stale form.

    Source: DFL 2/1998 art. 6 d); LGE art. 16 E i).
    """

    case = TenantForeignKey(Case, related_name="expulsiones")
    participant = TenantForeignKey(Participant, related_name="expulsiones")
    sought = models.CharField("medida que se propone", max_length=12, choices=Salida.choices)
    # expulsion, cancelacion, otra, ninguna; what reconsideración left of it
    decided = models.CharField("lo resuelto", max_length=12, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("registrado el")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "procedimiento de expulsión"
        verbose_name_plural = "procedimientos de expulsión"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "participant"], name="expulsion_once"),
            models.CheckConstraint(
                condition=Q(sought__in=Salida.values), name="expulsion_sought_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_sought_display()} en {self.case_id}"


class ExpulsionAct(SealedModel):
    """Something done in the procedure: when, with what words, and the paper that proves it.

    Append-only. Where an act may be registered again, the last one counts.
    """

    case = TenantForeignKey(Case, related_name="expulsion_acts")
    expulsion = TenantForeignKey(Expulsion, related_name="acts")
    kind = models.CharField("acto", max_length=30, choices=Hito.choices)
    at = models.DateTimeField("ocurrió el")
    recorded_at = models.DateTimeField("registrado el")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    data = SealedJSONField("datos", default=dict)
    document = TenantForeignKey(Document, null=True, blank=True, related_name="+")
    actuacion = TenantForeignKey(Actuacion, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "acto del procedimiento de expulsión"
        verbose_name_plural = "actos del procedimiento de expulsión"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "expulsion", "kind"],
                condition=Q(kind__in=ONCE),
                name="expulsion_act_once",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="expulsionact_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class CargoComision(models.TextChoices):
    """The three charges of the commission: no more and no fewer."""

    PROFESOR_JEFE = "profesor_jefe", "Profesor jefe del curso"
    COORDINADOR = "coordinador", "Coordinador de convivencia educativa"
    TECNICO = "tecnico", "Integrante del equipo técnico-pedagógico"


class Comisionado(TenantModel):
    """A member of the commission, and when they signed its report.

    Source: DFL 2/1998 art. 6 d), as of Ley 21.809.
    """

    case = TenantForeignKey(Case, related_name="comisionados")
    expulsion = TenantForeignKey(Expulsion, related_name="comision")
    cargo = models.CharField("en calidad de", max_length=15, choices=CargoComision.choices)
    membership = TenantForeignKey(Membership, related_name="+")
    signed_at = models.DateTimeField("firmó el", null=True, blank=True)

    class Meta:
        verbose_name = "integrante de la comisión"
        verbose_name_plural = "integrantes de la comisión"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "expulsion", "cargo"], name="comisionado_one_per_charge"
            ),
            models.UniqueConstraint(
                fields=["school", "expulsion", "membership"], name="comisionado_three_people"
            ),
            models.CheckConstraint(
                condition=Q(cargo__in=CargoComision.values), name="comisionado_charge_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership}, {self.get_cargo_display().lower()}"


class PackState(models.TextChoices):
    PREPARANDO = "preparando", "Se está preparando"
    LISTO = "listo", "Listo para descargar"
    FALLIDO = "fallido", "No se pudo preparar"


class PackExport(SealedModel):
    """One time that the file of an expulsion left the system: who, what for, and its hash."""

    case = TenantForeignKey(Case, related_name="packs")
    expulsion = TenantForeignKey(Expulsion, related_name="packs")
    purpose = SealedTextField("para qué", max_length=500)
    annexes = models.JSONField("anexos elegidos", default=list)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("pedido el")
    state = models.CharField(max_length=12, choices=PackState.choices, default="preparando")
    progress = models.PositiveSmallIntegerField("avance", default=0)
    file = TenantForeignKey(StoredFile, null=True, blank=True, related_name="+")
    sha256 = models.CharField("huella", max_length=64, blank=True)
    pages = models.PositiveIntegerField("fojas", default=0)
    error = models.CharField("por qué no se pudo", max_length=300, blank=True)
    expires_at = models.DateTimeField("se puede descargar hasta")

    class Meta:
        verbose_name = "informe de expulsión descargado"
        verbose_name_plural = "informes de expulsión descargados"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PackState.values), name="pack_state_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"Informe de expulsión de {self.case_id}"
