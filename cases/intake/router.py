"""Which protocol a denuncia calls for: routes and duties as tables, one pure function.

A person confirms or changes the answer: nothing here decides. Read `ROUTES` from above; the first
row whose conditions all hold is the suggestion. `DUTIES` add to it, whatever the route.
Source: modelo A §0.5 and §13.1; normativa §2 and §4.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.intake.questions import KIND, NO, QUESTIONS, UNKNOWN, YES

OFICIO = "oficio"
PARTIAL = frozenset({OFICIO})  # trámites that run beside a protocol, never instead of one


@dataclass(frozen=True, slots=True)
class Situation:
    """A protocol of the reglamento that a route may lead to, whether or not it is run here."""

    title: str
    source: str


SITUATIONS = {
    "acoso_escolar": Situation("Acoso escolar", "8.6.3"),
    "agresiones_sexuales": Situation(
        "Agresiones sexuales y hechos de connotación sexual", "5.3.3.2"
    ),
    "vulneracion_derechos": Situation("Vulneración de derechos", "5.2"),
    "riesgo_suicida": Situation("Ideación o intento suicida y autolesiones", "Anexo I, IV"),
    "maltrato": Situation("Maltrato o violencia que no es acoso escolar", "8.6.4"),
}


@dataclass(frozen=True, slots=True)
class Route:
    """If every answer is the one written here, this protocol, for this reason."""

    when: dict[str, str]
    protocol: str
    reason: str
    source: str


ROUTES = (
    Route(
        {"connotacion_sexual": YES},
        "agresiones_sexuales",
        "Un hecho de connotación sexual tiene su propio protocolo, aunque además haya acoso.",
        "reglamento, 5.2.3.1 a",
    ),
    Route(
        {"adulto": YES},
        "maltrato",
        "El acoso escolar es entre estudiantes. Si participa un adulto, es maltrato infantil.",
        "reglamento, 8.6.1 y 8.6.4.2",
    ),
    Route(
        {"entre_pares": YES, "reiterado": YES},
        "acoso_escolar",
        "Es una agresión u hostigamiento repetido entre estudiantes.",
        "Ley General de Educación, art. 16 B; reglamento, 8.6.1",
    ),
    Route(
        {"entre_pares": YES, "reiterado": UNKNOWN},
        "acoso_escolar",
        "Es entre estudiantes y no se sabe si se repite: la investigación lo aclara.",
        "reglamento, 8.6.1",
    ),
    Route(
        {"entre_pares": YES, "reiterado": NO},
        "acoso_escolar",
        "Una agresión aislada entre estudiantes se lleva por el mismo procedimiento; la resolución "
        "dirá si fue acoso o un hecho aislado.",
        "reglamento, 8.6.4.1 y 8.6.3.2 C",
    ),
    Route(
        {"vulneracion": YES},
        "vulneracion_derechos",
        "Hay sospecha de vulneración de derechos y no ocurrió entre estudiantes.",
        "reglamento, 5.2.3",
    ),
    Route(
        {"riesgo_suicida": YES},
        "riesgo_suicida",
        "Hay riesgo de autolesión o suicidio.",
        "reglamento, Anexo I, IV",
    ),
    Route(
        {},
        "maltrato",
        "Con lo que se sabe no calza en otro protocolo: la encargada o la dirección lo clasifica.",
        "reglamento, 8.6.4",
    ),
)


@dataclass(frozen=True, slots=True)
class Duty:
    """A trámite that starts beside the protocol when the answer is «sí».

    It starts if the school's reglamento has it; the duty of the law is told all the same.
    """

    question: str
    tramite: str
    reason: str
    source: str


DUTIES = (
    Duty(
        "delito",
        OFICIO,
        "Lo relatado puede ser un delito.",
        "Código Procesal Penal, arts. 175 e) y 176",
    ),
    Duty(
        "vulneracion",
        OFICIO,
        "Hay sospecha de vulneración de derechos.",
        "Ley 21.430, art. 63; reglamento, 5.2.3.13",
    ),
    Duty(
        "connotacion_sexual",
        OFICIO,
        "Hay un hecho de connotación sexual.",
        "reglamento, 5.3.3.2 D",
    ),
    Duty(
        "senales",
        "accidentes_escolares",
        "Hay lesiones: corresponde la atención y la declaración del accidente escolar.",
        "Ley 16.744, art. 3; DS 313 de 1972; reglamento, protocolo de accidentes escolares",
    ),
    Duty(
        "riesgo_suicida",
        "riesgo_suicida",
        "Hay riesgo de autolesión o suicidio, además de lo denunciado.",
        "reglamento, Anexo I, IV",
    ),
)
STAFF_VICTIM = Duty(
    "",
    "ley_karin",
    "La persona afectada trabaja en el establecimiento.",
    "Ley 21.643; Código del Trabajo, arts. 211-A y siguientes",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a sentence and its norm."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the answers call for. `warnings` are what to do now, urgent first."""

    protocol_key: str
    tramites: tuple[str, ...]
    facts: dict[str, object]
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
    duties: tuple[Duty, ...] = ()
    settled: bool = True  # False if nothing fits and a person classifies it

    @property
    def situation(self) -> Situation:
        return SITUATIONS[self.protocol_key]


def suggest(answers: Mapping[str, str], *, staff_victim: bool = False) -> Suggestion:
    """Return the protocol, trámites and facts that the answers call for, each with its reason.

    A question without answer, or «no sé», leaves its fact unknown: never false.
    """
    route = next(r for r in ROUTES if all(answers.get(k) == v for k, v in r.when.items()))
    duties = [duty for duty in DUTIES if answers.get(duty.question) == YES]
    duties += [STAFF_VICTIM] if staff_victim else []
    duties = [duty for duty in duties if duty.tramite != route.protocol]
    return Suggestion(
        protocol_key=route.protocol,
        tramites=tuple(dict.fromkeys([route.protocol, *(duty.tramite for duty in duties)])),
        facts=_facts(answers),
        reasons=(
            Reason(route.reason, route.source),
            *(Reason(duty.reason, duty.source) for duty in duties),
        ),
        warnings=tuple(_warnings(answers)),
        duties=tuple(duties),
        settled=bool(route.when),
    )


def _facts(answers: Mapping[str, str]) -> dict[str, object]:
    settled = {YES: True, NO: False}
    return {
        question.fact: settled[answers[question.key]]
        for question in QUESTIONS
        if question.fact and answers.get(question.key) in settled
    }


def _warnings(answers: Mapping[str, str]) -> list[Reason]:
    found = []
    for question in QUESTIONS:
        if question.group == KIND:
            continue
        text = {YES: question.if_yes, UNKNOWN: question.if_unknown}.get(
            answers.get(question.key), ""
        )
        if text:
            found.append(Reason(text, question.reason))
    return found
