"""Dates, hours and paragraphs as a Chilean office writes them: the filters of the templates."""

import re
from collections.abc import Sized
from datetime import date, datetime

from django import template
from django.utils import timezone

from convivencia.dates import DAYS, MONTHS

register = template.Library()

NUMBERS = (
    "", "primero", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
    "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho",
    "diecinueve", "veinte", "veintiuno", "veintidós", "veintitrés", "veinticuatro", "veinticinco",
    "veintiséis", "veintisiete", "veintiocho", "veintinueve", "treinta", "treinta y uno",
)  # fmt: skip
ORDINALS = (
    "Primero", "Segundo", "Tercero", "Cuarto", "Quinto",
    "Sexto", "Séptimo", "Octavo", "Noveno", "Décimo",
)  # fmt: skip
NBSP = "\u00a0"
QUOTED = re.compile(r"\A[«\"“]([^«»\"“”]*)[»\"”]\.?\Z")
# Words that a sentence may begin with, and no name does.
PLAIN_START = re.compile(
    r"(?:Al?|Ambas|Ambos|Ante|Así|Cada|Con|Consta|Corresponde|Del?|Desde|Durante|El|Ella|En|Es|"
    r"Est[aeo]s?|Existen?|Faltan?|Han?|Hay|Hubo|La|Las|Lo|Los|Ningun[ao]|No|Para|Por|Quien|"
    r"Quienes|Se|Según|Si|Sin|Son|Sus?|Tras|Una?|Ya)\b"
)
MODELO = re.compile(r" de convivencia escolar, modelo [A-Z]\b")
TOGETHER = 5  # rows or points
BULLET = re.compile(r"^\s*(?:[-•*]|\d{1,2}[.°)]+|[a-z]\))\s+")


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) else value


@register.filter
def palabras(value: date | datetime | None) -> str:
    """`viernes trece de noviembre de 2026`: for days that have an effect."""
    if value is None:
        return ""
    day = _local(value)
    return f"{DAYS[day.weekday()]} {NUMBERS[day.day]} de {MONTHS[day.month - 1]} de {day.year}"


@register.filter
def fecha(value: date | datetime | None) -> str:
    """`13 de noviembre de 2026`."""
    if value is None:
        return ""
    day = _local(value)
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


@register.filter
def corta(value: date | datetime | None) -> str:
    """`13 de noviembre de 2026`, for the cell of a table: it breaks before «de 2026» only."""
    day, _, year = fecha(value).rpartition(" de ")
    return f"{day.replace(' ', NBSP)} de{NBSP}{year}" if day else ""


@register.filter
def hora(value: datetime | None) -> str:
    """`11:45`."""
    return "" if value is None else f"{_local(value):%H:%M}"


@register.filter
def momento(value: date | datetime | None) -> str:
    """`13 de noviembre de 2026, 11:45`; only the day for a day."""
    if isinstance(value, datetime):
        return f"{fecha(value)}, {hora(value)}"
    return fecha(value)


@register.filter
def parrafos(text: str) -> list[str]:
    """Split a text into its paragraphs."""
    return [part for line in text.splitlines() if (part := line.strip())]


@register.filter
def puntos(text: str) -> list[str]:
    """Split a text into items, without the numbers or bullets that somebody typed."""
    return [BULLET.sub("", part) for part in parrafos(text)]


@register.filter
def que(text: str) -> str:
    """Begin a considerando as law does: «Que…», unless it does already or begins with a name."""
    return f"Que {text[:1].lower()}{text[1:]}" if PLAIN_START.match(text) else text


@register.filter
def junta(items: Sized) -> str:
    """Return the class of what is short enough to stay whole on a page."""
    return "junta" if len(items) <= TOGETHER else ""


@register.filter
def sin_punto(text: str) -> str:
    """Drop the full stop that the sentence around brings."""
    return text.strip().removesuffix(".")


@register.filter
def dicho(text: str) -> str:
    """Drop the quotes that somebody typed around words that are printed between « »."""
    return QUOTED.sub(r"\1", text.strip())


@register.filter
def norma(text: str) -> str:
    """`Reglamento interno, 8.6.3.4`: from which modelo it came is nobody's matter."""
    return MODELO.sub("", text)


@register.filter
def minuscula(text: str) -> str:
    """Lower the first letter only: `directora`, but `UTP` stays in «jefa de UTP»."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


@register.filter
def ordinal(index: int) -> str:
    """`Primero`, `Segundo`, … and `11°` after the tenth; `index` counts from one."""
    return ORDINALS[index - 1] if index <= len(ORDINALS) else f"{index}°"
