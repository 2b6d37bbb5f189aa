"""Rules about what a reglamento says: dead norms, refusals, contradictions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from protocols.catalog.norms import Derogada, Precepto
from protocols.engine.conditions import holds
from protocols.engine.definitions import Protocol, Step
from protocols.engine.problems import problems
from protocols.linter.findings import Finding, Level, Subject, regimen_texts, step_texts

RECONSIDERATION = "ev_reconsideracion"
BEFORE_THE_SANCTION = {"ev_denuncia", "ev_activacion", "ev_apertura", "ev_cautelar"}
ANONYMOUS = "denuncia_anonima"
SENTENCE = re.compile(r"[^.;]+")


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


REFUSES_ANONYMOUS = (
    _pattern(r"\bno\b.*\b(recib|acog|admit|acept|tramit|consider)\w*.*\ban[oó]nim"),
    _pattern(r"\ban[oó]nim.*\bno\b.*\b(recib|acog|admit|acept|tramit|consider|abr)\w*"),
)
AGAINST_THE_START = _pattern(
    r"\b(reconsider\w*|recurrir|apelar|apelaci[oó]n)\b(.*\bcontra\b|\s+del?\b)\s+((el|la)\s+)?"
    r"(inicio|apertura|suspensi[oó]n cautelar)\b"
)
FORBIDS = _pattern(r"\b(no|nunca|sin|ning[uú]n\w*)\b")
ADULT_LIMIT = _pattern(r"\b1[78]\b|dieciocho|diecisiete|adult|menor(es)? de edad")
OVER_FOURTEEN = _pattern(r"\b(mayor(es)? de|desde los|m[aá]s de)\s+(14|catorce)\b")
PARVULOS = _pattern(r"p[aá]rvul|prek[ií]nder|\bk[ií]nder\b|educaci[oó]n inicial")
SANCTIONS = _pattern(
    r"suspen(si[oó]n|der)|expuls|cancelaci[oó]n|condicionalidad|medidas? disciplinari|sanci[oó]n"
)
NO_RENEWAL = _pattern(r"no renovaci[oó]n|no renovar|no se renovar")
CANCELS = _pattern(r"cancelaci[oó]n")
SUSPENSION_DAYS = _pattern(r"suspen\w+[^.;]{0,60}?\b(\d+)\s+d[ií]as")


def sentences(protocol: Protocol) -> Iterator[tuple[str, str]]:
    """Yield each sentence of a protocol with the step where it stands."""
    for step, text in step_texts(protocol):
        for found in SENTENCE.finditer(text):
            yield step, found.group().strip()


def broken_references(subject: Subject) -> Iterator[Finding]:
    """Yield each point of a protocol that a reader could not follow."""
    for protocol in subject.protocols:
        for text in problems(protocol):
            said = text.partition(": ")[2]
            yield Finding(
                Level.ERROR,
                "referencia_rota",
                f"{said[:1].upper()}{said[1:]}.",
                suggestion="Corrija el paso, el evento o la fuente que falta.",
                protocol=protocol.key,
            )


def dead_names(subject: Subject) -> Iterator[Finding]:
    """Yield each dead norm or institution that a text names, once per protocol.

    A new word for the same thing is said once for the whole reglamento.
    Source: one per row, in derogadas.yaml.
    """
    for dead in subject.norms.derogadas:
        places = list(_places(subject, _pattern(dead.pattern)))
        if dead.only_vocabulary and places:
            yield _dead(dead, Level.INFO, "vocabulario", "", [key for key, _ in places])
        elif places:
            for key, steps in places:
                code = "norma_o_institucion_muerta"
                yield _dead(dead, Level.WARNING, code, key, list(filter(None, steps)))


def _places(subject: Subject, pattern: re.Pattern[str]) -> Iterator[tuple[str, list[str]]]:
    for protocol in subject.protocols:
        steps = [step for step, text in step_texts(protocol) if pattern.search(text)]
        if steps:
            yield protocol.key, steps
    if any(pattern.search(text) for text in regimen_texts(subject.regimen)):
        yield "faltas_y_medidas", []


def _dead(dead: Derogada, level: Level, code: str, protocol: str, where: list[str]) -> Finding:
    still = "que cambió de nombre" if dead.only_vocabulary else "que ya no corresponde"
    places = ", ".join(dict.fromkeys(where))
    text = f"El texto nombra «{dead.name.strip('«»')}», {still}."
    return Finding(
        level,
        code,
        f"{text} Aparece en: {places}." if places else text,
        norm=str(dead.source),
        suggestion=f"Escriba {dead.instead}.",
        protocol=protocol,
        step=where[0] if protocol and where else "",
    )


def anonymous_refused(subject: Subject) -> Iterator[Finding]:
    """Yield each protocol that turns an anonymous denuncia away, once.

    Source: LGE art. 16 E e): a safe channel, with reserved identity.
    """
    law = subject.law("G12")
    if law is None:
        return
    for protocol in subject.protocols:
        steps = [step.id for step in protocol.steps if _needs_a_name(step)]
        steps += [
            step
            for step, text in sentences(protocol)
            if any(p.search(text) for p in REFUSES_ANONYMOUS)
        ]
        if steps:
            yield subject.against(
                law,
                Level.WARNING,
                "rechaza_denuncia_anonima",
                "Una denuncia anónima no abre el protocolo.",
                suggestion="Recíbala con reserva de identidad y actúe con lo que ella permita.",
                protocol=protocol.key,
                step=steps[0],
            )


def _needs_a_name(step: Step) -> bool:
    receives = step.acto == "recibir_denuncia" or "ev_denuncia" in (*step.done_by, *step.emits)
    return receives and holds(step.when, {ANONYMOUS: True}) is False


def reconsideration_of_the_start(subject: Subject) -> Iterator[Finding]:
    """Yield each reconsideration that is asked before there is a sanction.

    Source: Dictámenes 52 y 77: only the sanction is reconsidered.
    """
    law = subject.law("G11")
    if law is None:
        return
    for protocol in subject.protocols:
        steps = {step.id for step in protocol.steps if _recurs_too_soon(step)}
        for step, text in sentences(protocol):
            found = AGAINST_THE_START.search(text)
            if found and not FORBIDS.search(text[: found.end()]):
                steps.add(step)
        for step in sorted(steps):
            yield subject.against(
                law,
                Level.ERROR,
                "reconsideracion_del_inicio",
                "Se admite recurrir contra el inicio o la suspensión cautelar; sólo se "
                "reconsidera la sanción.",
                suggestion="Cuente la reconsideración desde la notificación de la sanción.",
                protocol=protocol.key,
                step=step,
            )


def _recurs_too_soon(step: Step) -> bool:
    asks = step.acto == "reconsiderar" or RECONSIDERATION in (*step.done_by, *step.emits)
    return asks and bool(BEFORE_THE_SANCTION & set(step.counts_from.events))


def fourteen_without_eighteen(subject: Subject) -> Iterator[Finding]:
    """Yield each «mayor de 14» that forgets where adolescence ends.

    Source: Ley 20.084.
    """
    yield from _said(
        subject,
        "G17",
        "mayor_de_14_sin_18",
        lambda text: bool(OVER_FOURTEEN.search(text)) and not ADULT_LIMIT.search(text),
        "Habla de mayores de 14 sin decir que la responsabilidad adolescente llega a los 17.",
        "Escriba «de 14 a 17 años», y aparte qué se hace con un adulto.",
    )


def parvulos_in_a_text(subject: Subject) -> Iterator[Finding]:
    """Yield each sentence that gives párvulos a disciplinary measure.

    Source: LGE art. 16 E i); DFL 2/1998 art. 6 d).
    """
    yield from _said(
        subject,
        "G3",
        "parvulos_con_sancion",
        lambda text: (
            bool(PARVULOS.search(text) and SANCTIONS.search(text)) and not FORBIDS.search(text)
        ),
        "Prevé una medida disciplinaria en educación parvularia, donde no la hay.",
        "Deje sólo apoyo y trabajo con la familia.",
    )


def no_renewal_in_a_text(subject: Subject) -> Iterator[Finding]:
    """Yield each «no renovación» that is not said to be a cancelación.

    Source: DFL 2/1998 art. 6 d): it has the effect of the cancelación and its procedure.
    """
    yield from _said(
        subject,
        "G21",
        "no_renovacion_aparte",
        lambda text: bool(NO_RENEWAL.search(text)) and not CANCELS.search(text),
        "Trata la no renovación como una sanción aparte; tiene el efecto de la cancelación.",
        "Llámela cancelación y aplíquele su procedimiento.",
    )


def long_suspension_in_a_text(subject: Subject) -> Iterator[Finding]:
    """Yield each suspension written with more days than the longest the law allows.

    Source: LGE art. 16 E j).
    """
    law = subject.law("P5")
    longest = law.plazo.amount if law and law.plazo else 0
    yield from _said(
        subject,
        "P5",
        "suspension_sobre_tope",
        lambda text: any(int(n) > longest for n in SUSPENSION_DAYS.findall(text)),
        "Escribe una suspensión más larga que la mayor que admite la ley, 15 días hábiles.",
        "Sanción: cinco días y una prórroga de cinco. Protección: hasta 15 hábiles.",
    )


def _said(
    subject: Subject,
    code: str,
    finding: str,
    wrong: Callable[[str], bool],
    message: str,
    suggestion: str,
) -> Iterator[Finding]:
    """Yield one finding per step with a sentence that `wrong` marks."""
    law: Precepto | None = subject.law(code)
    if law is None:
        return
    for protocol in subject.protocols:
        steps = dict.fromkeys(step for step, text in sentences(protocol) if wrong(text))
        for step in steps:
            yield subject.against(
                law,
                Level.ERROR if finding != "no_renovacion_aparte" else Level.WARNING,
                finding,
                message,
                suggestion=suggestion,
                protocol=protocol.key,
                step=step,
            )
