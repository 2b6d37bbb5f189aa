"""To whom an oficio goes: a small list by commune, and the rule of ages."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.db import models

from cases.models import Case
from cases.models.case import ParticipantRole
from schools.territory import comuna_name

FILE = Path(__file__).parent / "data" / "destinatarios.yaml"
PENAL_AGE = 14  # Source: Ley 20.084; reading A-36 (completed on the day of the facts)


class Clase(models.TextChoices):
    """The two ways a report may have to go."""

    PENAL = "penal", "Denuncia: Carabineros, PDI, Ministerio Público o tribunal penal"
    FAMILIA = "familia", "Tribunal de Familia o red de protección"


@dataclass(frozen=True, slots=True)
class Addressee:
    """One institution of the commune."""

    key: str
    clase: str
    name: str


def addressees_for(comuna: str) -> list[Addressee]:
    """Return the institutions of a commune, its own names in the place of the general ones."""
    found: dict[str, Addressee] = {}
    name = comuna_name(comuna) or "la comuna"
    for row in _rows():
        if "comunas" not in row or comuna in row["comunas"]:
            text = row["nombre"].format(comuna=name)
            found[row["key"]] = Addressee(row["key"], row["clase"], text)
    return list(found.values())


@cache
def _rows() -> list[dict]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Which ways correspond, and why."""

    clases: tuple[str, ...]
    reason: str


def suggest(case: Case) -> Suggestion:
    """Return where the case must be reported, by the age of the accused on the day of the facts.

    Fourteen completed goes to the penal way; under it, to Familia; unknown, to both (A-36).
    """
    age = case.facts.get("agresor_edad")
    if age in (None, ""):
        return Suggestion(
            (Clase.PENAL, Clase.FAMILIA), "No se conoce la edad del denunciado: se avisa a ambos."
        )
    if int(age) < PENAL_AGE:
        return Suggestion(
            (Clase.FAMILIA,),
            f"El denunciado tenía {age} años: menos de 14 a la fecha de los hechos.",
        )
    clases = (
        (Clase.PENAL, Clase.FAMILIA) if case.facts.get("vulneracion") is True else (Clase.PENAL,)
    )
    return Suggestion(clases, f"El denunciado tenía {age} años: 14 o más a la fecha de los hechos.")


def victim_is_staff(case: Case) -> bool:
    """True if somebody of the staff is affected: then the director reports in person.

    Source: Código Procesal Penal art. 175 f); Ley 21.809.
    """
    return any(
        p.role == ParticipantRole.AFECTADO and p.membership_id for p in case.participants.all()
    )
