"""Why an act of the procedure may not be done: each refusal says its norm in plain words."""

# ruff: noqa: ARG001 -- every guard, paper and fact of the table has the same shape

from collections.abc import Iterable
from datetime import datetime

from cases.decisions.guards import refuse_unless_decides
from cases.expulsion import dates
from cases.expulsion.enrolment import enrolled_on, is_parvulo
from cases.expulsion.requirements import Before, missing_before
from cases.expulsion.state import Procedure
from cases.expulsion.words import FORBIDDEN, NORM_FORBIDDEN, day
from cases.models import Case, Comisionado, Participant
from cases.models.expulsion import CargoComision, Hito, Salida
from convivencia.exceptions import DomainError, GateClosedError
from schools.models import Membership, Role

NORM = "DFL 2/1998, art. 6 letra d)"
NO_PARVULOS = "LGE, art. 16 E letra i)"


def refuse_pupil(case: Case, participant: Participant, now: datetime) -> None:
    """Only an enrolled pupil, never a child of educación parvularia."""
    # ruff: noqa: ARG001 -- every guard, paper and fact of the table has the same shape
    today = case.school.local_date(now)
    if participant.student_id is None:
        raise DomainError("Este procedimiento sólo se sigue contra un estudiante.", code="ajeno")
    if is_parvulo(participant.student, case.school.local_date(case.known_at)):
        raise DomainError(
            "A un niño o niña de educación parvularia no se le aplica ninguna medida "
            f"disciplinaria ({NO_PARVULOS}).",
            code="parvularia",
        )
    if not enrolled_on(participant.student, today):
        raise DomainError(
            "Este procedimiento sólo se inicia contra un estudiante matriculado en el "
            "establecimiento (Dictámenes 52 y 77 de la Superintendencia de Educación).",
            code="sin_matricula",
        )


def refuse_missing(p: Procedure, stage: Before, what: str) -> None:
    """Raise GateClosedError with every requirement that `what` still waits for, and its norm."""
    missing = missing_before(p, stage)
    if missing:
        raise GateClosedError(
            f"Todavía no se puede {what}.", code="requisitos", reasons=tuple(map(str, missing))
        )


def refuse_unless_directora(actor: Membership) -> None:
    if actor.role != Role.DIRECTORA:
        raise DomainError(f"Esto lo decide sólo la dirección ({NORM}).", code="rol")


def refuse_order(p: Procedure, at: datetime, after: Iterable[str]) -> None:
    """Refuse an act dated before those that it follows; DomainError if one is not there."""
    for kind in after:
        before = p.last(kind)
        if before is None:
            raise DomainError(f"Primero se registra esto: {_lower(kind)}.", code="orden")
        if at < before.at.replace(second=0, microsecond=0):
            raise DomainError(
                f"No puede ser anterior a «{_lower(kind)}», de {day(p, before.at)}.", code="orden"
            )


def _lower(kind: str) -> str:
    """Return the name of the act inside a sentence: only its first letter changes."""
    label = Hito(kind).label
    return label[:1].lower() + label[1:]


