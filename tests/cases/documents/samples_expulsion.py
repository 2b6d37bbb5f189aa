"""The papers of an expulsion, each with everything its row of the register asks."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from cases.documents.builders.expulsion import CITES, LAWS
from cases.documents.kinds import KINDS
from cases.documents.reports import Issue, Letterhead, Person, Report, SignatureLine
from cases.documents.reports.expulsion import ExpulsionReport, Part

AT = datetime(2026, 7, 6, 13, 10, tzinfo=ZoneInfo("America/Santiago"))
PUPIL = Person("Íñigo Manquel Peñailillo", "41.000.002-5", "Persona denunciada", "2° medio A", 16)
DIRECTORA = Person("Patricia Olivares Ñanco", title="Directora")
SIGNED = SignatureLine(DIRECTORA.name, "Directora", "declarada", signed_at=AT)
FACT = "Ingresó un arma blanca y amenazó con ella a un compañero."
FORMAL = (
    Part(title="VISTOS", formal=True, points=True, text="El inicio del procedimiento, N° 2026-90."),
    Part(
        title="CONSIDERANDO",
        formal=True,
        points=True,
        text=f"Que los hechos son los siguientes: {FACT}\nQue se acreditan con la prueba que se "
        "indica: dos declaraciones y el acta de retiro del arma.\nQue la conducta está descrita "
        "en el reglamento: falta gravísima.",
    ),
)


def _paper(code: str, head: Letterhead, *parts: Part, **more: object) -> Report:
    return ExpulsionReport(
        letterhead=head,
        case_folio="2026-0043",
        protocol="Protocolo «Expulsión o cancelación de matrícula»",
        reglamento="Reglamento interno 2026, versión 3",
        article=KINDS[code].article("expulsion"),
        laws=LAWS,
        student=PUPIL,
        written_on=AT,
        parts=parts,
        **{"signatures": (SIGNED,), "formula": "Agréguese al expediente reservado.", **more},
    )


def _oficio(code: str, head: Letterhead, addressee: str) -> Report:
    rows = (("Resolución notificada", "Estudiante: 21 de julio de 2026, 12:00 horas"),)
    return _paper(
        code,
        head,
        Part(text="En cumplimiento del artículo 6, letra d), informo la medida."),
        Part(title="Fechas del procedimiento", rows=rows, heads=("Acto", "Día y hora")),
        Part(title="Extensión de la expulsión por otro año", text="No"),
        addressee=addressee,
        addressee_place="Providencia",
        sender=DIRECTORA,
        subject="Informa expulsión",
        rows=(("Medida", "Expulsión"),),
    )


def expulsion_samples(head: Letterhead, issue: Issue) -> dict[str, Report]:
    """Return one report of each paper, on the letterhead and with the number of the samples."""
    three = tuple(
        SignatureLine(name, title, "declarada", signed_at=AT)
        for name, title in (
            ("Rosa Urrutia", "Jefatura del curso"),
            ("Carolina Fuentes", "Coordinación de convivencia educativa"),
            ("Elena Caniuqueo", "Equipo técnico-pedagógico"),
        )
    )
    resolves = Part(
        title="RESUELVO",
        formal=True,
        points=True,
        text="Se suspende al estudiante, como "
        "medida cautelar.\nEl procedimiento se resolverá en diez días hábiles contados "
        "desde la notificación de esta suspensión.",
    )
    decides = Part(
        title="RESUELVO",
        formal=True,
        points=True,
        text="Se aplica la medida de expulsión.\nPuede pedirse reconsideración: cinco días.",
    )
    found = {
        "D-47": _oficio("D-47", head, "Dirección Regional de la Superintendencia de Educación"),
        "D-47s": _oficio("D-47s", head, "Secretaría Regional Ministerial de Educación"),
        "D-56": _paper(
            "D-56",
            head,
            Part(title="Cargos", points=True, text=FACT),
            Part(title="Citación", text=CITES),
            Part(title="Derechos", text="Puede conocer el expediente y presentar descargos."),
        ),
        "D-57": _paper("D-57", head, *FORMAL, resolves),
        "D-58": _paper("D-58", head, *FORMAL, decides, rows=(("Medida", "Expulsión"),)),
        "D-73": _paper(
            "D-73",
            head,
            Part(title="Pronunciamiento", points=True, text="Que se mantenga la medida."),
            rows=(("Asisten", "Veinte docentes"),),
        ),
        "D-75": _paper(
            "D-75",
            head,
            Part(
                title="Se deja constancia",
                text="Se pidió reconsideración: la suspensión cautelar "
                "se amplía desde ese momento y hasta que la reconsideración se resuelva.",
            ),
        ),
        "D-76": _paper(
            "D-76",
            head,
            Part(
                title="Certifico",
                text="La medida quedó firme el 4 de agosto de 2026, "
                "porque no se pidió reconsideración.",
            ),
            rows=(("Resolución", "N° 2026-97"),),
        ),
        "D-77": _paper(
            "D-77",
            head,
            Part(title="Antecedentes de conducta y pedagógicos", text="Sin anotaciones."),
            Part(title="Proporcionalidad", text="No hay una menor."),
            Part(
                title="Medidas formativas y de apoyo aplicadas",
                rows=(("Plan de apoyo", "Asistió a todas."),),
                heads=("Medida", "Resultado, y por qué no bastó"),
            ),
            Part(title="Recomendación", text="La comisión recomienda la medida."),
            signatures=three,
        ),
        "D-78": _paper(
            "D-78",
            head,
            Part(title="Conductas que se representan", text=FACT),
            Part(title="Advertencia", text="Puede cancelarse la matrícula."),
            rows=(("Comparece", "Marcela Peñailillo"),),
        ),
    }
    return {code: replace(report, issue=issue) for code, report in found.items()}


PUPIL_SAYS = ["Íñigo Manquel Peñailillo", "RUN 41.000.002-5", "artículo 6, letra d)"]
EXPULSION_MANDATED = {
    "D-47": ["Superintendencia", "Informa expulsión", "Resolución notificada", "otro año", "No"],
    "D-47s": ["Secretaría Regional Ministerial", "Informa expulsión", "21 de julio de 2026"],
    "D-56": [*PUPIL_SAYS, "Cargos", "arma blanca", "Derechos", "descargos"],
    "D-57": [*PUPIL_SAYS, "VISTOS", "CONSIDERANDO", "RESUELVO", "6 de julio de 2026, 13:10 horas"],
    "D-58": [*PUPIL_SAYS, "VISTOS", "CONSIDERANDO", "RESUELVO", "expulsión", "reconsideración"],
    "D-73": [*PUPIL_SAYS, "Pronunciamiento", "Veinte docentes"],
    "D-75": [*PUPIL_SAYS, "se amplía desde ese momento"],
    "D-76": [*PUPIL_SAYS, "Certifico", "firme el 4 de agosto de 2026", "N° 2026-97"],
    "D-77": [
        *PUPIL_SAYS, "Antecedentes de conducta", "Proporcionalidad", "Asistió a todas",
        "Recomendación", "Jefatura del curso", "Coordinación de convivencia educativa",
        "Equipo técnico-pedagógico",
    ],
    "D-78": [*PUPIL_SAYS, "Conductas que se representan", "Advertencia", "Marcela Peñailillo"],
}  # fmt: skip
