"""The facts that decide the path: what each may be, and how one is stated in the history."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from cases.hearings.services.checks import refuse_stale
from cases.history.services import check_acto, lock_case, record_actuacion
from cases.models import Actuacion, Case
from cases.procedure import has_act
from cases.states import Acto
from cases.tramites.agreements import stop_agreements
from convivencia.exceptions import DomainError
from protocols.engine import Protocol
from protocols.engine.conditions import Condition, normalize
from protocols.selectors import protocol_of
from schools.models import Membership

# Facts that an act settles when it happens: they are not stated apart.
BY_ACT = {
    "resultado": Acto.INFORMAR,
    "asistio_apoderado": Acto.CITAR,
    "antecedentes_nuevos": Acto.ABRIR_TERMINO_ADICIONAL,
}
BY_INTAKE = frozenset({"denuncia_forma"})
# What only its own procedure decides: it is not stated as one more fact (DFL 2/1998, art. 6 d).
BY_PROCEDURE = {"medida": frozenset({"expulsion", "cancelacion", "no_renovacion"})}
YES_NO = {"si": True, "no": False}
NOT_KNOWN = "No se sabe"


@dataclass(slots=True)
class Question:
    """One fact as it is asked. Without `options` it is a number."""

    fact: str
    text: str
    options: dict[str, str] = field(default_factory=dict)  # answer → as people read it
    is_number: bool = False

    def value_of(self, answer: str) -> object:
        """Return what the engine keeps for an answer; None for «no se sabe»."""
        if self.is_number:
            return int(answer) if answer else None
        return YES_NO.get(answer, answer or None)

    def answer_of(self, value: object) -> str:
        """Return the answer that says a value."""
        plain = normalize(value)
        if plain is None:
            return ""
        return ("si" if plain else "no") if isinstance(plain, bool) else str(plain)

    def label_of(self, answer: str) -> str:
        """Return an answer as people read it."""
        return self.options.get(answer) or answer or NOT_KNOWN


def _label(value: object) -> str:
    """Return `Tercero ajeno` for `tercero_ajeno`."""
    return str(value).replace("_", " ").capitalize()


def questions_of(case: Case) -> list[Question]:
    """Return the facts that the trámites in course ask about, in order. Queries: 1."""
    running = case.tramites.filter(closed_at=None).order_by("pk")
    found: dict[str, Question] = {}
    for key in running.values_list("protocol_key", flat=True):
        protocol = protocol_of(case.reglamento, key)
        for condition in _conditions(protocol):
            _note(found, condition, protocol)
    told = {fact for fact, acto in BY_ACT.items() if has_act(case, acto)} | BY_INTAKE
    return [q for q in found.values() if q.fact not in told and (q.options or q.is_number)]


def _note(found: dict[str, Question], condition: Condition, protocol: Protocol) -> None:
    for part in (*condition.all_of, *condition.any_of, *condition.none_of):
        _note(found, part, protocol)
    name = condition.fact
    if not name:
        return
    text = protocol.facts.get(name) or name.replace("_", " ")
    asked = found.setdefault(name, Question(name, text[:1].upper() + text[1:]))
    asked.is_number |= condition.at_least is not None or condition.below is not None
    for value in (condition.equals, *condition.one_of):
        plain = normalize(value)
        if isinstance(plain, bool):
            asked.options |= {"si": "Sí", "no": "No"}
        elif plain is not None and plain not in BY_PROCEDURE.get(name, ()):
            asked.options.setdefault(str(plain), _label(value))


def _conditions(protocol: Protocol) -> Iterator[Condition]:
    for step in protocol.steps:
        yield step.when
        parts: Iterable = (*step.plazo_cases, *step.alternatives, *step.recipients)
        yield from (part.when for part in (*parts, *step.also_from, *step.also_done_by))


@transaction.atomic
def state_facts(
    *,
    case: Case,
    answers: Mapping[str, str],
    reason: str,
    actor: Membership,
    now: datetime,
    version: int | None = None,
) -> Actuacion:
    """Write what is now known, with its reason; the plazos follow. Nothing changed is an error.

    A fact nobody stated is unknown, never false: «no se sabe» is an answer too.
    """
    case = lock_case(case)
    refuse_stale(case, version)
    check_acto(case, Acto.PRECISAR_DATO, actor=actor)
    changed = changes_in(case, answers)
    if not changed:
        raise DomainError("Ningún dato cambia: no hay nada que registrar.", code="igual")
    lines = [f"{q.text}: {q.label_of(answer)}." for q, answer in changed]
    stated = record_actuacion(
        case=case,
        acto=Acto.PRECISAR_DATO,
        at=now,
        now=now,
        actor=actor,
        event="",
        text=" ".join([*lines, reason]),
        data={"before": {q.fact: case.facts.get(q.fact) for q, _ in changed}},
        facts=values_of(changed),
    )
    case.refresh_from_db()
    stop_agreements(case, actor=actor, now=now)
    return stated


def changes_in(case: Case, answers: Mapping[str, str]) -> list[tuple[Question, str]]:
    """Return the questions whose answer is another than the one the case holds."""
    return [
        (q, answers[q.fact])
        for q in questions_of(case)
        if q.fact in answers and answers[q.fact] != q.answer_of(case.facts.get(q.fact))
    ]


def values_of(changed: Iterable[tuple[Question, str]]) -> dict[str, object]:
    """Return the facts that the engine keeps."""
    return {question.fact: question.value_of(answer) for question, answer in changed}
