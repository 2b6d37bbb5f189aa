"""The one writer of faltas: imputed, made graver by the directora, or left without effect."""

from datetime import date, datetime

from django.db import transaction

from cases.deadlines.selectors import local_day
from cases.discipline.selectors import (
    accused_students,
    antecedent_rows,
    level_on,
    proposal_of,
)
from cases.hearings.services.checks import refuse_stale
from cases.history.services import check_acto, lock_case, record_actuacion
from cases.models import Case, FaltaImputada, Participant
from cases.models.decisions import ResolucionState
from cases.states import Acto
from convivencia.exceptions import AlreadyDoneError, DomainError
from protocols.discipline.definitions import Falta, Level, Regimen
from protocols.discipline.proposals import Option
from protocols.discipline.refusals import NORM_PARVULOS
from protocols.selectors import regimen_of
from schools.models import Membership


@transaction.atomic
def impute_falta(
    *, case: Case, person: int, code: str, facts_on: date, grounds: str, actor: Membership,
    version: int, now: datetime,
) -> FaltaImputada:  # fmt: skip
    """Say which conduct of the reglamento these facts are, and why. Nothing follows by itself.

    Source: modelo A, 7.1.2 and 7.3.1; LGE art. 16 E i) (párvulos).
    """
    case = lock_case(case)
    refuse_stale(case, version)
    check_acto(case, Acto.IMPUTAR_FALTA, actor=actor)
    participant = _accused(case, person)
    if facts_on > local_day(now, case.school):
        raise DomainError("El día de los hechos está en el futuro.", code="futuro")
    regimen = regimen_for(case)
    level = _level(regimen, participant, facts_on)
    falta = _offered(regimen, level, facts_on, code)
    same = {"case": case, "participant": participant, "code": code, "facts_on": facts_on}
    _refuse_repeated(same)
    row = FaltaImputada.objects.create(
        **same, gravity=falta.gravity.value, level=level.code, title=falta.title,
        source=falta.source, reglamento=case.reglamento, grounds=grounds,
        confirmed_by=actor.user, confirmed_at=now,
    )  # fmt: skip
    record_actuacion(
        case=case, acto=Acto.IMPUTAR_FALTA, at=now, now=now, actor=actor, party=participant.pk,
        title=f"Falta {falta.gravity.label} imputada a {participant.initials}",
        text=f"{falta.code} {falta.title} ({falta.source}). {grounds}", data={"falta": row.pk},
    )  # fmt: skip
    return row