def causal(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    wrong = [FORBIDDEN[key].lower() for key in data.get("forbidden", []) if key in FORBIDDEN]
    if wrong:
        raise DomainError(
            f"No se puede poner término a la matrícula por {', '.join(wrong)}, ni siquiera "
            f"indirectamente ({NORM_FORBIDDEN}).",
            code="prohibida",
        )


def inicio(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    refuse_pupil(p.case, p.row.participant, at)
    refuse_missing(p, Before.INICIO, "iniciar el procedimiento")


def comision(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    """Three different people, none of them who decides; the coordinator is the encargada."""
    if p.has(Hito.INFORME):
        raise DomainError("La comisión ya informó: no puede cambiarse.", code="informada")
    chosen = [data[cargo] for cargo in CargoComision.values]
    if len(set(chosen)) != len(CargoComision):
        raise DomainError(
            "La comisión la integran exactamente tres personas distintas: profesor jefe, "
            f"coordinador de convivencia educativa y técnico-pedagógico ({NORM}; Ley 21.809).",
            code="comision",
        )
    people = {m.pk: m for m in Membership.objects.filter(pk__in=chosen).select_related("user")}
    if len(people) != len(CargoComision):
        raise DomainError("Elija a personas del establecimiento.", code="ajeno")
    parties = {one.membership_id for one in p.case.participants.all()}
    if any(m.role == Role.DIRECTORA for m in people.values()) or parties & set(people):
        raise DomainError(
            "No integra la comisión quien decide ni quien es parte del caso.", code="incompatible"
        )
    if people[data[CargoComision.COORDINADOR]].role != Role.ENCARGADA:
        raise DomainError(
            f"El coordinador es quien está a cargo de la convivencia educativa ({NORM}).",
            code="coordinador",
        )


def commissioner(p: Procedure, actor: Membership) -> Comisionado:
    """Return the actor's place in the commission; DomainError if they are not in it."""
    found = next((m for m in p.members if m.membership.user_id == actor.user_id), None)
    if found is None:
        raise DomainError("Esto lo hace quien integra la comisión.", code="comision")
    return found


def informe(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    commissioner(p, actor)


def firma(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    if commissioner(p, actor).signed_at:
        raise DomainError("Usted ya firmó este informe.", code="firmado")


def resuelve(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    """Only the directora, who did not investigate; with reasons if she departs from the report."""
    refuse_unless_decides(p.case, actor)
    refuse_missing(p, Before.RESOLVER, "resolver")
    ends = data["decision"] in Salida.values
    if ends and p.last(Hito.INFORME).data["recommends"] != "si" and not data.get("departs"):
        raise DomainError(
            "La comisión no recomendó la medida: escriba en detalle por qué la aplica "
            f"({NORM}; Ley 21.809).",
            code="sin_razones",
        )
    if data.get("extension") != "si":
        return
    if data["decision"] != Salida.EXPULSION or not data.get("extension_reason"):
        raise DomainError(
            "Sólo la expulsión se extiende por otro año, si el reglamento lo dice y la resolución "
            "lo funda (Dictamen 71 de la Superintendencia de Educación).",
            code="extension",
        )


def notice(previous: str):  # noqa: ANN201 -- a guard
    """Return the guard of a notice: both must know, after what is notified was issued."""

    def guard(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
        issued = p.last(previous).at.replace(second=0, microsecond=0)
        moments = [datetime.fromisoformat(data[k]) for k in ("student_at", "adult_at") if data[k]]
        if len(moments) < 2 and not (p.pupil_is_adult and data["student_at"]):  # noqa: PLR2004
            raise DomainError(
                "Se notifica por escrito al estudiante y a su madre, padre o apoderado: indique el "
                f"día y la hora de ambos ({NORM}).",
                code="notificacion",
            )
        if any(one < issued or one > p.now for one in moments):
            raise DomainError(
                "La notificación ocurre después de lo que se notifica y antes de ahora.",
                code="orden",
            )

    return guard


def resuelve_reconsideracion(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    refuse_unless_decides(p.case, actor)
    refuse_missing(p, Before.RECONSIDERACION, "resolver la reconsideración")
    if data["outcome"] == "modifica" and data.get("becomes") in {"", None, p.row.decided}:
        raise DomainError("Indique en qué queda la medida.", code="becomes")


def prolonga(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    if not (p.cautelar and p.in_time):
        raise DomainError(
            f"La suspensión se amplía sólo si hubo cautelar y se reconsidera a tiempo ({NORM}).",
            code="sin_cautelar",
        )


def firmeza(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    refuse_missing(p, Before.FIRMEZA, "certificar que la medida está firme")
    if dates.firmness(p) is None:
        raise DomainError("La medida todavía no está firme.", code="no_firme")


def aplica(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    """A measure is carried out once it is firm, never before."""
    found = dates.firmness(p) if p.ends_enrolment else None
    if found is None:
        raise DomainError("La medida todavía no está firme: no se aplica.", code="no_firme")
    if at < found.at.replace(second=0, microsecond=0):
        raise DomainError(
            f"La medida quedó firme el {day(p, found.at)}: no pudo aplicarse antes.", code="orden"
        )


def oficios(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    refuse_order(p, p.now, (Hito.FIRMEZA,))
    if not p.ends_enrolment:
        raise DomainError(
            "El procedimiento no terminó en expulsión ni cancelación: no se informa.",
            code="no_corresponde",
        )
