"""What each document says, already fetched: frozen, typed, and free of the database.

One dataclass per document or family. A template receives one as `r` and runs no queries; its
`snapshot` is what the issued `Document` keeps. Norms and reserve come from `kinds`.
"""

from cases.documents.reports.common import (
    Agreement,
    Issue,
    Letterhead,
    MedidaLine,
    Person,
    PlazoLine,
    Report,
    SignatureLine,
    snapshot,
)
from cases.documents.reports.decisions import (
    InformeReport,
    NotificacionReport,
    ProrrogaReport,
    ResolucionReport,
    TerminoAdicionalReport,
)
from cases.documents.reports.followup import (
    BitacoraReport,
    SeguimientoReport,
    VigilanciaEntry,
)
from cases.documents.reports.hearings import (
    ActaEntrevistaReport,
    CargoReport,
    CitacionReport,
    InasistenciaReport,
)
from cases.documents.reports.intake import (
    ActivacionReport,
    AperturaReport,
    DenunciaReport,
    ResguardoReport,
    TrasladoReport,
)
from cases.documents.reports.offices import (
    ConstanciaEnvioReport,
    ConsultaReport,
    OficioReport,
    ReconsideracionReport,
    RecursoReport,
)

__all__ = [
    "ActaEntrevistaReport",
    "ActivacionReport",
    "Agreement",
    "AperturaReport",
    "BitacoraReport",
    "CargoReport",
    "CitacionReport",
    "ConstanciaEnvioReport",
    "ConsultaReport",
    "DenunciaReport",
    "InasistenciaReport",
    "InformeReport",
    "Issue",
    "Letterhead",
    "MedidaLine",
    "NotificacionReport",
    "OficioReport",
    "Person",
    "PlazoLine",
    "ProrrogaReport",
    "ReconsideracionReport",
    "RecursoReport",
    "Report",
    "ResguardoReport",
    "ResolucionReport",
    "SeguimientoReport",
    "SignatureLine",
    "TerminoAdicionalReport",
    "TrasladoReport",
    "VigilanciaEntry",
    "snapshot",
]
