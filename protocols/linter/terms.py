"""Rules about time: a reglamento may tighten what the law gives, never loosen it."""

from __future__ import annotations

from collections.abc import Iterator

from protocols.catalog.norms import Kind, Precepto, norm_protocols
from protocols.engine.conditions import holds
from protocols.engine.definitions import Nature, Protocol, Step, TramiteKind
from protocols.engine.plazos import Plazo
from protocols.engine.units import Unit
from protocols.linter.chains import Stretch, worst_stretch
from protocols.linter.findings import Finding, Level, Subject
from protocols.linter.spans import Span, Witness, ends_later
from protocols.linter.words import plazo_words

REPORT = "P1"  # the report of a crime
REPORTS = ("P1", "P2")
INQUIRY = (TramiteKind.PROTOCOLO, TramiteKind.DISCIPLINA)
ENDS_INQUIRY = ("ev_fin_investigacion", "ev_informe")
ENDS_PROCEDURE = ("ev_notificacion",)
CLOSE = 7  # days before the cap that deserve a word


def codes_of(step: Step) -> tuple[str, ...]:
    """Return the plazos of the law that a step carries out; a report of crime is always P1."""
    implied = step.acto == "denunciar" and not set(REPORTS) & set(step.norms)
    return (*step.norms, REPORT) if implied else step.norms


def looser_than_the_law(subject: Subject) -> Iterator[Finding]:
    """Yield each plazo that gives the school more time than the law, or the family less.

    Source: Res. Ex. 482/2018 (a reglamento adds to the law); each precepto has its own.
    """
    for protocol in subject.protocols:
        for step in protocol.steps:
            for code in codes_of(step):
                law = subject.law(code)
                if law and law.plazo and _is_its_clock(step, law):
                    yield from _looser(subject, protocol, step, law)


def _is_its_clock(step: Step, law: Precepto) -> bool:
    """True if the step measures what the precepto does, and does not only have to do with it."""
    from_same = law.counts_from is not None and bool(
        set(step.counts_from.events) & set(law.counts_from.events)
    )
    return from_same or step.nature is Nature.PERIODO or _completes(step, law)


def _completes(step: Step, law: Precepto) -> bool:
    ends = {
        name
        for protocol in norm_protocols()
        for own in protocol.steps
        if own.id == law.code
        for name in own.done_by
    }
    return bool(ends & {*step.done_by, *step.emits})


def _looser(subject: Subject, protocol: Protocol, step: Step, law: Precepto) -> Iterator[Finding]:
    plazo, given = _plazo_under(step, law), law.plazo
    if plazo is None or given is None:
        return
    where = {"protocol": protocol.key, "step": step.id}
    if plazo.unit is Unit.SIN_PLAZO:
        if law.kind is Kind.DEBER or _completes(step, law):
            text = f"«{step.title}» no dice plazo; la ley da {plazo_words(given)}: {law.title}."
            hint = f"Escriba {plazo_words(given)} o menos."
            yield subject.against(
                law, Level.WARNING, "sin_plazo_legal", text, suggestion=hint, **where
            )
        return
    pair = Span.of(plazo), Span.of(given)
    witness = ends_later(*(reversed(pair) if law.is_minimum else pair))
    if witness:
        yield subject.against(
            law,
            Level.ERROR,
            "plazo_contra_la_ley",
            _looser_text(step, plazo, law, given, witness),
            suggestion=f"Escriba {plazo_words(given)} o {'más' if law.is_minimum else 'menos'}.",
            **where,
        )


def _plazo_under(step: Step, law: Precepto) -> Plazo | None:
    """Return the plazo of the step under the facts of the precepto; None if it does not apply."""
    if holds(step.when, law.facts) is False:
        return None
    for case in step.plazo_cases:
        if holds(case.when, law.facts) is True:
            return case.plazo
    return step.plazo


def _looser_text(step: Step, plazo: Plazo, law: Precepto, given: Plazo, witness: Witness) -> str:
    text = (
        f"«{step.title}» da {plazo_words(plazo)}; la ley da {plazo_words(given)} y el reglamento "
        f"no puede dar {'menos' if law.is_minimum else 'más'}: {law.title.lower()}."
    )
    if Span.of(plazo).unit is Span.of(given).unit:
        return text
    return f"{text} Por ejemplo, desde el {witness.start:%d-%m-%Y}."


def report_that_can_wait(subject: Subject) -> Iterator[Finding]:
    """Yield each report of a crime whose clock can be paused or starts after the knowledge.

    Source: CPP art. 176: twenty-four hours from the knowledge of the fact.
    """
    for protocol in subject.protocols:
        for step in protocol.steps:
            for code in set(REPORTS) & set(codes_of(step)):
                law = subject.law(code)
                if law and law.counts_from:
                    yield from _waits(subject, protocol, step, law, law.counts_from.events)


def _waits(
    subject: Subject, protocol: Protocol, step: Step, law: Precepto, starts: tuple[str, ...]
) -> Iterator[Finding]:
    where = {"protocol": protocol.key, "step": step.id}
    if step.pausable:
        text = f"«{step.title}» admite pausa; las 24 horas de la denuncia no se detienen."
        hint = "Marque el paso como no pausable."
        yield subject.against(law, Level.ERROR, "denuncia_pausable", text, suggestion=hint, **where)
    if step.counts_from.events and not set(starts) & set(step.counts_from.events):
        text = f"«{step.title}» cuenta desde otro acto; la ley cuenta desde el conocimiento."
        hint = "Cuente desde que cualquiera del colegio conoce el hecho."
        yield subject.against(
            law, Level.ERROR, "denuncia_desde_otro_acto", text, suggestion=hint, **where
        )


def inquiry_over_two_months(subject: Subject) -> Iterator[Finding]:
    """Yield each inquiry whose steps, each on its last day, go over the cap or come near.

    Source: LGE art. 16 E g).
    """
    law = subject.law("P6")
    if law is None or law.plazo is None:
        return
    cap = Span.of(law.plazo)
    for protocol in subject.protocols:
        if protocol.kind not in INQUIRY:
            continue
        inquiry = worst_stretch(protocol, ENDS_INQUIRY, cap, subject.on)
        if inquiry and inquiry.margin < 0:
            yield _over(subject, law, protocol, inquiry, Level.ERROR, "La investigación")
            continue
        whole = worst_stretch(protocol, ENDS_PROCEDURE, cap, subject.on)
        if whole and whole.margin < 0:
            yield _over(subject, law, protocol, whole, Level.WARNING, "Hasta notificar, el caso")
        elif whole and whole.margin <= CLOSE:
            yield _over(subject, law, protocol, whole, Level.INFO, "Hasta notificar, el caso")


def _over(
    subject: Subject, law: Precepto, protocol: Protocol, worst: Stretch, level: Level, what: str
) -> Finding:
    verb = "termina después del" if worst.margin < 0 else "queda muy cerca del"
    text = (
        f"{what} {verb} tope de dos meses si cada paso usa todo su plazo: desde el "
        f"{worst.start:%d-%m-%Y} termina el {worst.end:%d-%m-%Y} y el tope es el "
        f"{worst.cap:%d-%m-%Y}. Pasos: {', '.join(worst.path)}."
    )
    hint = "Acorte algún plazo o la prórroga."
    code = "investigacion_sobre_dos_meses" if worst.margin < 0 else "cerca_de_dos_meses"
    return subject.against(
        law, level, code, text, suggestion=hint, protocol=protocol.key, step=worst.path[-1]
    )
