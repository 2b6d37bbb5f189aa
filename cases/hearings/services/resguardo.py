"""Measures that protect while the inquiry runs. None of them is a sanction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction

from cases.deadlines.selectors import main_tramite
from cases.decisions.way_out import refuse_ending
from cases.documents.builders import registro_resguardo
from cases.documents.builders.common import declared, official
from cases.documents.services import issue_document
from cases.hearings.dates import day_of, school_days_after
from cases.hearings.services.checks import (
    refuse_before,
    refuse_foreign,
    refuse_future,
    refuse_stale,
)
from cases.history.services import check_acto, lock_case, record_actuacion
from cases.models import Actuacion, Case, Medida, Participant
from cases.models.case import ParticipantRole
from cases.models.decisions import TipoMedida
from cases.policy import ROLE_SIGHT
from cases.states import Acto
from cases.team.grants import give_task
from convivencia.exceptions import DomainError
from schools.models import Membership, Role

SUSPENSION_DAYS = 5  # días lectivos, with review inside them. Source: reading A-47


class ResguardoKind(models.TextChoices):
    """Source: modelo A, 8.6.3.2 B.1."""

    SEPARACION = "separacion", "Separación de espacios"
    HORARIOS = "horarios", "Cambio de horarios"
    SUSPENSION = "suspension", "Suspensión como resguardo"
    OTRA = "otra", "Otra medida de resguardo"


@dataclass(frozen=True, slots=True)
class ResguardoInput:
    """One measure as typed."""

    participant: Participant
    kind: str
    detail: str
    grounds: str
    owner_role: str
    starts_on: date
    review_on: date
    ends_on: date | None = None

    @property
    def description(self) -> str:
        label = ResguardoKind(self.kind).label
        if self.kind == ResguardoKind.OTRA:
            return self.detail[:300]
        return (f"{label}: {self.detail}" if self.detail else label)[:300]


@transaction.atomic
def adopt_resguardo(
    *,
    case: Case,
    actor: Membership,
    measures: list[ResguardoInput],
    at: datetime,
    now: datetime,
    version: int | None = None,
) -> Actuacion:
    """Adopt the measures, give their tasks to who carries them out, and issue D-10.

    Source: modelo A, 8.6.3.2 B.1; LGE art. 16 E j).
    """
    case = lock_case(case)
    refuse_stale(case, version)
    check_acto(case, Acto.RESGUARDAR, actor=actor)
    refuse_future(at, now, "La adopción de las medidas")
    refuse_before(case, at, case.known_at, "La adopción", "la toma de conocimiento")
    if not measures:
        raise DomainError("Registre al menos una medida de resguardo.", code="sin_medidas")
    refuse_unfit(case, measures)
    rows = [_create(case, measure) for measure in measures]
    for measure in measures:
        _give_task(case, measure, actor=actor, at=now)
    report = registro_resguardo(
        case,
        rows,
        applied_at=at,
        actor=actor.user,
        title=actor.title,
        signatures=(declared(official(actor.user, actor.title), now),),
    )
    document = issue_document(case=case, code="D-10", report=report, actor=actor.user, at=now)
    return record_actuacion(
        case=case,
        acto=Acto.RESGUARDAR,
        at=at,
        now=now,
        actor=actor,
        text=". ".join(f"{row.description} ({row.participant.initials})" for row in rows),
        data={"medidas": [row.pk for row in rows]},
        document=document,
        tramite=main_tramite(case),
    )


def refuse_unfit(case: Case, measures: Iterable[ResguardoInput]) -> None:
    """Raise DomainError with every reason why some measure cannot be adopted as resguardo."""
    reasons = []
    for measure in measures:
        refuse_foreign(case, measure.participant)
        refuse_ending(case, measure.description)
        reasons += [reason for reason in _reasons(case, measure) if reason]
    if reasons:
        raise DomainError(reasons[0], code="medida", reasons=tuple(reasons[1:]))


def _reasons(case: Case, measure: ResguardoInput) -> Iterable[str]:
    name = measure.participant.name
    if measure.starts_on < day_of(case, case.known_at):
        yield f"La medida de {name} no puede partir antes de la toma de conocimiento."
    if measure.review_on < measure.starts_on:
        yield f"La revisión de la medida de {name} no puede ser anterior a su inicio."
    if measure.ends_on and measure.ends_on < measure.starts_on:
        yield f"La medida de {name} no puede terminar antes de empezar."
    if measure.kind == ResguardoKind.SUSPENSION:
        yield from _suspension_reasons(case, measure)


def _suspension_reasons(case: Case, measure: ResguardoInput) -> Iterable[str]:
    name, limit = measure.participant.name, suspension_limit(case, measure.starts_on)
    if measure.participant.role != ParticipantRole.DENUNCIADO:
        yield f"La suspensión como resguardo no puede recaer en {name}: sólo en el denunciado."
    if measure.ends_on is None:
        yield f"La suspensión de {name} necesita fecha de término."
    elif measure.ends_on > limit:
        yield (
            f"La suspensión como resguardo de {name} dura a lo más {SUSPENSION_DAYS} días "
            f"lectivos: hasta el {limit:%d-%m-%Y}. Más allá sería una sanción."
        )
    if measure.review_on > limit:
        yield f"La suspensión de {name} debe revisarse a más tardar el {limit:%d-%m-%Y}."


def suspension_limit(case: Case, starts_on: date) -> date:
    """Return the fifth día lectivo of a suspension that begins that day, itself included."""
    return school_days_after(case, date.fromordinal(starts_on.toordinal() - 1), SUSPENSION_DAYS)


def _create(case: Case, measure: ResguardoInput) -> Medida:
    return Medida.objects.create(
        case=case,
        participant=measure.participant,
        tipo=TipoMedida.RESGUARDO,
        description=measure.description,
        grounds=measure.grounds,
        owner_role=measure.owner_role,
        starts_on=measure.starts_on,
        review_on=measure.review_on,
        ends_on=measure.ends_on,
    )


def _give_task(case: Case, measure: ResguardoInput, *, actor: Membership, at: datetime) -> None:
    """Let who carries the measure out see their task; a resguardo cannot wait for somebody."""
    members = give_task(
        case=case,
        role=measure.owner_role,
        participant=measure.participant,
        reason="A cargo de una medida de resguardo",
        actor=actor,
        at=at,
    )
    if not members and measure.owner_role not in ROLE_SIGHT:
        label = Role(measure.owner_role).label.lower()
        of = f" del curso de {measure.participant.name}" if label == "profesor jefe" else ""
        raise DomainError(
            f"No hay {label}{of} que pueda recibir la tarea: elija a otro responsable.",
            code="sin_responsable",
        )
