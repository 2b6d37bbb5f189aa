"""What a person has before their eyes as they write an act: the words of those it answers."""

from dataclasses import dataclass

from cases.expulsion.papers import comision
from cases.expulsion.state import Procedure
from cases.expulsion.words import DECISIONS, GROUNDS, moment
from cases.models.expulsion import Hito

H = Hito
LEADS = {
    H.FIRMA: "El informe que va a firmar",
    H.INFORME: "Sobre qué se informa",
    H.RESUELVE: "Lo que consta antes de resolver",
    H.NOTIFICA_RESOLUCION: "Lo que se notifica",
    H.CONSEJO: "Lo que se consulta",
    H.RESUELVE_RECONSIDERACION: "Lo que consta antes de resolver de nuevo",
    H.NOTIFICA_RECONSIDERACION: "Lo que se notifica",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """The passages that an act answers, under one title."""

    lead: str
    passages: tuple[tuple[str, str], ...]


def reading_of(p: Procedure, kind: str) -> Reading | None:
    """Return what was written before this act; None where it answers nothing."""
    passages = {
        H.FIRMA: _report,
        H.INFORME: _charges,
        H.RESUELVE: lambda p: _charges(p) + _report(p),
        H.NOTIFICA_RESOLUCION: _decision,
        H.CONSEJO: _request,
        H.RESUELVE_RECONSIDERACION: lambda p: _decision(p) + _request(p) + _council(p),
        H.NOTIFICA_RECONSIDERACION: _answer,
    }.get(H(kind))
    found = [one for one in passages(p) if one[1]] if passages else []
    return Reading(LEADS[H(kind)], tuple(found)) if found else None


def _charges(p: Procedure) -> list[tuple[str, str]]:
    found = []
    if act := p.last(H.INICIO):
        found.append(("Cargos", act.data.get("charges", "")))
    if act := p.last(H.CAUSAL):
        found.append(("Causal", f"{GROUNDS[act.data['ground']]}. {act.data['text']}"))
    if act := p.last(H.DESCARGOS):
        found.append(("Descargos y prueba", act.data.get("text", "")))
    return found


def _report(p: Procedure) -> list[tuple[str, str]]:
    if p.report is None:
        return []
    _, report = comision(p, p.now)
    return [(part.title, _text(part)) for part in report.parts]


def _text(part) -> str:  # noqa: ANN001 -- a Part
    return "\n".join([part.text, *(f"{what}: {result}" for what, result in part.rows)]).strip()


def _decision(p: Procedure) -> list[tuple[str, str]]:
    act = p.last(H.RESUELVE)
    if act is None:
        return []
    return [(f"Resolución, {moment(p, act.at)}", DECISIONS[act.data["decision"]] + "."),
            ("Fundamentos", act.data["grounds"])]  # fmt: skip


def _request(p: Procedure) -> list[tuple[str, str]]:
    asked = p.request
    return [(f"Lo que pide {asked.requested_by}", asked.text)] if asked else []


def _council(p: Procedure) -> list[tuple[str, str]]:
    act = p.last(H.CONSEJO)
    return [("Pronunciamiento del Consejo de Profesores", act.data["text"])] if act else []


def _answer(p: Procedure) -> list[tuple[str, str]]:
    act = p.last(H.RESUELVE_RECONSIDERACION)
    return [("Resolución de la reconsideración", act.data["grounds"])] if act else []
