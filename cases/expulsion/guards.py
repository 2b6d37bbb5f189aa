"""Why an act of the procedure may not be done: each refusal says its norm in plain words."""

# ruff: noqa: ARG001 -- every guard, paper and fact of the table has the same shape

from collections.abc import Iterable
from datetime import datetime

from cases.decisions.guards import refuse_unless_decides
from cases.expulsion import dates
from cases.expulsion.enrolment import course_on, enrolled_on, is_parvulo
from cases.expulsion.requirements import Before, comes_by, requirements_of
from cases.expulsion.state import Procedure, begins, hours_of
from cases.expulsion.words import FORBIDDEN, GRAVITY, NORM_FORBIDDEN, day, inside
from cases.models import Case, Comisionado, ExpulsionAct, Participant
from cases.models.expulsion import CargoComision, Hito, Salida
from convivencia.exceptions import DomainError, GateClosedError
from schools.models import Membership, Role

NORM = "DFL 2/1998, art. 6 letra d)"
NOT_TEACHING = frozenset(
    {Role.SOSTENEDOR, Role.FISCALIZADOR, Role.ADMINISTRADORA, Role.RRHH, Role.ENFERMERIA}
)
NO_PARVULOS = "LGE, art. 16 E letra i)"


def refuse_pupil(case: Case, participant: Participant, now: datetime) -> None:
    """Only an enrolled pupil, never a child of educación parvularia."""
    today = case.school.local_date(now)
    if participant.student_id is None:
        raise DomainError("Este procedimiento sólo se sigue contra un estudiante.", code="ajeno")
    if is_parvulo(case, participant.student, today):
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


def refuse_missing(p: Procedure, stage: Before, what: str, at: datetime | None = None) -> None:
    """Raise GateClosedError with every requirement that `what` still waits for, and its norm.

    `at` is when it happened: what it waits for cannot be later.
    """
    found = [one for one in requirements_of(p) if comes_by(one.requirement, stage)]
    missing = [one for one in found if one.blocks]
    if missing:
        raise GateClosedError(
            f"Todavía no se puede {what}.", code="requisitos", reasons=tuple(map(str, missing))
        )
    for act in (one.act for one in found if one.act and at):
        _refuse_before(p, act, at)


def refuse_unless_directora(actor: Membership) -> None:
    if actor.role != Role.DIRECTORA:
        raise DomainError(f"Esto lo decide sólo la dirección ({NORM}).", code="rol")


def refuse_order(p: Procedure, at: datetime, after: Iterable[str]) -> None:
    """Refuse an act dated before those that it follows; DomainError if one is not there."""
    for kind in after:
        before = p.last(kind)
        if before is None:
            raise DomainError(f"Primero se registra esto: {_lower(kind)}.", code="orden")
        _refuse_before(p, before, at)


def refuse_after(p: Procedure, until: str) -> None:
    """Refuse what no longer has its place: it would change what others answered or decided."""
    if until and p.has(until):
        raise DomainError(f"Esto se hace antes de «{_lower(until)}», que ya consta.", code="orden")


def _refuse_before(p: Procedure, act: ExpulsionAct, at: datetime) -> None:
    if at < begins(act):
        raise DomainError(
            f"No puede ser anterior a «{_lower(act.kind)}», de {day(p, begins(act))}.", code="orden"
        )


def _lower(kind: str) -> str:
    return inside(Hito(kind).label)


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
    refuse_missing(p, Before.INICIO, "iniciar el procedimiento", at)


def comision(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    """Three different people, none of them who decides; the coordinator is the encargada."""
    if p.is_signed:
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
    _refuse_teacher(p, people[data[CargoComision.PROFESOR_JEFE]], at)
    if people[data[CargoComision.TECNICO]].role in NOT_TEACHING:
        raise DomainError(
            f"El tercer integrante es del equipo técnico-pedagógico ({NORM}).", code="tecnico"
        )


def _refuse_teacher(p: Procedure, chosen: Membership, at: datetime) -> None:
    """Refuse another profesor jefe while that of the pupil's course can sit."""
    day = p.case.school.local_date(at)
    course = course_on(p.row.participant.student, day)
    rows = Membership.objects.filter(role=Role.PROFESOR_JEFE, curso=course).select_related("user")
    parties = {one.membership_id for one in p.case.participants.all()}
    own = [one for one in rows if course and one.is_active(day) and one.pk not in parties]
    if (own and chosen not in own) or chosen.role in NOT_TEACHING:
        who = f": {own[0].user.get_full_name()}" if own else ""
        raise DomainError(
            f"Integra la comisión el profesor jefe del curso del estudiante{who} ({NORM}).",
            code="profesor_jefe",
        )


def commissioner(p: Procedure, actor: Membership) -> Comisionado:
    """Return the actor's place in the commission; DomainError if they are not in it."""
    found = next((m for m in p.members if m.membership.user_id == actor.user_id), None)
    if found is None:
        raise DomainError("Esto lo hace quien integra la comisión.", code="comision")
    return found


def informe(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    commissioner(p, actor)
    if p.is_signed:
        raise DomainError("El informe ya tiene sus tres firmas: no se cambia.", code="firmado")


def firma(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    mine = commissioner(p, actor)
    if p.report is None:
        raise DomainError("La comisión cambió: primero redacta su informe.", code="orden")
    if mine.signed_at:
        raise DomainError("Usted ya firmó este informe.", code="firmado")


def resuelve(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    """Only the directora, who did not investigate; with reasons if she departs from the report."""
    refuse_unless_decides(p.case, actor)
    if any(one.membership.user_id == actor.user_id for one in p.members):
        raise DomainError(
            f"Quien integró la comisión que informa no resuelve ({NORM}).", code="incompatible"
        )
    refuse_missing(p, Before.RESOLVER, "resolver", at)
    ends = data["decision"] in Salida.values
    if GRAVITY[data["decision"]] > GRAVITY[p.row.sought]:
        raise DomainError(
            "No se resuelve una medida más grave que la propuesta al iniciar: de esa se defendió "
            f"el estudiante y sobre esa informó la comisión ({NORM}; LGE, art. 16 E letra i).",
            code="mas_grave",
        )
    if ends and p.report.data["recommends"] != "si" and not data.get("departs"):
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
        moments = hours_of(data)
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
    refuse_missing(p, Before.RECONSIDERACION, "resolver la reconsideración", at)
    if data["outcome"] == "modifica" and data.get("becomes") in {"", None, p.row.decided}:
        raise DomainError("Indique en qué queda la medida.", code="becomes")
    if data["outcome"] == "modifica" and GRAVITY[data["becomes"]] > GRAVITY[p.row.decided]:
        raise DomainError(
            "Quien pide reconsideración no puede quedar con una medida más grave "
            f"({NORM}; LGE, art. 16 E letra i).",
            code="mas_grave",
        )


def prolonga(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    if not (p.cautelar and p.in_time):
        raise DomainError(
            f"La suspensión se amplía sólo si hubo cautelar y se reconsidera a tiempo ({NORM}).",
            code="sin_cautelar",
        )


def firmeza(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    _refuse_unless_ends(p)
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
    _refuse_unless_ends(p)


def _refuse_unless_ends(p: Procedure) -> None:
    if not p.ends_enrolment:
        raise DomainError(
            "El procedimiento no terminó en expulsión ni cancelación: no se informa.",
            code="no_corresponde",
        )
