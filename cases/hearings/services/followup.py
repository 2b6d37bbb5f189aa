"""Some fifteen days later: does it go on, or has it stopped? And a pupil taken to be healed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cases.deadlines.selectors import main_tramite
from cases.documents.builders import acta_seguimiento, registro_traslado
from cases.documents.builders.hearings import agreements as agreement_lines
from cases.documents.reports import Person, SignatureLine
from cases.documents.services import issue_document
from cases.hearings.dates import FOLLOW_UP, TRANSFER, day_of, step_id_of
from cases.hearings.services.checks import refuse_before, refuse_foreign, refuse_future
from cases.history.services import check_acto, lock_case, record_actuacion
from cases.models import Actuacion, Case, Entrevista, Participant
from cases.models.case import ParticipantRole
from cases.states import Acto
from convivencia.exceptions import DomainError
from schools.identifiers import format_run
from schools.models import Membership


@dataclass(frozen=True, slots=True)
class FollowUpInput:
    """A follow-up interview as typed. `persists`: the hostility goes on."""

    participant: Participant
    starts_at: datetime
    place: str
    present: tuple[dict, ...]
    persists: bool
    student_words: str = ""
    apoderado_words: str = ""
    observed: str = ""
    agreements: tuple[dict, ...] = ()


@transaction.atomic
def follow_up(
    *,
    case: Case,
    actor: Membership,
    entry: FollowUpInput,
    now: datetime,
    signatures: tuple[SignatureLine, ...] = (),
) -> Actuacion:
    """Issue D-27. It meets the step when it is the affected pupil who was heard.

    Source: modelo A, 8.6.3.2 C, last paragraph; reading A-20.
    """
    case = lock_case(case)
    refuse_foreign(case, entry.participant)
    check_acto(case, Acto.SEGUIR, actor=actor)
    refuse_future(entry.starts_at, now, "La entrevista")
    first = Entrevista.objects.filter(case=case).order_by("starts_at").first()
    if first is None:
        raise DomainError(
            "El seguimiento se hace después de la primera entrevista: aún no hay ninguna.",
            code="orden",
        )
    refuse_before(case, entry.starts_at, first.ends_at, "El seguimiento", "la primera entrevista")
    report = acta_seguimiento(
        case,
        entry.participant,
        starts_at=entry.starts_at,
        place=entry.place,
        present=[_person(row) for row in entry.present],
        persists=entry.persists,
        actor=actor.user,
        first_interview_on=day_of(case, first.starts_at),
        signatures=signatures,
        student_words=entry.student_words,
        apoderado_words=entry.apoderado_words,
        observed=entry.observed,
        agreements=agreement_lines(entry.agreements),
    )
    document = issue_document(case=case, code="D-27", report=report, actor=actor.user, at=now)
    affected = entry.participant.role == ParticipantRole.AFECTADO
    return record_actuacion(
        case=case,
        acto=Acto.SEGUIR,
        event=step_id_of(case, FOLLOW_UP) if affected else "",
        at=entry.starts_at,
        now=now,
        actor=actor,
        party=entry.participant.pk,
        text=f"Con {entry.participant.initials}: el hostigamiento "
        + ("se mantiene." if entry.persists else "se revirtió."),
        data={"persists": entry.persists},
        document=document,
        tramite=main_tramite(case),
    )


def _person(row: dict) -> Person:
    run = row.get("run") or ""
    return Person(row["name"], format_run(run) if run[:-1].isdigit() else run, row.get("title", ""))


@dataclass(frozen=True, slots=True)
class TransferInput:
    """A pupil taken to a health centre, as typed."""

    participant: Participant
    signs: str
    detected_at: datetime
    left_at: datetime
    centre: str
    companion: str
    companion_title: str
    told_to: str
    told_at: datetime
    told_how: str
    notes: str = ""


@transaction.atomic
def register_transfer(
    *, case: Case, actor: Membership, entry: TransferInput, now: datetime
) -> Actuacion:
    """Register the transfer and the hour of the notice to the family (D-29).

    The family is told, not asked. Nobody asks the centre for a finding of injuries.
    Source: modelo A, 8.6.3.2 B.2; C-14, C-15.
    """
    case = lock_case(case)
    refuse_foreign(case, entry.participant)
    check_acto(case, Acto.CUMPLIR_PASO, actor=actor)
    refuse_future(entry.left_at, now, "La salida")
    refuse_future(entry.told_at, now, "El aviso a la familia")
    refuse_before(case, entry.left_at, entry.detected_at, "La salida", "la detección de señales")
    refuse_before(
        case, entry.told_at, entry.detected_at, "El aviso a la familia", "la detección de señales"
    )
    report = registro_traslado(
        case,
        entry.participant,
        companion=Person(entry.companion, title=entry.companion_title or "Acompaña"),
        signs=entry.signs,
        detected_at=entry.detected_at,
        left_at=entry.left_at,
        centre=entry.centre,
        told_to=entry.told_to,
        told_at=entry.told_at,
        told_how=entry.told_how,
        notes=entry.notes,
    )
    document = issue_document(case=case, code="D-29", report=report, actor=actor.user, at=now)
    common = {"case": case, "now": now, "actor": actor, "party": entry.participant.pk}
    record_actuacion(
        acto=Acto.DETECTAR_SENALES,
        at=entry.detected_at,
        text=entry.signs,
        facts={"lesiones_o_senales": True},
        tramite=main_tramite(case),
        **common,
    )
    return record_actuacion(
        acto=Acto.CUMPLIR_PASO,
        event=step_id_of(case, TRANSFER),
        at=entry.left_at,
        title="Traslado a centro asistencial",
        text=f"{entry.centre}. Acompaña: {entry.companion}. Se avisa a {entry.told_to}.",
        document=document,
        tramite=main_tramite(case),
        **common,
    )
