"""The two pages that the expediente adds, with invented pieces."""

from cases.documents.kinds import DocumentKind
from cases.documents.reports import Report
from cases.pack.paper import ACTS, INDEX, ActsReport, IndexReport
from tests.cases.documents.samples_people import LETTERHEAD, at

BASE = {
    "letterhead": LETTERHEAD,
    "case_folio": "2026-0043",
    "protocol": "Protocolo «Expulsión o cancelación de matrícula»",
    "reglamento": "Reglamento interno 2026, versión 3",
    "student": "Íñigo Manquel Peñailillo, RUN 41.000.002-5, 2° medio A",
}
BOUND: dict[str, tuple[DocumentKind, Report]] = {
    "índice": (
        INDEX,
        IndexReport(
            **BASE,
            measure="Expulsión",
            made_at=at("2026-08-07T10:00"),
            total=17,
            entries=(
                ("1", "Notificación de inicio N° 2026-90", "6 de julio de 2026", "2–3", "a" * 64),
                ("2", "Resolución N° 2026-97", "21 de julio de 2026", "4–6", "b" * 64),
            ),
        ),
    ),
    "actuaciones": (
        ACTS,
        ActsReport(
            **BASE,
            requirements=(("La causal está descrita", "Cumplido", "DFL 2/1998, art. 6 letra d)."),),
            acts=(("6 de julio de 2026, 13:00 horas", "Inicio", "Ingresó un arma blanca."),),
        ),
    ),
}
