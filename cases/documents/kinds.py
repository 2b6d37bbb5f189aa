"""The register of documents: code, name, template, reserve, paper and where each comes from.

Codes and articles are those of the reglamento that the product ships as modelo A. `articles` is
by family of protocol: acoso, vulneración, agresión sexual, drogas.
"""

from dataclasses import dataclass, field
from typing import Literal

from cases.fichas.loader import by_code

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
        return cite(number)


def cite(number: str) -> str:
    """Return «artículo 8.6.3.1», or «Anexo I, número 9.2.1»; empty for nothing."""
    annex, _, rest = number.rpartition(" ") if number.startswith("Anexo") else ("", "", number)
    return f"{annex}, número {rest}" if annex else f"artículo {rest}" if rest else ""


# Sections of modelo A: acoso, vulneración, agresión sexual, drogas. «*» holds for any protocol.
SECTIONS: dict[str, tuple[str, ...] | str] = {
    "D-01": ("8.6.3.1", "5.2.3.1 d", "5.3.3.2 A.4", "5.4.2.1 d"),
    "D-02": ("8.6.3.1 i", "5.2.3.1 c", "5.3.3.2 A.3", "5.4.2.1 c"),
    "D-04": ("8.6.3.4", "5.2.3.3", "5.3.3.2 A", ""),
    "D-05": ("8.6.3.2 A", "5.2.3.2 A", "5.3.3.2 B", "5.4.2.2 A"),
    "D-10": ("8.6.3.2 B.1", "5.2.3.2 B", "5.3.3.2 F", "5.4.2.2 B"),
    "D-11": ("8.6.3.2 B.3", "5.2.3.2 B.a.3", "5.3.3.2 B", "5.4.2.2 B"),
    "D-12": ("8.6.3.2 B, números 3 a 7", "5.2.3.2 B.a, números 5 y 6", "5.3.3.2 B", "5.4.2.2 B"),
    "D-16": ("8.6.3.2 B.5", "5.2.3.2 B.a.5", "5.3.3.2 B", "5.4.2.2 B"),
    "D-17": ("8.6.3.4", "5.2.3.3", "5.3.3.2 C", "5.4.2.2 E"),
    "D-18": ("8.6.3.2 B.8", "5.2.3.3", "5.3.3.2 C", "5.4.2.2 E"),
    "D-19": ("8.6.3.2 C.a, números 2 y 3", "5.2.3.3", "5.3.3.2 C", "5.4.2.2 E"),
    "D-20": ("", "5.2.3.2 C.a", "5.3.3.2 B c", "5.4.2.7"),
    "D-21": ("8.6.3.2 C", "5.2.3.3", "5.3.3.2 C", "5.4.2.2 E"),
    "D-22": ("8.6.3.2 C.b", "5.2.3.2 C.b", "5.3.3.2 B", "5.4.2.2 C"),
    "D-26": ("8.6.3.2 C.b.4", "5.2.3.12", "5.3.3.2 L", ""),
    "D-27": ("8.6.3.2 C", "", "", ""),
    "D-29": ("8.6.3.2 B.2", "5.2.3.11", "5.3.3.2 K", ""),
    "D-40": "8.6.4.7",
    "D-70": ("8.6.3.3", "5.2.3.2 D", "5.3.3.2 B", "5.4.2.2 D"),
    "D-130": "",  # ours
    "D-131": "",  # ours
    "D-132": "",  # ours
    "D-47": "",  # from here on, what the law asks under any reglamento
}
SAME_AS = {
    **dict.fromkeys(
        ("D-47s", "D-56", "D-57", "D-58", "D-73", "D-75", "D-76", "D-77", "D-78"), "D-47"
    ),
    "D-11s": "D-11",
    "D-15": "D-11",
    "D-21s": "D-21",
    "D-23": "D-22",
    "D-41": "D-40",
    "D-71": "D-70",
    "D-72": "D-70",
    "D-74": "D-70",
}


def _kind(
    code: str, title: str, noun: str, template: str, level: str, **more: object
) -> DocumentKind:
    found = SECTIONS[SAME_AS.get(code, code)]
    by_family = ("acoso", "vulneracion", "sexual", "drogas")
    articles = {"*": found} if isinstance(found, str) else dict(zip(by_family, found, strict=True))
    return DocumentKind(code, title, noun, template, level, articles, **more)


