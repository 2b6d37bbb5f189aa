"""A measure chosen for a falta: refused with the norm, or written in the project of resolución."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from cases.decisions.selectors import informe_of
from cases.decisions.way_out import OnlyByProcedureError, ends_enrolment
from cases.discipline.selectors import (
    antecedent_rows,
    proposal_of,
    sanctions_for_the_fact,
    sees_antecedents,
)
from cases.discipline.services import locked_falta, regimen_for
from cases.hearings.services.checks import refuse_stale
from cases.history.services import check_acto, lock_case, record_actuacion
from cases.models import Case, FaltaImputada, Medida, Resolucion
from cases.models.decisions import ResolucionState, TipoMedida
from cases.states import Acto
from convivencia.exceptions import DomainError
from protocols.discipline.definitions import OUT, Gravity, Measure, Nature, Regimen
from protocols.discipline.proposals import OFFERED
from protocols.discipline.refusals import Refusal, Situation, forbidden, is_suspension
from schools.models import Membership, Role

TIPOS = {
    Nature.DISCIPLINARIA: TipoMedida.DISCIPLINARIA,
    Nature.FORMATIVA: TipoMedida.FORMATIVA,
    Nature.REGISTRO: TipoMedida.FORMATIVA,
    Nature.REPARATORIA: TipoMedida.APOYO,
    Nature.APOYO: TipoMedida.APOYO,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person typed about the measure."""

    code: str
    owner_role: str
    starts_on: date
    why: str
    days: int = 0
    review_on: date | None = None
    facts: Collection[str] = ()
    grounds: Collection[str] = ()  # forbidden grounds that weigh in the decision


@transaction.atomic
def choose_measure(
    *, case: Case, pk: int, choice: Choice, actor: Membership, version: int, now: datetime
) -> Medida:
    """Write the measure in the project of resolución: it binds nobody until the directora approves.

    Raises DomainError with every norm that forbids it. Source: LGE art. 16 E i).
    """
    case = lock_case(case)
    refuse_stale(case, version)
    check_acto(case, Acto.PROPONER_MEDIDA, actor=actor)
    row, regimen = locked_falta(case, pk), regimen_for(case)
    measure = offered_measure(regimen, choice.code)
    refusals = refusals_of(row, regimen, measure, choice, actor=actor, now=now)
    reasons = tuple(map(str, refusals))
    if ends_by_measure(measure):
        raise OnlyByProcedureError(case, reasons)
    if refusals:
        raise DomainError("Esta medida no se puede aplicar.", code="prohibida", reasons=reasons)
    medida = _create(row, measure, choice, _project(case, actor))
    record_actuacion(
        case=case, acto=Acto.PROPONER_MEDIDA, at=now, now=now, actor=actor,
        party=row.participant_id, text=f"{medida.description}, por {row.code}. {choice.why}",
        data={"falta": row.pk, "medida": medida.pk, "codigo": measure.code},
    )  # fmt: skip
    return medida


@transaction.atomic
def drop_measure(
    *, case: Case, pk: int, medida: int, reason: str, actor: Membership, version: int, now: datetime
) -> None:
    """Take the measure out of the project, while nobody approved it."""
    case = lock_case(case)
    refuse_stale(case, version)
    check_acto(case, Acto.PROPONER_MEDIDA, actor=actor)
    row = locked_falta(case, pk)
    found = row.medidas.filter(pk=medida).first()
    if found is None:
        raise DomainError("Esa medida no es de esta falta.", code="ausente")
    _project(case, actor)
    record_actuacion(
        case=case, acto=Acto.PROPONER_MEDIDA, at=now, now=now, actor=actor,
        party=row.participant_id, title="Medida quitada del proyecto",
        text=f"{found.description}. {reason}",
        data={"falta": row.pk, "codigo": found.code},
    )  # fmt: skip
    found.delete()


def ends_by_measure(measure: Measure) -> bool:
    """Return whether the measure ends the enrolment, by its effect or by what it is called."""
    return measure.effect in OUT or ends_enrolment(measure.title)


def offered_measure(regimen: Regimen, code: str) -> Measure:
    """Return a measure that answers to a falta; resguardos have their own screen."""
    measure = regimen.measure(code)
    if measure is None or measure.nature not in OFFERED:
        raise DomainError("Esa medida no responde a una falta.", code="ausente")
    return measure


def refusals_of(
    row: FaltaImputada, regimen: Regimen, measure: Measure, choice: Choice, *, actor: Membership,
    now: datetime,
) -> list[Refusal]:  # fmt: skip
    """Return what the reglamento and the law forbid in this choice. Queries: 4."""
    proposal = None  # who does not see the count does not join measures by it
    if sees_antecedents(actor):
        proposal = proposal_of(row, regimen, antecedent_rows(row, actor, at=now))
    informe = informe_of(row.case)
    return forbidden(
        regimen,
        measure,
        Situation(
            level=row.level,
            falta=regimen.falta(row.code),
            gravity=Gravity(row.gravity),
            on=choice.starts_on,
            role=choice.owner_role,
            facts=dict.fromkeys(choice.facts, True),
            grounds=frozenset(choice.grounds),
            days=choice.days,
            sanctions=sanctions_for_the_fact(row, regimen),
            together=proposal.together(measure.code) if proposal else frozenset(),
            review_on=choice.review_on,
            finished=informe is not None and informe.issued_at is not None,
        ),
    )


def _project(case: Case, actor: Membership) -> Resolucion:
    """Return the project of resolución that `actor` may still change.

    Source: LGE art. 16 E i): no sanction without a prior, rational and fair procedure.
    """
    rows = Resolucion.objects.select_for_update(of=("self",)).filter(case=case, kind="resultado")
    found = rows.order_by("-pk").first()
    if found is None:
        raise DomainError(
            "Las medidas se deciden en la resolución: guarde primero su proyecto.",
            code="sin_proyecto",
        )
    if found.state == ResolucionState.APROBADA:
        raise DomainError("La resolución de este caso ya fue aprobada.", code="aprobada")
    if found.state == ResolucionState.ENVIADA and actor.role != Role.DIRECTORA:
        raise DomainError(
            "El proyecto está en manos de la dirección: puede cambiarse si lo devuelve.",
            code="estado",
        )
    return found


def _create(row: FaltaImputada, measure: Measure, choice: Choice, project: Resolucion) -> Medida:
    days = choice.days if is_suspension(measure) else None
    length = "" if days is None else f", {days} día{'' if days == 1 else 's'}"
    return Medida.objects.create(
        case=row.case,
        participant=row.participant,
        tipo=TIPOS[measure.nature],
        description=f"{measure.title}{length}",
        grounds=choice.why[:500],
        resolucion=project,
        owner_role=choice.owner_role,
        starts_on=choice.starts_on,
        review_on=choice.review_on,
        code=measure.code,
        nature=measure.nature.value,
        days=days,
        falta=row,
    )
