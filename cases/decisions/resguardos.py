"""The life of a resguardo after it was adopted: put in practice, kept for longer, lifted."""

from datetime import date, datetime

from django.db import transaction

from cases.deadlines.selectors import local_day
from cases.decisions.charge import has_ended
from cases.hearings.services.checks import refuse_before, refuse_stale
from cases.history.services import check_instant, lock_case, record_actuacion
from cases.models import Case, Medida
from cases.models.decisions import TipoMedida
from cases.states import Acto
from convivencia.dates import long_date
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.models import Membership


@transaction.atomic
def apply_resguardo(
    *, case: Case, pk: int, actor: Membership, text: str, at: datetime, version: int, now: datetime
) -> Medida:
    """Say that the measure is in practice, and how. Who carries it out may."""
    case, medida = _locked(case, pk, at=at, version=version, now=now)
    if medida.implemented_at:
        raise AlreadyDoneError("Ya estaba registrado que esta medida se aplica.")
    medida.implemented_at, medida.implemented_note = at, text[:300]
    medida.save(update_fields=["implemented_at", "implemented_note"])
    record_actuacion(
        case=case, acto=Acto.CUMPLIR_PASO, event="", at=at, now=now, actor=actor,
        title="Medida de resguardo en práctica", text=_line(medida, text),
        data={"medida": medida.pk},
    )  # fmt: skip
    return medida


@transaction.atomic
def keep_resguardo(
    *, case: Case, pk: int, actor: Membership, text: str, until: date, at: datetime, version: int,
    now: datetime,
) -> Medida:  # fmt: skip
    """Keep the measure until it is reviewed again; never beyond the end it was given.

    Source: modelo A, 8.6.3.2 B.1; LGE art. 16 E j).
    """
    case, medida = _locked(case, pk, at=at, version=version, now=now)
    if until <= local_day(at, case.school):
        raise DomainError("La próxima revisión debe ser después de esta.", code="revision")
    if medida.ends_on and until > medida.ends_on:
        raise DomainError(
            f"Esta medida termina el {long_date(medida.ends_on)}: no puede mantenerse más allá.",
            code="termino",
        )
    medida.review_on = until
    medida.save(update_fields=["review_on"])
    title = f"Resguardo revisado: se mantiene hasta el {long_date(until)}"
    _record(case, medida, title, text, actor=actor, at=at, now=now)
    return medida


@transaction.atomic
def lift_resguardo(
    *, case: Case, pk: int, actor: Membership, text: str, at: datetime, version: int, now: datetime
) -> Medida:
    """End the measure on the day of `at`, with its reason; nothing is left to review."""
    case, medida = _locked(case, pk, at=at, version=version, now=now)
    medida.ends_on, medida.review_on = local_day(at, case.school), None
    medida.save(update_fields=["ends_on", "review_on"])
    _record(case, medida, "Resguardo levantado", text, actor=actor, at=at, now=now)
    return medida


def _locked(
    case: Case, pk: int, *, at: datetime, version: int, now: datetime
) -> tuple[Case, Medida]:
    case = lock_case(case)
    refuse_stale(case, version)
    check_instant(at=at, now=now)
    refuse_before(case, at, case.known_at, "La revisión", "la toma de conocimiento")
    rows = Medida.objects.select_related("participant__student", "participant__membership__user")
    medida = rows.filter(case=case, tipo=TipoMedida.RESGUARDO, pk=pk).first()
    if medida is None:
        raise DomainError("Esa medida no es un resguardo de este caso.", code="ausente")
    if has_ended(medida, local_day(now, case.school)):
        raise AlreadyDoneError("Esta medida de resguardo ya terminó.")
    return case, medida


def _record(
    case: Case, medida: Medida, title: str, text: str, *, actor: Membership, at: datetime,
    now: datetime,
) -> None:  # fmt: skip
    record_actuacion(
        case=case, acto=Acto.REVISAR_RESGUARDO, at=at, now=now, actor=actor, title=title,
        text=_line(medida, text), data={"medida": medida.pk},
    )  # fmt: skip


def _line(medida: Medida, text: str) -> str:
    return f"{medida.description} ({medida.participant.initials}): {text}"
