"""To hear one family, apart from the other, and issue its reserved acta (D-12)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from cases.deadlines.selectors import main_tramite
from cases.documents.builders import acta_entrevista
from cases.documents.reports import ActaEntrevistaReport, SignatureLine
from cases.documents.services import issue_document
from cases.hearings.dates import (
    ANTECEDENTES,
    FIRST_ATTENDED,
    day_of,
    due_if,
    overlapping,
    zone_of,
)
from cases.hearings.selectors import FamilyStand, apoderados_to_notify, family_stands, stand_of
from cases.hearings.services.checks import (
    refuse_before,
    refuse_foreign,
    refuse_future,
    refuse_unopened,
)
from cases.hearings.services.citaciones import FIRST
from cases.hearings.services.inasistencia import settle_second_round
from cases.history.services import check_acto, lock_case, record_actuacion
from cases.models import Case, Entrevista, Participant
from cases.models.hearings import CitacionOutcome
from cases.states import Acto
from convivencia.exceptions import AlreadyDoneError, DomainError
from protocols.engine import Event
from schools.models import Guardianship, Membership

LONGEST = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class InterviewInput:
    """An interview as typed. `present`: [{name, run, title}]; `agreements`: as the model's."""

    starts_at: datetime
    ends_at: datetime
    mode: str
    place: str
    present: tuple[dict, ...]
    student_words: str = ""
    apoderado_words: str = ""
    agreements: tuple[dict, ...] = ()
    informed: bool = False


@transaction.atomic
def hold_interview(
    *,
    case: Case,
    actor: Membership,
    participant: Participant,
    interview: InterviewInput,
    signatures: tuple[SignatureLine, ...],
    now: datetime,
) -> Entrevista:
    """Issue the acta of an interview: read and signed in the act, and handed to nobody.

    Every person present signs, refuses before a witness or cannot sign. From this day the
    families have five días hábiles to bring antecedentes.
    Source: modelo A, 8.6.3.2 B.3–7; C-02, C-03; reading A-60.
    """
    case = lock_case(case)
    refuse_foreign(case, participant)
    stand = refuse_unfit(case, actor=actor, participant=participant, interview=interview, now=now)
    refuse_unsigned(interview, actor, signatures)
    row = build_entrevista(case, actor, participant, interview, stand)
    row.save()
    report = acta_report(row, now=now, signatures=signatures)
    row.document = issue_document(
        case=case, code="D-12", report=report, actor=actor.user, at=now
    )  # no addressee: the family reads it here, and no window of theirs lists it
    row.save(update_fields=["document"])
    if row.citacion:
        row.citacion.outcome = CitacionOutcome.ASISTIO
        row.citacion.save(update_fields=["outcome"])
    _record(case, row, actor=actor, now=now)
    settle_second_round(case, participant, at=row.starts_at, actor=actor, now=now)
    return row


def refuse_unfit(
    case: Case,
    *,
    actor: Membership,
    participant: Participant,
    interview: InterviewInput,
    now: datetime,
) -> FamilyStand:
    """Raise DomainError if the interview cannot be written; return how the family stands."""
    refuse_unopened(case)
    check_acto(case, Acto.ENTREVISTAR, actor=actor)
    stand = stand_of(case, participant)
    if stand.entrevista:
        raise AlreadyDoneError(f"La entrevista de {participant.name} ya tiene su acta.")
    if not stand.is_cited:
        raise DomainError(f"Primero cite a la familia de {participant.name}.", code="sin_citacion")
    if stand.called_in_vain:
        raise DomainError("Ya hay un acta de inasistencia de esa familia.", code="orden")
    if stand.needs_second:
        raise DomainError(
            "La primera citación consta como no cumplida: cite por segunda vez.", code="orden"
        )
    _refuse_hours(case, interview, stand, now)
    _refuse_people(case, participant, interview, actor)
    if not (interview.student_words.strip() or interview.apoderado_words.strip()):
        raise DomainError("Escriba lo que dijo el estudiante o su apoderado.", code="sin_relato")
    if not interview.informed:
        raise DomainError(
            "Deje constancia de que informó el derecho a aportar antecedentes.", code="sin_aviso"
        )
    return stand


