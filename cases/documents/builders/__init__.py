"""From our models to a report: one function per document, and every query it needs."""

from cases.documents.builders.decisions import (
    informe,
    notificacion_resultado,
    resolucion,
    resolucion_cierre,
    resolucion_prorroga,
    termino_adicional,
)
from cases.documents.builders.followup import acta_seguimiento, bitacora_vigilancia
from cases.documents.builders.hearings import (
    acta_entrevista,
    acta_inasistencia,
    cargo_antecedentes,
    citacion,
)
from cases.documents.builders.intake import (
    acta_denuncia_verbal,
    constancia_denuncia,
    registro_activacion,
    registro_resguardo,
    registro_traslado,
    resolucion_apertura,
)
from cases.documents.builders.offices import (
    constancia_envio,
    consulta_sostenedor,
    oficio,
    recurso,
    resolucion_reconsideracion,
)

__all__ = [
    "acta_denuncia_verbal",
    "acta_entrevista",
    "acta_inasistencia",
    "acta_seguimiento",
    "bitacora_vigilancia",
    "cargo_antecedentes",
    "citacion",
    "constancia_denuncia",
    "constancia_envio",
    "consulta_sostenedor",
    "informe",
    "notificacion_resultado",
    "oficio",
    "recurso",
    "registro_activacion",
    "registro_resguardo",
    "registro_traslado",
    "resolucion",
    "resolucion_apertura",
    "resolucion_cierre",
    "resolucion_prorroga",
    "resolucion_reconsideracion",
    "termino_adicional",
]
