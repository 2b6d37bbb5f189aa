"""The acts of the procedure, one row each: who, after what, which guard, paper, event and facts."""

# ruff: noqa: ARG005 -- every guard, paper and fact of the table has the same shape

from collections.abc import Callable
from dataclasses import dataclass

from cases.expulsion import decision_papers, guards, papers
from cases.expulsion.papers import Builder
from cases.expulsion.state import Procedure
from cases.models.expulsion import NOTIFIES, Hito

H = Hito  # the table is read by its rows
Facts = Callable[[Procedure, dict], dict]


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of act. `events` are candidates: the trámite hears the first that it knows."""

    # ruff: noqa: ARG005 -- every guard, paper and fact of the table has the same shape

    after: tuple[H, ...] = ()
    directora: bool = False
    guard: Callable | None = None
    paper: Builder | None = None
    events: tuple[tuple[str, ...], ...] = ()
    facts: Facts | None = None
    told: bool = False  # a notice: one event for the pupil and one for the family
    until: str = ""  # the act after which it has no place any more


def _age(p: Procedure) -> dict:
    """Return the age at the facts, where it is known: another duty depends on it."""
    age = p.row.participant.age
    return {} if age is None else {"edad_estudiante": age}


def _notice(kind: H, *events: str, facts: Facts | None = None) -> Step:
    previous = NOTIFIES[kind]
    return Step(
        (previous,), guard=guards.notice(previous), events=(events,), facts=facts, told=True
    )


def _in_time(data: dict) -> dict:
    """Return what a request is for the plazos that follow it."""
    late = data["late"]
    return {"hubo_reconsideracion": not late, "reconsideracion_extemporanea": late}


STEPS: dict[str, Step] = {
    H.REGLAMENTO: Step(),
    H.REPRESENTACION: Step(
        paper=papers.representacion, events=(("ev_representacion",), ("ev_advertencia",)),
        until=H.INICIO,
    ),
    H.APOYO: Step(events=(("ev_apoyos",), ("ev_apoyos_pertinentes",))),
    H.EXCEPCION: Step(
        directora=True,
        events=(("ev_excepcion_integridad",),),
        facts=lambda p, data: {"ataque_integridad": True},
        until=H.INICIO,
    ),
    H.CAUSAL: Step(
        directora=True, guard=guards.causal, events=(("EX-03",),), until=H.INICIO
    ),
    H.EPOCA: Step(
        directora=True,
        events=(("EX-04",),),
        facts=lambda p, data: {"matricula_imposible": data["possible"] != "si"},
        until=H.RESUELVE,
    ),
    H.INICIO: Step(
        (H.CAUSAL,), True, guards.inicio, papers.inicio,
        (("ev_apertura",),),
        lambda p, data: {"medida": p.row.sought, "cautelar_suspension": p.cautelar} | _age(p),
    ),
    H.NOTIFICA_INICIO: _notice(H.NOTIFICA_INICIO, "ev_comunicacion_1"),
    H.CAUTELAR: Step(
        (H.INICIO,), True, None, papers.cautelar,
        (("EX-06",),), lambda p, data: {"cautelar_suspension": True}, until=H.RESUELVE,
    ),
    H.NOTIFICA_CAUTELAR: _notice(H.NOTIFICA_CAUTELAR, "ev_cautelar"),
    H.CONTINUIDAD: Step((H.CAUTELAR,), events=(("EX-09",),)),
    H.DESCARGOS: Step(
        (H.NOTIFICA_INICIO,), events=(("EX-08", "ev_entrevista"),), until=H.RESUELVE
    ),
    H.COMISION: Step((H.INICIO,), True, guards.comision, until=H.RESUELVE),
    H.INFORME: Step((H.COMISION,), guard=guards.informe, until=H.RESUELVE),
    H.FIRMA: Step((H.INFORME,), guard=guards.firma, until=H.RESUELVE),
    H.RESUELVE: Step(
        (H.INICIO,), True, guards.resuelve, decision_papers.resolucion,
        (("ev_resolucion",),), lambda p, data: {"medida": data["decision"]},
    ),
    H.NOTIFICA_RESOLUCION: _notice(
        H.NOTIFICA_RESOLUCION, "ev_notificacion",
        facts=lambda p, data: {"cautelar_suspension": p.cautelar, "hubo_reconsideracion": False},
    ),
    H.TRAMO: Step((H.RESUELVE,), True),
    H.RECONSIDERA: Step(
        (H.NOTIFICA_RESOLUCION,), events=(("ev_reconsideracion",),),
        facts=lambda p, data: _in_time(data),
    ),
    H.PROLONGA: Step((H.RECONSIDERA,), guard=guards.prolonga, paper=papers.prolonga),
    H.CONSEJO: Step(
        (H.RECONSIDERA,), paper=papers.consejo, events=(("ev_consejo", "ev_pronunciamiento"),)
    ),
    H.RESUELVE_RECONSIDERACION: Step(
        (H.CONSEJO,), True, guards.resuelve_reconsideracion, None,
        (("ev_res_reconsideracion",),),
    ),
    H.NOTIFICA_RECONSIDERACION: _notice(
        H.NOTIFICA_RECONSIDERACION, "ev_notificacion_final"
    ),
    H.FIRMEZA: Step(
        (H.NOTIFICA_RESOLUCION,), True, guards.firmeza, papers.firmeza, (("ev_firmeza",),)
    ),
    H.APLICA: Step(
        (H.NOTIFICA_RESOLUCION,), True, guards.aplica, None, (("ev_medida_aplicada",),)
    ),
    H.RETIRO: Step((H.INICIO,)),
    H.OFICIOS: Step((H.FIRMEZA,), True, guards.oficios),
    H.ENVIO_SIE: Step((H.OFICIOS,), events=(("EX-18", "exp-02-informe-superintendencia"),)),
    H.ENVIO_SEREMI: Step((H.OFICIOS,)),
    H.EXPLICACION: Step(directora=True),
    H.CORRIGE: Step(
        facts=lambda p, data: _in_time(data) if "late" in data and p.has(H.RECONSIDERA) else {},
    ),
}  # fmt: skip


def heard_names() -> frozenset[str]:
    """Return every event that the acts of the procedure tell a trámite."""
    return frozenset(name for step in STEPS.values() for options in step.events for name in options)
