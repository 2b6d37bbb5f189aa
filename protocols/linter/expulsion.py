"""Rules about expulsion, the measures of a reglamento and gestión colaborativa."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from protocols.catalog.norms import Precepto
from protocols.discipline.definitions import Effect, Measure
from protocols.engine.definitions import Protocol, Step, TramiteKind, slug
from protocols.linter.findings import Finding, Level, Subject, regimen_texts, texts_of

MEASURES = "faltas_y_medidas"
OUT = ("expulsion", "cancelacion")
NOT_CONTEMPLATED = re.compile(
    r"\bno\s+((se|la|las|est[aá]n?)\s+)*(contempl\w*|prev[eé]n?\b|previst\w*)", re.IGNORECASE
)
COMMISSION = re.compile(r"\bcomisi[oó]n\b", re.IGNORECASE)
SUPERINTENDENCIA = re.compile(r"superintendencia|\bsupereduc", re.IGNORECASE)
SEREMI = re.compile(r"seremi|secretar[ií]a regional ministerial", re.IGNORECASE)
# effect → precepto, and how many days each may last: alone, and with its only prórroga.
CAPS = {
    Effect.SUSPENSION: ("P14", 5, 10),
    Effect.SUSPENSION_RESGUARDO: ("P5", 15, 15),
    Effect.SUSPENSION_CAUTELAR: ("P7", 10, 10),
}
CRIME = "constituye_delito"


def is_expulsion(protocol: Protocol) -> bool:
    """True if the protocol is the one of expulsion or cancelación."""
    names = {slug(name) for name in (protocol.key, *protocol.aliases)}
    return any(name.startswith(OUT) for name in names)


def no_commission(subject: Subject) -> Iterator[Finding]:
    """Yield each expulsion without the prior report of the commission.

    Source: DFL 2/1998 art. 6 d), as of Ley 21.809 art. 2 N° 5, since 01-07-2026.
    """
    law = subject.law("P8")
    procedures = [p for p in subject.protocols if is_expulsion(p) or _is_disciplina(p)]
    if law is None or any(_names(step, COMMISSION) for p in procedures for step in p.steps):
        return
    for protocol in filter(is_expulsion, procedures):
        yield subject.against(
            law,
            Level.ERROR,
            "sin_informe_de_comision",
            "El procedimiento de expulsión no pide el informe previo de la comisión de tres.",
            suggestion="Agregue el paso antes de resolver: profesor jefe, coordinador de "
            "convivencia e integrante del equipo técnico-pedagógico.",
            protocol=protocol.key,
        )


def no_superintendencia_notice(subject: Subject) -> Iterator[Finding]:
    """Yield each expulsion that nobody tells the Superintendencia.

    Source: DFL 2/1998 art. 6 d); LGE art. 16 E i): cinco días hábiles.
    """
    yield from _untold(
        subject,
        subject.law("P12"),
        _tells_superintendencia,
        code="sin_aviso_a_superintendencia",
        text="Ningún paso informa la medida a la Superintendencia de Educación.",
        suggestion="Agregue el oficio a su Dirección Regional, en cinco días hábiles.",
    )


def no_seremi_notice(subject: Subject) -> Iterator[Finding]:
    """Yield each expulsion that nobody at school tells the Seremi.

    Source: LGE art. 16 E i): in the same five días hábiles.
    """
    yield from _untold(
        subject,
        subject.law("P13"),
        _tells_seremi,
        code="sin_aviso_a_seremi",
        text="Ningún paso informa la medida a la Seremi de Educación.",
        suggestion="Agregue el oficio a la Seremi, en los mismos cinco días hábiles que el de la "
        "Superintendencia.",
    )


def _untold(
    subject: Subject,
    law: Precepto | None,
    tells: Callable[[Step], bool],
    *,
    code: str,
    text: str,
    suggestion: str,
) -> Iterator[Finding]:
    """Yield each expulsion of which no step `tells`, while `law` orders it."""
    if law is None:
        return
    for protocol in filter(is_expulsion, subject.protocols):
        if not any(map(tells, protocol.steps)):
            yield subject.against(
                law, Level.ERROR, code, text, suggestion=suggestion, protocol=protocol.key
            )


def expulsion_denied_and_described(subject: Subject) -> Iterator[Finding]:
    """Yield each «expulsión no contemplada» of a reglamento that also describes it.

    Source: DFL 2/1998 art. 6 d): only what the reglamento typifies may be applied.
    """
    law = subject.law("G20")
    described = any(map(is_expulsion, subject.protocols)) or any(
        measure.effect is Effect.EXPULSION for measure in _measures(subject)
    )
    if law is None or not described:
        return
    for place, denied in _denials(subject):
        if denied:
            yield subject.against(
                law,
                Level.ERROR,
                "expulsion_negada_y_descrita",
                "El reglamento dice que la expulsión no se contempla y a la vez la regula.",
                suggestion="Decida: o tipifica las faltas y el procedimiento, o la quita entera.",
                protocol=place,
            )


def _denials(subject: Subject) -> Iterator[tuple[str, bool]]:
    for protocol in subject.protocols:
        about = is_expulsion(protocol)
        yield protocol.key, any(_denies(text, about) for text in texts_of(protocol))
    yield MEASURES, any(_denies(text, about=False) for text in regimen_texts(subject.regimen))


def _denies(text: str, about: bool) -> bool:
    speaks = about or any(word in slug(text) for word in OUT)
    return speaks and bool(NOT_CONTEMPLATED.search(text))


def long_suspension(subject: Subject) -> Iterator[Finding]:
    """Yield each suspension among the measures that lasts more than its kind allows.

    Source: Res. Ex. 482/2018 anexo 7; LGE art. 16 E j); DFL 2/1998 art. 6 d).
    """
    for measure in _measures(subject):
        code, alone, longest = CAPS.get(measure.effect, ("", 0, 0))
        law = subject.law(code)
        days = max(measure.days_max, *(most for _, most in measure.days_by_gravity.values()), 0)
        if law and days > alone:
            yield _long(subject, law, measure, days, alone, longest)


def _long(
    subject: Subject, law: Precepto, measure: Measure, days: int, alone: int, longest: int
) -> Finding:
    over = days > longest
    tail = "" if longest == alone else f", y hasta {longest} con una prórroga fundada"
    return subject.against(
        law,
        Level.ERROR if over else Level.WARNING,
        "suspension_sobre_tope" if over else "suspension_con_prorroga",
        f"«{measure.title}» dura hasta {days} días; el tope es de {alone}{tail}.",
        suggestion=f"Escriba {alone} días como máximo.",
        protocol=MEASURES,
        step=measure.code,
    )


def no_renewal(subject: Subject) -> Iterator[Finding]:
    """Yield each measure of no renovación beside that of cancelación.

    Source: DFL 2/1998 art. 6 d): it has the effect of the cancelación and its procedure.
    """
    law = subject.law("G21")
    for measure in _measures(subject):
        if law and measure.effect is Effect.NO_RENOVACION:
            yield subject.against(
                law,
                Level.WARNING,
                "no_renovacion_aparte",
                f"«{measure.title}» es una sanción aparte; tiene el efecto de la cancelación.",
                suggestion="Llámela cancelación y aplíquele su procedimiento.",
                protocol=MEASURES,
                step=measure.code,
            )


def parvulos_with_measures(subject: Subject) -> Iterator[Finding]:
    """Yield each level of párvulos with sanctions, and each sanction that reaches one.

    Source: LGE art. 16 E i); DFL 2/1998 art. 6 d).
    """
    law = subject.law("G3")
    if law is None or subject.regimen is None:
        return
    levels = {
        level.code: level for level in subject.regimen.levels if "parvularia" in level.courses
    }
    wrong = [(code, level.title) for code, level in levels.items() if level.sanctions]
    wrong += [
        (measure.code, measure.title)
        for measure in subject.regimen.measures
        if measure.is_sanction and set(measure.levels) & set(levels)
    ]
    for code, title in wrong:
        yield subject.against(
            law,
            Level.ERROR,
            "parvulos_con_sancion",
            f"«{title}» permite una medida disciplinaria en educación parvularia.",
            suggestion="Deje sólo apoyo y trabajo con la familia.",
            protocol=MEASURES,
            step=code,
        )


def agreement_over_a_crime(subject: Subject) -> Iterator[Finding]:
    """Yield each gestión colaborativa that never asks whether there is a crime.

    Source: LGE art. 16 E k).
    """
    law = subject.law("G6")
    for protocol in subject.protocols:
        agrees = protocol.kind is TramiteKind.GESTION_COLABORATIVA
        if law and agrees and CRIME not in protocol.facts:
            yield subject.against(
                law,
                Level.WARNING,
                "acuerdo_sin_filtro_de_delito",
                "La gestión colaborativa no pregunta si hay un delito o una vulneración.",
                suggestion="Pregúntelo antes de empezar y, si lo hay, no la ofrezca.",
                protocol=protocol.key,
            )


def _is_disciplina(protocol: Protocol) -> bool:
    return protocol.kind is TramiteKind.DISCIPLINA


def _measures(subject: Subject) -> tuple[Measure, ...]:
    return subject.regimen.measures if subject.regimen else ()


def _names(step: Step, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(text) for text in (step.title, *step.responsible, *step.documents))


def _tells_superintendencia(step: Step) -> bool:
    told = (*step.informs, *(one.name for one in step.recipients), step.title)
    return "P12" in step.norms or any(SUPERINTENDENCIA.search(text) for text in told)


def _tells_seremi(step: Step) -> bool:
    told = (*step.informs, *(recipient.name for recipient in step.recipients))
    return any(SEREMI.search(text) for text in told)
