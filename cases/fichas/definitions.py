"""What a form is made of. Strict: an unknown word or a wrong type is an error with its place."""

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_serializer, field_validator

SLUG = r"^[a-z][a-z0-9_]*$"
FieldType = Literal[
    "texto", "texto_largo", "fecha", "hora", "fecha_hora", "rut", "telefono", "correo", "persona",
    "curso", "entero", "opcion", "opciones", "lista", "firma", "bool",
]  # fmt: skip
Level = Literal["N0", "N1", "N2", "N3"]
# Source: modelo A, §0.3. The rest, in the words of `cases.models.ConfidentialityLevel`.
RESERVES = {
    "N0": "Pública",
    "N1": "Registro escolar",
    "N2": "Reservado",
    "N3": "Estricta reserva",
}


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Pregunta(Strict):
    """One question of a form.

    `need` is «legal» for what the norm asks: a school may word it otherwise, never leave it out.
    `only_if` asks it only when another answer is one of those given. `takes` fills it from the
    person chosen elsewhere («estudiante.curso»), if it is left blank.
    """

    key: str = Field(pattern=SLUG, max_length=40)
    label: str = Field(min_length=1, max_length=200)
    type: FieldType
    help: str = Field(default="", max_length=400)
    need: Literal["legal", "si", "no"] = "no"
    options: dict[str, str] = {}
    only_if: dict[str, list[str]] = {}
    of: Literal["", "estudiantes", "adultos", "equipo"] = ""
    default: Literal["", "afectado", "denunciado", "denunciante", "usted", "hoy", "intento"] = ""
    takes: str = ""
    past: bool = False  # a day or an hour that has already come
    after: str = ""  # the hour that this one follows
    quoted: bool = False  # the words of a person, printed between « »
    many: int = Field(default=0, ge=0)  # the highest number, of an «entero»
    signer: str = ""  # of a «firma»: the answer that says who signs
    charge: str = ""  # of a «firma»: in which capacity

    @field_validator("options", mode="before")
    @classmethod
    def _from_pairs(cls, value: object) -> object:
        """Take the pairs that `definition_to_data` gives: JSON in the database keeps no order."""
        return dict(value) if isinstance(value, list) else value

    @field_serializer("options")
    def _to_pairs(self, value: dict[str, str]) -> list[list[str]]:
        return [list(pair) for pair in value.items()]

    @property
    def required(self) -> bool:
        return self.need != "no"

    @property
    def legal_minimum(self) -> bool:
        return self.need == "legal"


class Seccion(Strict):
    title: str = Field(min_length=1, max_length=120)
    help: str = ""
    fields: list[Pregunta] = Field(min_length=1)


class Definicion(Strict):
    """A form: its questions, whom it serves and how it is printed."""

    key: str = Field(pattern=SLUG, max_length=60)
    code: str = Field(pattern=r"^[A-Z]-?[0-9]{2,3}[a-z]?$")
    title: str = Field(min_length=1, max_length=160)
    noun: str = "Registro"  # before the number: «Registro N°»
    version: int = Field(ge=1)
    source: str = Field(min_length=3)
    purpose: str = Field(min_length=3)  # what it is for, for who has to choose it
    fills: str = Field(min_length=1)
    signs: str = "—"
    receives: str = "—"
    when: str = ""
    level: Level
    health: bool = False  # opened by the compartment of health
    anonymous: bool = False  # it identifies nobody: a name of the case is refused in it
    discreet: bool = False  # its paper does not say of which protocol it is
    steps: list[str] = []  # steps it serves
    meets: list[str] = []  # of these, those that are done once it is issued
    meets_if: dict[str, list[str]] = {}
    happened: list[str] = []  # the answers that say when: [fecha, hora] or [momento]
    about: str = ""  # the answer that says which person of the case it concerns
    statement: str = ""  # a sentence of who signs, with {answers}
    notice: str = ""  # what the paper warns
    advice: str = ""  # what only who fills it has to know
    libro: str = ""  # what is noted in the libro de clases, without content
    sections: list[Seccion] = Field(min_length=1)

    def fields(self) -> Iterator[Pregunta]:
        """Return every question, in order."""
        for section in self.sections:
            yield from section.fields

    def field(self, key: str) -> Pregunta | None:
        return next((one for one in self.fields() if one.key == key), None)

    @property
    def signatures(self) -> list[Pregunta]:
        return [one for one in self.fields() if one.type == "firma"]

    @property
    def article(self) -> str:
        """Return the section of the reglamento, of a source that cites one: «8.6.4.7»."""
        found = re.search(r"modelo A, ((?:Anexo [IV]+ )?[0-9][0-9.]*[0-9])", self.source)
        return found[1] if found else ""

    @property
    def cited(self) -> str:
        """Return the source as people read it, without the lines of the text it was read from."""
        return re.sub(r",? (?:y )?l\.[0-9-]+", "", self.source)

    @property
    def reserve(self) -> str:
        return RESERVES[self.level]

    @property
    def compartment(self) -> str:
        return "salud" if self.health else "expediente"
