"""The case, the people in it, and the procedures it runs."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from protocols.models import ReglamentoVersion
from schools.models import Apoderado, Membership, Student
from schools.tenancy.models import TenantForeignKey, TenantModel
from schools.vault.fields import SealedTextField
from schools.vault.models import SealedModel


class CaseState(models.TextChoices):
    """The life of the file; short on purpose. What is due is the protocol's business."""

    RECIBIDO = "recibido", "Recibido"
    EN_INVESTIGACION = "en_investigacion", "En investigación"
    INFORMADO = "informado", "Con informe, por resolver"
    RESUELTO = "resuelto", "Resuelto, por notificar"
    NOTIFICADO = "notificado", "Notificado"
    EN_RECONSIDERACION = "en_reconsideracion", "En reconsideración"
    CERRADO = "cerrado", "Cerrado, en vigilancia"
    ARCHIVADO = "archivado", "Archivado"


class ConfidentialityLevel(models.TextChoices):
    """Source: modelo A, §0.3."""

    N1 = "N1", "Registro escolar"
    N2 = "N2", "Reservado"
    N3 = "N3", "Estricta reserva"


class FolioSequence(TenantModel):
    """The last number given, per kind and year. Its row lock makes folios consecutive."""

    kind = models.CharField(max_length=20)  # caso, documento, cargo
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "kind", "year"], name="folio_once_per_year")
        ]


class Case(TenantModel):
    """One file: what somebody told, and everything done since.

    `state` has one writer, `cases.history.services.record_actuacion`.
    `facts` are the variables that the protocol branches on (agresor_edad, resultado, …).
    """

    year = models.PositiveSmallIntegerField("año")
    number = models.PositiveIntegerField("número")
    protocol_key = models.CharField("protocolo", max_length=40)
    reglamento = TenantForeignKey(ReglamentoVersion, related_name="+")
    state = models.CharField("estado", max_length=20, choices=CaseState.choices, default="recibido")
    level = models.CharField(
        "reserva", max_length=2, choices=ConfidentialityLevel.choices, default="N3"
    )
    facts = models.JSONField("hechos que deciden el camino", default=dict)
    known_at = models.DateTimeField("toma de conocimiento")
    occurred_at = models.DateTimeField("fecha de los hechos", null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("registrado el")
    closed_at = models.DateTimeField("cerrado el", null=True, blank=True)
    version = models.PositiveIntegerField("revisión", default=0)  # rises with each actuación

    class Meta:
        verbose_name = "caso"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "number"], name="case_folio_once"),
            models.CheckConstraint(
                condition=Q(state__in=CaseState.values), name="case_state_is_known"
            ),
        ]
        indexes = [models.Index(fields=["school", "state", "-year", "-number"], name="case_list")]

    def __str__(self) -> str:
        return self.folio

    @property
    def folio(self) -> str:
        """`2026-0043`."""
        return f"{self.year}-{self.number:04d}"

    @property
    def is_open(self) -> bool:
        return self.state not in {CaseState.CERRADO, CaseState.ARCHIVADO}


class ParticipantRole(models.TextChoices):
    """What a person is in this case. Never inherited from another case."""

    AFECTADO = "afectado", "Afectado"
    DENUNCIADO = "denunciado", "Denunciado"
    TESTIGO = "testigo", "Testigo"
    DENUNCIANTE = "denunciante", "Denunciante"


class Participant(SealedModel):
    """A person in a case, with one role: student, member of staff, apoderado or third party."""

    case = TenantForeignKey(Case, related_name="participants")
    role = models.CharField("rol", max_length=12, choices=ParticipantRole.choices)
    student = TenantForeignKey(Student, null=True, blank=True, related_name="participations")
    membership = TenantForeignKey(Membership, null=True, blank=True, related_name="participations")
    apoderado = TenantForeignKey(Apoderado, null=True, blank=True, related_name="participations")
    third_party = models.CharField("otra persona", max_length=160, blank=True)
    curso_name = models.CharField("curso a la fecha", max_length=40, blank=True)
    age = models.PositiveSmallIntegerField("edad a la fecha de los hechos", null=True, blank=True)
    notes = SealedTextField("observaciones", max_length=300, blank=True)

    class Meta:
        verbose_name = "interviniente"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "case", "role", "student"],
                condition=Q(student__isnull=False),
                name="participant_student_once_per_role",
            ),
            models.CheckConstraint(
                condition=(
                    Q(student__isnull=False, membership=None, apoderado=None, third_party="")
                    | Q(student=None, membership__isnull=False, apoderado=None, third_party="")
                    | Q(student=None, membership=None, apoderado__isnull=False, third_party="")
                    | (Q(student=None, membership=None, apoderado=None) & ~Q(third_party=""))
                ),
                name="participant_is_one_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display().lower()})"

    @property
    def person(self) -> Student | Membership | Apoderado | str:
        return self.student or self.membership or self.apoderado or self.third_party

    @property
    def name(self) -> str:
        if self.student_id:
            return self.student.name
        if self.membership_id:
            return self.membership.user.get_full_name()
        return self.apoderado.name if self.apoderado_id else self.third_party

    @property
    def role_word(self) -> str:
        """Return «afectada», «denunciado»…, or a neutral word while the gender is not known."""
        word = ParticipantRole(self.role).label.lower()
        if not word.endswith("ado"):
            return word
        gender = self.student.gender.upper() if self.student_id else ""
        if gender == "M":
            return word
        return f"{word[:-1]}a" if gender == "F" else f"persona {word[:-1]}a"

    @property
    def initials(self) -> str:
        if self.student_id:
            return self.student.initials
        return " ".join(f"{part[0]}." for part in self.name.split() if part)


class Tramite(SealedModel):
    """One protocol running in a case, with its own clocks (acoso, oficio, resguardo…)."""

    case = TenantForeignKey(Case, related_name="tramites")
    protocol_key = models.CharField("protocolo", max_length=40)
    started_at = models.DateTimeField("iniciado el")
    reason = SealedTextField("motivo", max_length=300, blank=True)
    closed_at = models.DateTimeField("terminado el", null=True, blank=True)
    close_reason = SealedTextField("motivo del término", max_length=300, blank=True)

    class Meta:
        verbose_name = "trámite"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "case", "protocol_key"],
                condition=Q(closed_at=None),
                name="tramite_one_open_per_protocol",
            )
        ]

    def __str__(self) -> str:
        return f"{self.protocol_key} de {self.case_id}"
