"""The only writer of the legal history, of a case's state, and so of its plazos."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from cases.access import may
from cases.deadlines.selectors import calendar_for, local_day, main_tramite
from cases.deadlines.services import OPEN_STATES, missing_for, project
from cases.models import Actuacion, Case, Document, Tramite
from cases.procedure import actos_of, event_of, reason_against, steps_for
from cases.states import ACTOS, Acto, reached
from convivencia.exceptions import DomainError, GateClosedError
from protocols.engine import EngineError
from protocols.selectors import protocol_of, with_reglamento
from schools.models import Membership


@transaction.atomic
def record_actuacion(
    *,
    case: Case,
    acto: Acto,
    at: datetime,
    now: datetime,
    actor: Membership | None = None,
    actor_name: str = "",
    event: str | None = None,
    party: int | None = None,
    title: str = "",
    text: str = "",
    data: Mapping[str, object] | None = None,
    document: Document | None = None,
    tramite: Tramite | None = None,
    rectifies: Actuacion | None = None,
    facts: Mapping[str, object] | None = None,
    override_reason: str = "",
    keep_state: bool = False,
) -> Actuacion:
    """Record that `acto` happened at `at`; move the file's state and its plazos, or change nothing.

    `actor` is a member (checked against the table of acts) or, with `actor_name`, a family in its
    own window. `tramite` is the procedure it belongs to, the case's own by default; only the own
    one moves the state of the file. `event` replaces what the protocol says that the act is: a
    step id for CUMPLIR_PASO, "" to tell the engine nothing. `party` is the participant it
    concerns. `facts` are variables of the protocol that the act settles. `override_reason` is the
    directora's written decision to go through a closed gate.

    Raises GateClosedError with every missing requirement; DomainError for a wrong state, role or
    instant. The caller is inside the school's context.
    """
    case = lock_case(case)
    row = ACTOS[acto]
    check_acto(case, acto, actor=actor, family=actor is None)
    check_instant(at=at, now=now)
    if acto is not Acto.SITUAR_HECHO:  # facts may be told many years later
        _check_covered(case, at)
    main = main_tramite(case)
    tramite = tramite or _tramite_for(case, main, acto)
    event = _event_of(case, tramite, acto) if event is None else event
    if facts:
        case.facts = {**case.facts, **facts}
    step = str((data or {}).get("step", ""))
    gate = {"reason": override_reason, "actor": actor, "step": step, "tramite": tramite}
    pass_gate(case, event, now=now, **gate)
    actuacion = Actuacion.objects.create(
        case=case,
        tramite=tramite,
        acto=acto,
        event=event,
        at=at,
        created_at=now,
        actor=actor.user if actor else None,
        actor_name=actor_name or (f"{actor.user.get_full_name()}, {actor.title}" if actor else ""),
        title=title or acto.label,
        text=text,
        data={**(data or {}), **({"party": party} if party else {})},
        document=document,
        rectifies=rectifies,
    )
    moves = row.target and tramite == main and not keep_state
    if moves and _stands_for(case) & (row.moves or row.sources):
        case.state = row.target
    case.closed_at = at if acto == Acto.CERRAR else case.closed_at
    case.version += 1
    case.save(update_fields=["state", "facts", "version", "closed_at"])
    _project(case, now=now)
    return actuacion


def _project(case: Case, *, now: datetime) -> None:
    """Bring the plazos up to date; DomainError for a day that no reviewed calendar covers."""
    try:
        project(case, now=now)
    except EngineError as error:
        raise DomainError(str(error), code="calendario") from error


def _check_covered(case: Case, at: datetime) -> None:
    """Refuse an act of a day that no reviewed calendar covers: its plazos would be a guess."""
    try:
        calendar_for(case).check(local_day(at, case.school))
    except EngineError as error:
        raise DomainError(str(error), code="calendario") from error


def _stands_for(case: Case) -> frozenset[str]:
    protocol = protocol_of(case.reglamento, case.protocol_key)
    return reached(case.state, actos_of(protocol))


def _tramite_for(case: Case, main: Tramite | None, acto: Acto) -> Tramite | None:
    """Return the trámite an act belongs to: the own one, unless only another has its step."""
    if main is None or not ACTOS[acto].completes or _completes(case, main, acto):
        return main
    others = case.tramites.filter(closed_at=None).order_by("pk")
    return next((other for other in others if _completes(case, other, acto)), main)


def _completes(case: Case, tramite: Tramite, acto: Acto) -> bool:
    return bool(steps_for(protocol_of(case.reglamento, tramite.protocol_key), acto))


def _event_of(case: Case, tramite: Tramite | None, acto: Acto) -> str:
    """Return what the act is for the engine; where several steps name it, the one that runs."""
    if tramite is None:
        return ACTOS[acto].event
    protocol = protocol_of(case.reglamento, tramite.protocol_key)
    prefer: list[str] = []
    if len(steps_for(protocol, acto)) > 1:
        running = tramite.vencimientos.filter(state__in=OPEN_STATES)
        prefer = list(running.values_list("step_id", flat=True))
    return event_of(protocol, acto, prefer=prefer)


def lock_case(case: Case) -> Case:
    """Return the row as it is now, locked until the transaction ends."""
    sight, functions = getattr(case, "sight", None), getattr(case, "functions", frozenset())
    case = with_reglamento(Case.objects.select_for_update(of=("self",))).get(pk=case.pk)
    case.sight, case.functions = sight, functions
    return case


def check_acto(case: Case, acto: Acto, *, actor: Membership | None, family: bool = False) -> None:
    """Raise DomainError if the state of the file or the person's role forbids the act."""
    reasons = [reason_against(case, acto)]
    if family and not (ACTOS[acto].family or ACTOS[acto].by_itself):
        reasons.append("Ese acto corresponde al establecimiento.")
    if actor is not None:
        reasons.append(may(actor, case.functions, acto))
    reasons = [reason for reason in reasons if reason]
    if reasons:
        raise DomainError(reasons[0], code="no_corresponde", reasons=tuple(reasons[1:]))


def check_instant(*, at: datetime, now: datetime) -> None:
    """Refuse what has not happened yet: the history tells the past."""
    if at > now:
        raise DomainError(
            "La fecha y hora están en el futuro: registre lo que ya ocurrió.", code="futuro"
        )


def pass_gate(
    case: Case,
    event: str,
    *,
    now: datetime,
    reason: str,
    actor: Membership | None,
    step: str = "",
    tramite: Tramite | None = None,
    write: bool = True,
) -> None:
    """Let the act through if nothing is missing, or if the directora gave her written reason.

    Raises GateClosedError with what is missing. The override becomes part of the history, unless
    the caller only asks (`write=False`) before issuing the paper of the act.
    """
    missing = missing_for(case, event, now=now, step=step, tramite=tramite)
    if not missing:
        return
    reasons = tuple(item.text for item in missing)
    if not reason.strip():
        raise GateClosedError("Todavía no se puede: falta lo siguiente.", reasons=reasons)
    if actor is None or may(actor, case.functions, Acto.LEVANTAR_COMPUERTA):
        raise DomainError("Sólo la dirección puede decidir con requisitos pendientes.", code="rol")
    if not write:
        return
    Actuacion.objects.create(
        case=case,
        acto=Acto.LEVANTAR_COMPUERTA,
        at=now,
        created_at=now,
        actor=actor.user,
        actor_name=f"{actor.user.get_full_name()}, {actor.title}",
        title=Acto.LEVANTAR_COMPUERTA.label,
        text=reason.strip(),
        data={"event": event, "missing": list(reasons)},
    )