@transaction.atomic
def reclassify_falta(
    *, case: Case, pk: int, code: str, reason: str, actor: Membership, version: int, now: datetime
) -> FaltaImputada:
    """Treat the falta as the graver one that its antecedents allow, and use them up.

    The reglamento proposes; the directora confirms. Source: modelo A, 7.3.1.1.4, 7.3.2 (A-46).
    """
    case, row = _locked(case, pk, Acto.RECALIFICAR_FALTA, actor, version)
    if row.medidas.exists():
        raise DomainError(
            "Ya se eligió una medida para esta falta: quítela antes de recalificarla.",
            code="con_medida",
        )
    option = _escalation(row, regimen_for(case), code, actor=actor, now=now)
    graver = option.becomes
    row.reclassified_from, row.reclassified_reason = row.code, reason
    row.code, row.gravity, row.title, row.source = (
        graver.code, graver.gravity.value, graver.title, graver.source
    )  # fmt: skip
    row.save()
    used = [antecedent.key for antecedent in option.consumes]
    FaltaImputada.objects.filter(pk__in=used).update(consumed_by=row)
    record_actuacion(
        case=case, acto=Acto.RECALIFICAR_FALTA, at=now, now=now, actor=actor,
        party=row.participant_id, title=f"Falta recalificada como {graver.gravity.label}",
        text=f"De {row.reclassified_from} a {row.code} ({option.source}). {option.reason} {reason}",
        data={"falta": row.pk, "consumes": used},
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_falta(
    *, case: Case, pk: int, reason: str, actor: Membership, version: int, now: datetime
) -> FaltaImputada:
    """Leave the falta without effect; what it used as antecedents may count again."""
    case, row = _locked(case, pk, Acto.RETIRAR_FALTA, actor, version)
    if row.consumed_by_id:
        raise DomainError("Esta falta ya se usó para agravar otra.", code="consumida")
    if row.medidas.filter(resolucion__state=ResolucionState.APROBADA).exists():
        raise DomainError(
            "La resolución ya aprobó una medida por esta falta: corresponde reconsiderar o "
            "rectificar la resolución.",
            code="resuelta",
        )
    row.medidas.all().delete()
    row.consumes.update(consumed_by=None)
    row.withdrawn_at, row.withdrawn_reason = now, reason[:300]
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record_actuacion(
        case=case, acto=Acto.RETIRAR_FALTA, at=now, now=now, actor=actor, party=row.participant_id,
        text=f"{row.code} {row.title}. {reason}", data={"falta": row.pk},
    )  # fmt: skip
    return row


def regimen_for(case: Case) -> Regimen:
    """Return what the case's own reglamento says; DomainError if it says nothing."""
    found = regimen_of(case.reglamento)
    if found is None:
        raise DomainError(
            "La versión del reglamento de este caso no trae faltas ni medidas.", code="sin_faltas"
        )
    return found


def locked_falta(case: Case, pk: int) -> FaltaImputada:
    """Return the falta of a locked case; DomainError if it is not there or has no effect."""
    rows = FaltaImputada.objects.select_for_update(of=("self",)).filter(case=case, pk=pk)
    row = rows.select_related("participant__student").first()
    if row is None:
        raise DomainError("Esa falta no es de este caso.", code="ausente")
    if row.withdrawn_at:
        raise AlreadyDoneError("Esta falta ya había quedado sin efecto.")
    return row


def _locked(
    case: Case, pk: int, acto: Acto, actor: Membership, version: int
) -> tuple[Case, FaltaImputada]:
    case = lock_case(case)
    refuse_stale(case, version)
    check_acto(case, acto, actor=actor)
    return case, locked_falta(case, pk)


def _accused(case: Case, person: int) -> Participant:
    found = next((p for p in accused_students(case) if p.pk == person), None)
    if found is None:
        raise DomainError(
            "Sólo se imputa una falta a un estudiante denunciado en este caso.", code="ajeno"
        )
    return found


def _level(regimen: Regimen, participant: Participant, on: date) -> Level:
    level = level_on(participant.student, on, regimen)
    if level is None:
        raise DomainError(
            "Ese día el estudiante no tenía un curso al que se apliquen estas reglas.",
            code="sin_curso",
        )
    if not level.sanctions:
        raise DomainError(
            "A niños y niñas de educación parvularia no se les imputan faltas ni se les aplican "
            f"medidas disciplinarias ({NORM_PARVULOS}).",
            code="parvularia",
        )
    return level


def _offered(regimen: Regimen, level: Level, on: date, code: str) -> Falta:
    found = next((f for f in regimen.faltas_for(level.code, on) if f.code == code), None)
    if found is None:
        raise DomainError(
            f"{code} no es una conducta del reglamento para {level.title.lower()} en ese día.",
            code="no_tipificada",
        )
    return found


def _refuse_repeated(same: dict[str, object]) -> None:
    if FaltaImputada.objects.filter(**same, withdrawn_at=None).exists():
        raise AlreadyDoneError("Esa falta ya estaba imputada por los mismos hechos.")


def _escalation(
    row: FaltaImputada, regimen: Regimen, code: str, *, actor: Membership, now: datetime
) -> Option:
    """Return the option that lets `row` become `code`, with its antecedents locked."""
    mine = FaltaImputada.objects.filter(participant__student_id=row.participant.student_id)
    list(mine.select_for_update(of=("self",)).order_by("pk"))  # nobody else uses them up meanwhile
    proposal = proposal_of(row, regimen, antecedent_rows(row, actor, at=now))
    options = proposal.options if proposal else ()
    found = next((o for o in options if o.becomes and o.becomes.code == code), None)
    if found is None:
        raise DomainError(
            "Los antecedentes que cuentan no alcanzan para tratarla como más grave.",
            code="sin_antecedentes",
        )
    return found