def _refuse_hours(case: Case, interview: InterviewInput, stand: FamilyStand, now: datetime) -> None:
    start, end = interview.starts_at, interview.ends_at
    if end <= start:
        raise DomainError("La entrevista debe terminar después de empezar.", code="horas")
    if end - start > LONGEST or day_of(case, start) != day_of(case, end):
        raise DomainError("Revise las horas: la entrevista no puede durar tanto.", code="horas")
    refuse_future(end, now, "La entrevista")
    refuse_before(case, start, stand.last.sent_at, "La entrevista", "la citación")
    others = Entrevista.objects.filter(case=case).exclude(participant=stand.participant)
    if overlapping((start, end), others.values_list("starts_at", "ends_at")):
        raise DomainError(
            "A esa hora se entrevistaba a la otra familia: las entrevistas son por separado y en "
            "horarios distintos.",
            code="coinciden",
        )


def _refuse_people(
    case: Case, participant: Participant, interview: InterviewInput, actor: Membership
) -> None:
    names = [person["name"].strip() for person in interview.present]
    if not any(name and name != actor.user.get_full_name() for name in names):
        raise DomainError("Anote quiénes estuvieron en la entrevista.", code="sin_asistentes")
    day = day_of(case, interview.starts_at)
    allowed = {a.pk for a in apoderados_to_notify(participant, day)}
    ties = Guardianship.objects.filter(student_id=participant.student_id).select_related(
        "apoderado"
    )
    barred = {
        t.apoderado.run for t in ties if t.apoderado_id not in allowed and t.is_restricted(day)
    }
    if any(person.get("run") and person["run"] in barred for person in interview.present):
        raise DomainError(
            "Una de las personas anotadas tiene una restricción judicial respecto del estudiante.",
            code="no_autorizado",
        )


def refuse_unsigned(
    interview: InterviewInput, actor: Membership, signatures: tuple[SignatureLine, ...]
) -> None:
    """Everybody present, and who conducts, signs or is written down as not signing."""
    signed = {line.name for line in signatures if line.method}
    wanted = [person["name"] for person in interview.present] + [actor.user.get_full_name()]
    missing = [name for name in dict.fromkeys(wanted) if name and name not in signed]
    if missing:
        raise DomainError(
            "Falta registrar cómo firmó cada persona.",
            code="sin_firma",
            reasons=tuple(f"Falta {name}." for name in missing),
        )


def build_entrevista(
    case: Case,
    actor: Membership,
    participant: Participant,
    interview: InterviewInput,
    stand: FamilyStand,
) -> Entrevista:
    """Return the row, unsaved: the preview prints it too."""
    return Entrevista(
        case=case,
        participant=participant,
        citacion=stand.last,
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        mode=interview.mode,
        place=interview.place,
        conducted_by=actor.user,
        present=list(interview.present),
        student_words=interview.student_words,
        apoderado_words=interview.apoderado_words,
        agreements=list(interview.agreements),
    )


def acta_report(
    row: Entrevista, *, now: datetime, signatures: tuple[SignatureLine, ...] = ()
) -> ActaEntrevistaReport:
    """Return what D-12 says, with the last day to bring antecedentes."""
    return acta_entrevista(row, signatures, antecedentes_due=antecedentes_due(row, now=now))


def antecedentes_due(row: Entrevista, *, now: datetime) -> date | None:
    """Return the last day to bring antecedentes once this interview counts."""
    due = due_if(row.case, ANTECEDENTES, Event("ev_entrevista", row.starts_at), now=now)
    return due.on if due else None


def _record(case: Case, row: Entrevista, *, actor: Membership, now: datetime) -> None:
    stands = family_stands(case)
    first_time = all(s.entrevista and len(s.citaciones) == FIRST for s in stands)
    people = ", ".join(person["title"] or person["name"] for person in row.present)
    hours = [moment.astimezone(zone_of(case)) for moment in (row.starts_at, row.ends_at)]
    record_actuacion(
        case=case,
        acto=Acto.ENTREVISTAR,
        at=row.starts_at,
        now=now,
        actor=actor,
        party=row.participant_id,
        text=f"De {hours[0]:%H:%M} a {hours[1]:%H:%M}. Asisten: {people}.",
        data={"entrevista": row.pk},
        document=row.document,
        tramite=main_tramite(case),
        facts={"asistio_apoderado": FIRST_ATTENDED} if first_time else None,
    )
