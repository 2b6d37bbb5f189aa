"""Every form of the library as a paper, answered with invented people. No database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

from cases.documents.builders import fichas as build
from cases.documents.reports import Report
from cases.documents.reports.fichas import FichaReport
from cases.fichas.definitions import Definicion, Pregunta
from cases.fichas.loader import library
from cases.fichas.people import Somebody

ZONE = ZoneInfo("America/Santiago")
TOLD = (
    "Se conversó con la familia y se revisaron los registros de clase de octubre y noviembre. Las "
    "anotaciones coinciden en las fechas y en el lugar, y muestran que la conducta se repitió."
)
PEOPLE = {
    "estudiantes": Somebody(
        "p:1", "Antonia Belén Quiroga Zúñiga", "", "estudiantes", "41.000.001-7",
        "Persona afectada", facts={"curso": "6° básico A"},
    ),
    "adultos": Somebody(
        "a:1", "Marcela Peñailillo Órdenes", "", "adultos", "41.000.003-3", "Madre"
    ),
    "equipo": Somebody(
        "m:1", "Carolina Fuentes Riquelme", "", "equipo", title="Encargada de convivencia"
    ),
    "": Somebody("m:2", "Diego Órdenes Urrutia", "", "equipo", title="Docente"),
}  # fmt: skip
PLAIN = {
    "texto": "Oficina de convivencia",
    "fecha": date(2026, 11, 13),
    "hora": time(9, 40),
    "fecha_hora": datetime(2026, 11, 13, 9, 40, tzinfo=ZONE),
    "rut": "41.000.001-7",
    "telefono": "+56 9 0000 0000",
    "correo": "familia@aromos.example",
    "curso": "6° básico A",
    "entero": 11,
    "lista": ["Rosa Urrutia Manquel", "Facundo Caniuqueo Soto"],
    "bool": True,
    "firma": None,
}


@dataclass
class Answered:
    """What the builder reads of a valid form: each question with an answer."""

    definition: Definicion
    told: str = TOLD
    many: int = 0  # names in its first list; the usual two for none
    people: Mapping[str, Somebody] = field(
        default_factory=lambda: {one.ref: one for one in PEOPLE.values()}
    )

    @property
    def cleaned_data(self) -> dict[str, object]:
        return {one.key: self._answer(one) for one in self.definition.fields()}

    @property
    def first_list(self) -> Pregunta | None:
        return next((one for one in self.definition.fields() if one.type == "lista"), None)

    def asks(self, _: Pregunta) -> bool:
        return True

    def _answer(self, one: Pregunta) -> object:
        if one.type == "persona":
            return PEOPLE[one.of].ref
        if one.options:
            return list(one.options)[:2] if one.type == "opciones" else next(iter(one.options))
        if self.many and one == self.first_list:
            return [f"Rosa Urrutia Manquel «{n}»" for n in range(self.many)]
        return self.told if one.type == "texto_largo" else PLAIN[one.type]


def paper_of(
    definition: Definicion, base: Report, *, told: str = TOLD, many: int = 0
) -> FichaReport:
    """Return the paper of a form, on the letterhead and with the number of `base`."""
    form = Answered(definition, told, many)
    with timezone.override(ZONE):
        parts, sentence = tuple(build._parts(form)), build.statement(form)
        lines = tuple(build.blank_lines(form))
    return FichaReport(
        letterhead=base.letterhead, case_folio=base.case_folio, protocol=base.protocol,
        reglamento=base.reglamento, article="artículo 8.6.3.1", issue=base.issue, parts=parts,
        statement=sentence, notice=definition.notice, formula=build.formula(definition),
        receives=definition.receives, form_version=f"{definition.code}, versión 1",
        signatures=tuple(
            replace(one, method="declarada", signed_at=base.issue.at) for one in lines
        ),
    )  # fmt: skip


def papers(base: Report) -> dict[str, FichaReport]:
    """Return every form of the library, by its code."""
    return {one.code: paper_of(one, base) for one in library().values()}
