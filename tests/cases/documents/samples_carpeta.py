"""An invented folder for an inspector, and an invented certificate of signatures."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from cases.documents.reports.carpeta import CarpetaLine, CarpetaReport, CarpetaSection
from cases.documents.reports.signing import FirmasReport


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Santiago"))


def carpeta(base: dict) -> CarpetaReport:
    """A case half proven."""
    return CarpetaReport(
        **base,
        purpose="Requerimiento de la Superintendencia de Educación (oficio 2210)",
        known_at=at("2026-11-02T10:20"),
        state="En investigación",
        proven=2,
        due=4,
        sections=(
            CarpetaSection(
                "Acoso escolar",
                (
                    CarpetaLine(
                        "Activación del protocolo",
                        "Reglamento interno, 8.6.3.4",
                        "Acreditado",
                        at("2026-11-02T12:00"),
                        date(2026, 11, 3),
                        papers=("Registro de activación de protocolo N° 2026-97",),
                    ),
                    CarpetaLine(
                        "Comunicación y citación a las familias",
                        "Reglamento interno, 8.6.3.2 B.3",
                        "Sin acuse",
                        at("2026-11-04T09:00"),
                        date(2026, 11, 3),
                        late=True,
                        papers=("Comunicación y citación a apoderado N° 2026-99",),
                        receipts=("A. M.: correo electrónico, sin acuse",),
                        lacks=("Acuse de A. M.",),
                    ),
                    CarpetaLine(
                        "Entrevistas por separado",
                        "Reglamento interno, 8.6.3.2 B.3",
                        "Vencido, sin registro",
                        due=date(2026, 11, 6),
                        lacks=("El registro de la actuación",),
                    ),
                ),
                (("Denuncia a la autoridad", "Los hechos no constituyen delito"),),
            ),
        ),
    )


def firmas(base: dict) -> FirmasReport:
    """Of an acta that three people signed, each in their way."""
    return FirmasReport(
        **base,
        title="Acta de entrevista",
        folio="2026-112",
        issued_at=at("2026-11-13T12:40"),
        sha256="d" * 64,
    )