_ALL = (
    _kind("D-01", "Constancia de recepción de denuncia", "Constancia", "d01_constancia", "N2"),
    _kind("D-02", "Acta de denuncia verbal", "Acta", "d02_denuncia_verbal", "N3"),
    _kind(
        "D-04", "Registro de activación de protocolo", "Registro", "d04_activacion", "N3", version=2
    ),
    _kind("D-05", "Resolución sobre apertura de investigación", "Resolución", "d05_apertura", "N3"),
    _kind("D-10", "Registro de medidas de resguardo", "Registro", "d10_resguardo", "N2"),
    _kind("D-11", "Comunicación y citación a apoderado", "Citación", "d11_citacion", "N2"),
    _kind(
        "D-11s", "Qué significa esta citación, en simple", "Hoja", "d11_simple", "N2", serif=False
    ),
    _kind("D-12", "Acta de entrevista", "Acta", "d12_entrevista", "N3"),
    _kind("D-15", "Acta de inasistencia", "Acta", "d15_inasistencia", "N2"),
    _kind("D-16", "Cargo de recepción de antecedentes", "Cargo", "d16_cargo", "N3"),
    _kind("D-17", "Resolución de prórroga", "Resolución", "d17_prorroga", "N3"),
    _kind("D-18", "Informe de investigación", "Informe", "d18_informe", "N3"),
    _kind("D-19", "Resolución fundada", "Resolución", "d19_resolucion", "N3"),
    _kind("D-20", "Resolución de medidas", "Resolución", "d19_resolucion", "N2"),
    _kind("D-21", "Notificación del resultado", "Notificación", "d21_notificacion", "N3"),
    _kind(
        "D-21s", "Qué significa el resultado, en simple", "Hoja", "d21_simple", "N3", serif=False
    ),
    _kind("D-22", "Resolución de término adicional", "Resolución", "d22_termino", "N3"),
    _kind("D-23", "Resolución de cierre y archivo", "Resolución", "d23_cierre", "N3"),
    _kind("D-26", "Bitácora de vigilancia", "Bitácora", "d26_vigilancia", "N2"),
    _kind("D-27", "Acta de entrevista de seguimiento", "Acta", "d27_seguimiento", "N2"),
    _kind("D-29", "Registro de traslado a centro asistencial", "Registro", "d29_traslado", "N2"),
    _kind("D-40", "Oficio", "Oficio", "d40_oficio", "N3", page="oficio", version=2),
    _kind("D-41", "Constancia de envío", "Constancia", "d41_envio", "N3"),
    _kind(
        "D-47",
        "Informe de la medida a la Superintendencia",
        "Oficio",
        "d47_oficio",
        "N3",
        page="oficio",
    ),
    _kind("D-47s", "Informe de la medida a la Seremi", "Oficio", "d47_oficio", "N3", page="oficio"),
    _kind("D-56", "Notificación de inicio y cargos", "Notificación", "d56_inicio", "N2"),
    _kind("D-57", "Resolución de suspensión cautelar", "Resolución", "d57_cautelar", "N2"),
    _kind("D-58", "Resolución del procedimiento", "Resolución", "d58_resolucion", "N2"),
    _kind("D-70", "Recurso de reconsideración", "Recurso", "d70_recurso", "N3"),
    _kind("D-71", "Acta de recurso verbal", "Acta", "d70_recurso", "N3"),
    _kind("D-72", "Consulta al sostenedor", "Consulta", "d72_consulta", "N3"),
    _kind("D-73", "Pronunciamiento del Consejo de Profesores", "Acta", "d73_consejo", "N3"),
    _kind("D-74", "Resolución de reconsideración", "Resolución", "d74_reconsideracion", "N3"),
    _kind("D-75", "Extensión de la suspensión cautelar", "Registro", "d75_extension", "N2"),
    _kind("D-76", "Certificado de firmeza", "Certificado", "d76_firmeza", "N3"),
    _kind("D-77", "Informe de la comisión", "Informe", "d77_comision", "N3"),
    _kind("D-78", "Acta de representación y advertencia", "Acta", "d78_representacion", "N2"),
    _kind("D-130", "Carpeta de fiscalización", "Carpeta", "d130_carpeta", "N3"),
    _kind("D-131", "Constancia de firmas", "Constancia", "d131_firmas", "N2"),
    _kind(
        "D-132",
        "Certificado de eliminación de un caso",
        "Certificado",
        "d132_eliminacion",
        "N1",
    ),
)


class _Kinds(dict[str, DocumentKind]):
    """The kinds of ours, in order; a form of the library is found by its code too."""

    def __missing__(self, code: str) -> DocumentKind:
        found = by_code(code)
        if found is None:
            raise KeyError(code)
        article = {"*": found.article} if found.article else {}
        return DocumentKind(
            code, found.title, found.noun, "ficha_registro", found.level, article,
            version=found.version,
        )  # fmt: skip


KINDS: dict[str, DocumentKind] = _Kinds({kind.code: kind for kind in _ALL})
