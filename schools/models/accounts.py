"""Who signs in, and with which role in which school."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone

from convivencia.clock import now
from schools.models.students import Curso
from schools.tenancy.models import TenantForeignKey, TenantModel


class Role(models.TextChoices):
    """What a member may do in their school; a case team says what they may see."""

    ENCARGADA = "encargada", "Encargada de convivencia"
    EQUIPO = "equipo", "Equipo de convivencia"
    DIRECTORA = "directora", "Directora"
    DIRECTIVO = "directivo", "Equipo directivo"
    INSPECTORIA = "inspectoria", "Inspectoría general"
    PROFESOR_JEFE = "profesor_jefe", "Profesor jefe"
    DOCENTE = "docente", "Docente o asistente de la educación"
    RRHH = "rrhh", "Recursos humanos"
    ENFERMERIA = "enfermeria", "Enfermería"
    SOSTENEDOR = "sostenedor", "Sostenedor"
    FISCALIZADOR = "fiscalizador", "Fiscalizador"
    ADMINISTRADORA = "administradora", "Administradora del establecimiento"


def today() -> date:
    """Return the present day in the country; a school's own day is `School.local_date`."""
    return timezone.localdate(now())


class UserManager(BaseUserManager):
    """Accounts are made by a school; e-mail is the name."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. May be a member of several schools."""

    email = models.EmailField("correo", unique=True)
    first_names = models.CharField("nombres", max_length=80)
    last_names = models.CharField("apellidos", max_length=80)
    run = models.CharField("RUN", max_length=10, blank=True)
    is_active = models.BooleanField("activa", default=True)
    is_staff = models.BooleanField("operador", default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_names", "last_names"]

    class Meta:
        verbose_name = "persona usuaria"

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.first_names} {self.last_names}"

    def get_short_name(self) -> str:
        return self.first_names.split(" ")[0]


class Membership(TenantModel):
    """A role of a person in a school, for a time; maybe in place of somebody (subrogancia)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField("rol", max_length=20, choices=Role.choices)
    job_title = models.CharField("cargo", max_length=80, blank=True)
    curso = TenantForeignKey(Curso, null=True, blank=True, related_name="members")
    substitutes = TenantForeignKey("self", null=True, blank=True, related_name="substituted_by")
    active_from = models.DateField("desde", default=today)
    active_until = models.DateField("hasta", null=True, blank=True)

    class Meta:
        verbose_name = "pertenencia"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "user", "role"],
                condition=Q(active_until=None),
                name="membership_one_open_per_role",
            ),
            models.CheckConstraint(
                condition=Q(active_until=None) | Q(active_until__gte=models.F("active_from")),
                name="membership_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.title}"

    @property
    def title(self) -> str:
        """The charge as it is signed."""
        return self.job_title or self.get_role_display()

    def is_active(self, on: date) -> bool:
        return self.active_from <= on and (self.active_until is None or on <= self.active_until)
