"""The register of documents: code, name, template, reserve, paper and where each comes from.

Codes and articles are those of the reglamento that the product ships as modelo A. `articles` is
by family of protocol: acoso, vulneración, agresión sexual, drogas.
"""

from dataclasses import dataclass, field
from typing import Literal

FAMILIES = {
    "acoso_escolar": "acoso",
    "vulneracion_derechos": "vulneracion",
    "agresion_sexual": "sexual",
    "agresiones_sexuales": "sexual",
    "alcohol_drogas": "drogas",
    "drogas": "drogas",
}


@dataclass(frozen=True)
class DocumentKind:
    """One kind of document. `version` rises when its template changes what it says."""

    code: str
    title: str
    noun: str  # before the number: «Acta N°»
    template: str
    level: Literal["N0", "N1", "N2", "N3"]
    articles: dict[str, str] = field(default_factory=dict)
    page: Literal["letter", "oficio"] = "letter"
    version: int = 1
    serif: bool = True  # a letter or an act; False for plain-words sheets

    @property
    def template_version(self) -> str:
        return f"{self.code} v{self.version}"

    def article(self, protocol_key: str) -> str:
        """Return «artículo 8.6.3.1» for the protocol; empty where the norm names none."""
        number = self.articles.get(
            FAMILIES.get(protocol_key, protocol_key), self.articles.get("*", "")
        )
        return f"artículo {number}" if number else ""


def _kinds() -> tuple[DocumentKind, ...]:
    return (*_intake(), *_hearings(), *_decisions(), *_offices(), *_followup())


def _intake() -> tuple[DocumentKind, ...]:
    return (
        DocumentKind("D-01", "Constancia de recepción de denuncia", "Constancia", "d01_constancia", "N2",
            {"acoso": "8.6.3.1", "vulneracion": "5.2.3.1 d", "sexual": "5.3.3.2 A.4", "drogas": "5.4.2.1 d"}),
        DocumentKind("D-02", "Acta de denuncia verbal", "Acta", "d02_denuncia_verbal", "N3",
            {"acoso": "8.6.3.1 i", "vulneracion": "5.2.3.1 c", "sexual": "5.3.3.2 A.3", "drogas": "5.4.2.1 c"}),
        DocumentKind("D-04", "Registro de activación de protocolo", "Registro", "d04_activacion", "N3",
            {"acoso": "8.6.3.4", "vulneracion": "5.2.3.3", "sexual": "5.3.3.2 A"}),
        DocumentKind("D-05", "Resolución sobre apertura de investigación", "Resolución", "d05_apertura", "N3",
            {"acoso": "8.6.3.2 A", "vulneracion": "5.2.3.2 A", "sexual": "5.3.3.2 B", "drogas": "5.4.2.2 A"}),
        DocumentKind("D-10", "Registro de medidas de resguardo", "Registro", "d10_resguardo", "N2",
            {"acoso": "8.6.3.2 B.1", "vulneracion": "5.2.3.2 B", "sexual": "5.3.3.2 F", "drogas": "5.4.2.2 B"}),
        DocumentKind("D-29", "Registro de traslado a centro asistencial", "Registro", "d29_traslado", "N2",
            {"acoso": "8.6.3.2 B.2", "vulneracion": "5.2.3.11", "sexual": "5.3.3.2 K"}),
    )  # fmt: skip


def _hearings() -> tuple[DocumentKind, ...]:
    citation = {"acoso": "8.6.3.2 B.3", "vulneracion": "5.2.3.2 B.a.3", "sexual": "5.3.3.2 B", "drogas": "5.4.2.2 B"}  # fmt: skip
    return (
        DocumentKind("D-11", "Comunicación y citación a apoderado", "Citación", "d11_citacion", "N2", citation),
        DocumentKind("D-11s", "Qué significa esta citación, en simple", "Hoja", "d11_simple", "N2", citation,
            serif=False),
        DocumentKind("D-12", "Acta de entrevista", "Acta", "d12_entrevista", "N3",
            {"acoso": "8.6.3.2 B, números 3 a 7", "vulneracion": "5.2.3.2 B.a, números 5 y 6",
             "sexual": "5.3.3.2 B", "drogas": "5.4.2.2 B"}),
        DocumentKind("D-15", "Acta de inasistencia", "Acta", "d15_inasistencia", "N2", citation),
        DocumentKind("D-16", "Cargo de recepción de antecedentes", "Cargo", "d16_cargo", "N3",
            {"acoso": "8.6.3.2 B.5", "vulneracion": "5.2.3.2 B.a.5", "sexual": "5.3.3.2 B", "drogas": "5.4.2.2 B"}),
    )  # fmt: skip


