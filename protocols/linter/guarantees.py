"""Rules about who decides and what must be looked at again: the guarantees of a sanction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from protocols.discipline.definitions import Effect
from protocols.engine.definitions import Protocol, Step, TramiteKind
from protocols.linter.expulsion import MEASURES, is_expulsion
from protocols.linter.findings import Finding, Level, Subject, regimen_texts, step_texts
from protocols.linter.wording import sentences

DECIDES = {"resolver", "resolver_reconsideracion"}
CONSEJO = re.compile(r"consejo de profesor", re.IGNORECASE)
DIRECTION = re.compile(r"\bdirec(ci[oó]n|tor)", re.IGNORECASE)
REVIEWS = re.compile(
    r"\b(revis|eval[uú])\w*[^.;]*semestr|semestr\w*[^.;]*\b(revis|eval[uú])", re.IGNORECASE
)
SEMESTER = re.compile(r"semestr", re.IGNORECASE)
TOO_LONG = re.compile(
    r"condicional\w*[^.;]*(\banual|\b(cada|todo el|fin del?|t[eé]rmino del?|final del?) año\b"
    r"|\bindefinid|\bpermanente\b|\bhasta (su |el )?egres)",
    re.IGNORECASE,
)


AGAIN = re.compile(
    r"suspen\w+[^.;]*(prorrog|extend|renov|repet)\w*[^.;]*(\b(dos|tres|varias|m[aá]s de una|las"
    r"|cuantas) vece?s?\b|\bsucesiv|\bindefinid|\bsin l[ií]mite)",
    re.IGNORECASE,
)
ENDLESS = re.compile(
    r"suspen(si[oó]n|d)\w*[^.;]*(\bindefinid|\bhasta nuevo aviso|\bel resto del (a[nñ]o|semestre)"
    r"|\bhasta (el )?(t[eé]rmino|fin|final) del? (a[nñ]o|semestre))",
    re.IGNORECASE,
)
FORBIDS = re.compile(r"\b(no|nunca|sin que|ning[uú]n\w*)\b", re.IGNORECASE)


def no_consejo(subject: Subject) -> Iterator[Finding]:
    """Yield each expulsion that nobody takes to the Consejo de Profesores.

    Source: DFL 2/1998 art. 6 d): its written word before the reconsideration is resolved.
    """
    law = subject.law("P11")
    disciplina = TramiteKind.DISCIPLINA
    procedures = [p for p in subject.protocols if is_expulsion(p) or p.kind is disciplina]
    if law is None or any(CONSEJO.search(text) for p in procedures for _, text in step_texts(p)):
        return
    for protocol in filter(is_expulsion, procedures):
        yield subject.against(
            law,
            Level.ERROR,
            "sin_consejo_de_profesores",
            "La reconsideración se resuelve sin consultar al Consejo de Profesores.",
            suggestion="Agregue su pronunciamiento escrito, antes de que la dirección resuelva.",
            protocol=protocol.key,
        )


def decided_by_another(subject: Subject) -> Iterator[Finding]:
    """Yield each decision of an expulsion that is not left to the head of the school.

    Source: DFL 2/1998 art. 6 d): only the director decides.
    """
    law = subject.law("G7")
    if law is None:
        return
    for protocol in filter(is_expulsion, subject.protocols):
        for step in filter(_is_anothers, protocol.steps):
            yield subject.against(
                law,
                Level.ERROR,
                "decide_otro_que_la_direccion",
                f"«{step.title}» queda a cargo de {', '.join(step.responsible)}; "
                "sólo decide la dirección.",
                suggestion="Deje la decisión a la dirección y oiga antes a los demás.",
                protocol=protocol.key,
                step=step.id,
            )


def _is_anothers(step: Step) -> bool:
    decides = step.acto in DECIDES or "ev_resolucion" in (*step.done_by, *step.emits)
    return decides and not any(DIRECTION.search(role) for role in step.responsible)


def condicionalidad_without_review(subject: Subject) -> Iterator[Finding]:
    """Yield each condicionalidad that no text says is looked at again every semester.

    Source: Res. Ex. 482/2018 anexo 7.
    """
    law = subject.law("P15")
    if law is None or subject.regimen is None or _speaks_of_review(subject):
        return
    for measure in subject.regimen.measures:
        if measure.effect is Effect.CONDICIONALIDAD and measure.enabled:
            yield subject.against(
                law,
                Level.WARNING,
                "condicionalidad_sin_revision",
                f"«{measure.title}» no dice que se revisa al término de cada semestre.",
                suggestion="Diga que se revisa al final de cada semestre, se haya impuesto cuando "
                "se haya impuesto.",
                protocol=MEASURES,
                step=measure.code,
            )


def _speaks_of_review(subject: Subject) -> bool:
    texts = [text for protocol in subject.protocols for text in _about(protocol)]
    return any(REVIEWS.search(text) for text in (*texts, *regimen_texts(subject.regimen)))


def _about(protocol: Protocol) -> Iterator[str]:
    return (text for _, text in step_texts(protocol) if "condicional" in text.lower())


def condicionalidad_too_long(subject: Subject) -> Iterator[Finding]:
    """Yield each text that leaves a condicionalidad standing for more than a semester.

    Source: Res. Ex. 482/2018 anexo 7.
    """
    law = subject.law("P15")
    if law is None:
        return
    for protocol_key, step_id in _places(subject, _too_long):
        yield subject.against(
            law,
            Level.ERROR,
            "condicionalidad_sobre_semestre",
            "Deja la condicionalidad más de un semestre sin revisar.",
            suggestion="Escriba que se revisa al final de cada semestre.",
            protocol=protocol_key,
            step=step_id,
        )


def _too_long(text: str) -> bool:
    return bool(TOO_LONG.search(text)) and not SEMESTER.search(text)


def suspension_without_end(subject: Subject) -> Iterator[Finding]:
    """Yield each suspension with no last day, or prolonged more than once.

    Source: Res. Ex. 482/2018 anexo 7: five days, and five more once.
    """
    law = subject.law("P14")
    if law is None:
        return
    for protocol_key, step_id in _places(subject, _has_no_end):
        yield subject.against(
            law,
            Level.ERROR,
            "suspension_sin_termino",
            "La suspensión no tiene un último día o se prorroga más de una vez.",
            suggestion="Escriba cinco días como máximo y una sola prórroga fundada de cinco.",
            protocol=protocol_key,
            step=step_id,
        )


def _has_no_end(text: str) -> bool:
    found = AGAIN.search(text) or ENDLESS.search(text)
    return found is not None and not FORBIDS.search(text[: found.end()])


def _places(subject: Subject, wrong: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Return each place of the reglamento whose words are `wrong`, once, as (protocol, step)."""
    found = [
        (protocol.key, step)
        for protocol in subject.protocols
        for step, text in sentences(protocol)
        if wrong(text)
    ]
    if any(map(wrong, regimen_texts(subject.regimen))):
        found.append((MEASURES, ""))
    return list(dict.fromkeys(found))
