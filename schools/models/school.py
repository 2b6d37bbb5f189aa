"""The tenant and who holds it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models

from schools.identifiers import validate_comuna, validate_rbd, validate_rut


class Nivel(models.TextChoices):
    """The levels a school may teach (tipo de enseñanza, grouped)."""

    PARVULARIA = "parvularia", "Educación parvularia"
    BASICA = "basica", "Educación básica"
    MEDIA = "media", "Educación media"


class Sostenedor(models.Model):
    """The legal person that answers for one or more schools. Not the school, nor its owner."""

    rut = models.CharField("RUT", max_length=10, unique=True, validators=[validate_rut])
    name = models.CharField("nombre", max_length=200)
    email = models.EmailField("correo", blank=True)

    class Meta:
        verbose_name = "sostenedor"
        verbose_name_plural = "sostenedores"

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """One establecimiento educacional, by its RBD: the tenant."""

    sostenedor = models.ForeignKey(Sostenedor, models.PROTECT, related_name="schools")
    rbd = models.CharField("RBD", max_length=7, unique=True, validators=[validate_rbd])
    name = models.CharField("nombre", max_length=200)
    comuna = models.CharField("comuna (código CUT)", max_length=5, validators=[validate_comuna])
    time_zone = models.CharField("zona horaria", max_length=40, default="America/Santiago")
    niveles = ArrayField(models.CharField(max_length=20, choices=Nivel.choices), default=list)
    address = models.CharField("dirección", max_length=200, blank=True)
    phone = models.CharField("teléfono", max_length=20, blank=True)
    email = models.EmailField("correo oficial", blank=True)
    # Ley 21.809 names the coordinador; schools still say encargada, and directora or rector.
    encargada_title = models.CharField(max_length=60, default="Encargada de convivencia")
    directora_title = models.CharField(max_length=60, default="Directora")
    logo = models.BinaryField("logotipo (PNG)", null=True, blank=True)
    # Its own days over the reviewed table; one writer, `cases.calendar.services`.
    calendar = models.JSONField("calendario propio", default=dict, db_default={}, blank=True)

    class Meta:
        verbose_name = "establecimiento"

    def __str__(self) -> str:
        return self.name

    def local_date(self, at: datetime) -> date:
        """Return the day it is at the school at the instant `at`."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()
