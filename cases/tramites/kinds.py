"""What a trámite is for, and when a gestión colaborativa may not be used."""

from dataclasses import dataclass

from cases.models import Case, Tramite
from protocols.engine import Protocol
from protocols.engine.definitions import TramiteKind as Kind
from protocols.selectors import protocol_of, titles_of

LABELS = {
    Kind.PROTOCOLO: "Protocolo",
    Kind.RESGUARDO: "Resguardo",
    Kind.DISCIPLINA: "Disciplina",
    Kind.DENUNCIA_PENAL: "Denuncia penal",
    Kind.GESTION_COLABORATIVA: "Gestión colaborativa",
    Kind.LEY_KARIN: "Ley Karin",
}
# Versions published before protocols said what they are for.
BEFORE_KIND = {
    "oficio": Kind.DENUNCIA_PENAL,
    "mediacion": Kind.GESTION_COLABORATIVA,
    "faltas_leves": Kind.DISCIPLINA,
    "faltas_graves": Kind.DISCIPLINA,
    "expulsion_cancelacion": Kind.DISCIPLINA,
    "expulsion": Kind.DISCIPLINA,
    "ley_karin": Kind.LEY_KARIN,
}
# The facts and the protocols that exclude an agreement between the parties.
CRIME = "LGE, art. 16 E, letra k"
NEVER_AGREED = {
    "acoso_escolar": f"{CRIME}; reglamento, 8.5.1.2 (A-68)",
    "agresiones_sexuales": f"{CRIME}; reglamento, 5.3.3.2 (A-68)",
    "senales_abuso_sexual": f"{CRIME}; reglamento, 5.3.3.1 (A-68)",
    "vulneracion_derechos": f"{CRIME}; reglamento, 5.2 (A-68)",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, and the norm that says so."""

    text: str
    source: str

    def __str__(self) -> str:
        """Return the sentence with its norm."""
        return f"{self.text} ({self.source})."


def kind_of(protocol: Protocol) -> Kind:
    """Return what a protocol is for."""
    if protocol.kind is not Kind.PROTOCOLO:
        return protocol.kind
    return BEFORE_KIND.get(protocol.key, Kind.PROTOCOLO)


def facts_against_agreement(facts: dict) -> list[Refusal]:
    """Return what the facts say against a gestión colaborativa; a fact unknown says nothing.

    Source: LGE art. 16 E k): voluntary, confidential, never for crimes nor violations of rights.
    """
    found = []
    if facts.get("constituye_delito") is True:
        found.append(Refusal("Los hechos pueden constituir un delito", CRIME))
    if facts.get("vulneracion") is True:
        found.append(Refusal("Hay sospecha de vulneración de derechos", CRIME))
    return found


def open_agreements(case: Case) -> list[Tramite]:
    """Return the gestiones colaborativas that run in the case. Queries: 1."""
    found = case.tramites.filter(closed_at=None).order_by("pk")
    return [
        one
        for one in found
        if kind_of(protocol_of(case.reglamento, one.protocol_key)) is Kind.GESTION_COLABORATIVA
    ]


def refusals_of_agreement(case: Case) -> list[Refusal]:
    """Return everything against a gestión colaborativa in this case. Queries: 1."""
    running = case.tramites.filter(closed_at=None, protocol_key__in=NEVER_AGREED)
    found = facts_against_agreement(case.facts)
    for key in running.values_list("protocol_key", flat=True):
        title = titles_of(case.reglamento)[key]
        found.append(Refusal(f"Está abierto el protocolo «{title}»", NEVER_AGREED[key]))
    return found
