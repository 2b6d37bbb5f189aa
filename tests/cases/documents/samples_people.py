"""Who appears in the samples, on which paper, and how they sign. All invented."""

import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from cases.documents.kinds import KINDS
from cases.documents.reports import (
    Issue,
    Letterhead,
    MedidaLine,
    Person,
    SignatureLine,
)

ZONE = ZoneInfo("America/Santiago")
CODE = "K7QMW2XHRP9BTD4NVCF6ZJ8YAE"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def png(width: int = 600, height: int = 200) -> bytes:
    """A stroke on a transparent ground, as a screen would give it."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    points = [(width * (0.1 + i / 60), height * (0.5 + 0.3 * (-1) ** i)) for i in range(45)]
    ImageDraw.Draw(image).line(points, fill=(20, 30, 60, 255), width=4)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


LETTERHEAD = Letterhead(
    name="Colegio Los Aromos",
    rbd="99999-1",
    sostenedor="Corporación Educacional Los Aromos",
    comuna="Providencia",
    address="Pasaje Los Quillayes 100",
    phone="+56 2 0000 0000",
    email="contacto@aromos.example",
)
ISSUE = Issue(
    folio="2026-118",
    code=CODE,
    url=f"https://convivencia.example/v/99999-1/{CODE}/",
    at=at("2026-11-13T12:40"),
    content_hash="9f2c41a70be3" * 5 + "7d10",
)
ENCARGADA = Person("Carolina Fuentes Riquelme", title="Encargada de convivencia")
DIRECTORA = Person("Patricia Olivares Ñanco", title="Directora")
CURSO = "6° básico A"
AFECTADA = Person("Antonia Belén Quiroga Zúñiga", "41.000.001-7", "Persona afectada", CURSO, 11)
DENUNCIADO = Person("Íñigo Manquel Peñailillo", "41.000.002-5", "Persona denunciada", CURSO, 12)
APODERADA = Person("Marcela Peñailillo Órdenes", "41.000.003-3", "Apoderada titular")
RESGUARDO = MedidaLine(
    "Recreos en patios distintos, con un adulto a la vista",
    "evitar el contacto mientras se investiga",
    AFECTADA.name,
    "Inspectoría general",
    date(2026, 11, 13),
    date(2026, 11, 27),
    date(2026, 12, 18),
)
FORMATIVA = MedidaLine(
    "Taller de resolución de conflictos, seis sesiones, con psicóloga del equipo",
    "que comprenda el efecto de lo que publicó; proporcional a su edad y a lo acreditado",
    DENUNCIADO.name,
    "Equipo de convivencia",
    date(2026, 12, 1),
    None,
    date(2026, 12, 18),
)
RELATO = (
    "En el chat del curso me pusieron un sobrenombre y lo repiten todos los días en el recreo.\n"
    "Le conté a mi mamá porque ya no quería venir."
)
LONG = (
    "Se entrevistó por separado a las dos familias, se revisaron los registros de clase de octubre "
    "y noviembre, y se tuvieron a la vista las capturas de pantalla que entregó una de ellas. Las "
    "anotaciones coinciden en las fechas y en el lugar, y muestran que la conducta se repitió."
)


def signed(who: Person, method: str = "declarada", **extra: object) -> SignatureLine:
    return SignatureLine(
        name=who.name,
        title=extra.pop("title", who.title),
        method=method,
        signed_at=at("2026-11-13T12:31"),
        **extra,
    )


def drawn() -> SignatureLine:
    return signed(ENCARGADA, "dibujada", image=png())


def refusal() -> SignatureLine:
    return signed(
        APODERADA,
        "se_nego",
        run="410000033",
        statement="quiere consultarlo con un abogado.",
        witness="Rosa Urrutia, inspectora general",
    )


def base(code: str, *signatures: SignatureLine, **extra: object) -> dict:
    return {
        "letterhead": LETTERHEAD,
        "case_folio": "2026-0043",
        "protocol": "Protocolo de acoso escolar",
        "reglamento": "Reglamento interno 2026, versión 3",
        "article": KINDS[code].article("acoso_escolar"),
        "laws": (
            "artículo 16 B de la Ley General de Educación",
            "artículo 64 de la Ley N° 21.430, sobre reserva de los registros",
        ),
        "signatures": signatures,
        "issue": ISSUE,
        **extra,
    }