def _decisions() -> tuple[DocumentKind, ...]:
    result = {
        "acoso": "8.6.3.2 C",
        "vulneracion": "5.2.3.3",
        "sexual": "5.3.3.2 C",
        "drogas": "5.4.2.2 E",
    }
    more = {
        "acoso": "8.6.3.2 C.b",
        "vulneracion": "5.2.3.2 C.b",
        "sexual": "5.3.3.2 B",
        "drogas": "5.4.2.2 C",
    }
    return (
        DocumentKind("D-17", "Resolución de prórroga", "Resolución", "d17_prorroga", "N3",
            {"acoso": "8.6.3.4", "vulneracion": "5.2.3.3", "sexual": "5.3.3.2 C", "drogas": "5.4.2.2 E"}),
        DocumentKind("D-18", "Informe de investigación", "Informe", "d18_informe", "N3",
            {**result, "acoso": "8.6.3.2 B.8"}),
        DocumentKind("D-19", "Resolución fundada", "Resolución", "d19_resolucion", "N3",
            {**result, "acoso": "8.6.3.2 C.a, números 2 y 3"}),
        DocumentKind("D-21", "Notificación del resultado", "Notificación", "d21_notificacion", "N3", result),
        DocumentKind("D-21s", "Qué significa el resultado, en simple", "Hoja", "d21_simple", "N3", result,
            serif=False),
        DocumentKind("D-22", "Resolución de término adicional", "Resolución", "d22_termino", "N3", more),
        DocumentKind("D-23", "Resolución de cierre y archivo", "Resolución", "d23_cierre", "N3", more),
    )  # fmt: skip


def _offices() -> tuple[DocumentKind, ...]:
    again = {
        "acoso": "8.6.3.3",
        "vulneracion": "5.2.3.2 D",
        "sexual": "5.3.3.2 B",
        "drogas": "5.4.2.2 D",
    }
    return (
        DocumentKind("D-40", "Oficio", "Oficio", "d40_oficio", "N3", {"*": "8.6.4.7"}, page="oficio"),
        DocumentKind("D-41", "Constancia de envío", "Constancia", "d41_envio", "N3", {"*": "8.6.4.7"}),
        DocumentKind("D-70", "Recurso de reconsideración", "Recurso", "d70_recurso", "N3", again),
        DocumentKind("D-71", "Acta de recurso verbal", "Acta", "d70_recurso", "N3", again),
        DocumentKind("D-72", "Consulta al sostenedor", "Consulta", "d72_consulta", "N3", again),
        DocumentKind("D-74", "Resolución de reconsideración", "Resolución", "d74_reconsideracion", "N3", again),
    )  # fmt: skip


def _followup() -> tuple[DocumentKind, ...]:
    return (
        DocumentKind("D-26", "Bitácora de vigilancia", "Bitácora", "d26_vigilancia", "N2",
            {"acoso": "8.6.3.2 C.b.4", "vulneracion": "5.2.3.12", "sexual": "5.3.3.2 L"}),
        DocumentKind("D-27", "Acta de entrevista de seguimiento", "Acta", "d27_seguimiento", "N2",
            {"acoso": "8.6.3.2 C"}),
        DocumentKind("D-61", "Compromisos de trabajo", "Compromisos", "d61_compromisos", "N2",
            {"acoso": "8.6.3.2 C.a.4"}),
    )  # fmt: skip


KINDS: dict[str, DocumentKind] = {kind.code: kind for kind in _kinds()}
