"""To tell each family, to call it, and to write down when it does not come."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db import transaction

from cases.deadlines.selectors import main_tramite
from cases.documents.builders import citacion as build_citacion
from cases.documents.builders.common import declared, official
from cases.documents.reports import Person
from cases.documents.services import issue_document
from cases.hearings.dates import (
    day_of,
    overlapping,
    spoken,
)
from cases.hearings.selectors import apoderados_to_notify, family_stands, stand_of
from cases.hearings.services.checks import (
    refuse_before,
    refuse_foreign,
    refuse_future,
    refuse_stale,
    refuse_unopened,
)
from cases.history.services import check_acto, lock_case, record_actuacion
from cases.models import Case, Citacion, Document, Participant
from cases.models.hearings import Mode
from cases.models.notifications import Hecho, Medium
from cases.notifications.services import add_event, send_notificacion
from cases.states import Acto
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.models import Apoderado, Membership

LENGTH = timedelta(minutes=45)  # what is kept free for one interview when both are called
FIRST, SECOND = 1, 2


@dataclass(frozen=True, slots=True)
class Told:
    """One adult and how they are told; `answered_by` when it was by telephone."""

    apoderado: Apoderado
    medium: str
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class CitacionInput:
    """One family's call as typed."""

    participant: Participant
    told: tuple[Told, ...]
    meets_at: datetime
    place: str
    mode: str = Mode.PRESENCIAL
    called_at: datetime | None = None  # when the telephone was answered
    left_out_reason: str = field(default="")


@transaction.atomic
def cite_families(
    *,
    case: Case,
    actor: Membership,
    rows: list[CitacionInput],
    now: datetime,
    version: int | None = None,
) -> list[Citacion]:
    """Tell both families of the denuncia and the inquiry, and call each apart (D-11 per family).

    Raises DomainError if the inquiry is not open, if a family that can be told is left out, if an
    adult may not be told, or if two families would meet.
    Source: modelo A, 8.6.3.2 B.3–4; C-02.
    """
    case = lock_case(case)
    refuse_stale(case, version)
    refuse_unopened(case)
    check_acto(case, Acto.CITAR, actor=actor)
    stands = {stand.participant.pk: stand for stand in family_stands(case)}
    for row in rows:
        refuse_foreign(case, row.participant)
        if stands[row.participant.pk].is_cited:
            raise AlreadyDoneError(f"La familia de {row.participant.name} ya fue citada.")
    _refuse_one_sided(case, stands, rows, now)
    refuse_meeting(case, rows)
    return [_cite(case, row, attempt=FIRST, actor=actor, now=now) for row in rows]


@transaction.atomic
def cite_again(
    *,
    case: Case,
    actor: Membership,
    row: CitacionInput,
    now: datetime,
    version: int | None = None,
) -> Citacion:
    """Call a second time the family that did not come. Source: modelo A, 8.6.3.2 B.3."""
    case = lock_case(case)
    refuse_stale(case, version)
    check_acto(case, Acto.CITAR, actor=actor)
    refuse_foreign(case, row.participant)
    stand = stand_of(case, row.participant)
    if not stand.needs_second:
        if len(stand.citaciones) >= SECOND:
            raise AlreadyDoneError("Esa familia ya tiene una segunda citación.")
        raise DomainError(
            "La segunda citación procede cuando la familia no asistió a la primera.", code="orden"
        )
    refuse_meeting(case, [row])
    return _cite(case, row, attempt=SECOND, actor=actor, now=now)


def _refuse_one_sided(case: Case, stands: dict, rows: list[CitacionInput], now: datetime) -> None:
    """Both families are told at once; one without any adult to tell is the only exception."""
    called, on = {row.participant.pk for row in rows}, day_of(case, now)
    left = [
        stand.participant.name
        for pk, stand in stands.items()
        if pk not in called and not stand.is_cited and apoderados_to_notify(stand.participant, on)
    ]
    if left or not rows:
        raise DomainError(
            "Se informa y se cita a todas las familias a la vez.",
            code="una_sola_familia",
            reasons=tuple(f"Falta la familia de {name}." for name in left),
        )


def refuse_meeting(case: Case, rows: list[CitacionInput]) -> None:
    """Refuse calls at hours in which two families would meet. Source: C-02."""
    taken = {
        stand.participant.pk: stand.pending.meets_at
        for stand in family_stands(case)
        if stand.pending
    }
    for row in rows:
        others = [(at, at + LENGTH) for pk, at in taken.items() if pk != row.participant.pk]
        if overlapping((row.meets_at, row.meets_at + LENGTH), others):
            raise DomainError(
                "Las familias se entrevistan por separado y en horarios distintos: deje al menos "
                f"{LENGTH.seconds // 60} minutos entre una citación y otra.",
                code="coinciden",
            )
        taken[row.participant.pk] = row.meets_at


def _cite(
    case: Case, row: CitacionInput, *, attempt: int, actor: Membership, now: datetime
) -> Citacion:
    at = _sent_at(row, now)
    _refuse_unfit(case, row, at=at, now=now)
    citacion = Citacion.objects.create(
        case=case,
        participant=row.participant,
        apoderado=row.told[0].apoderado,
        attempt=attempt,
        meets_at=row.meets_at,
        mode=row.mode,
        place=row.place,
        sent_at=at,
    )
    citacion.document = _issue_d11(citacion, row, actor=actor, now=now)
    citacion.save(update_fields=["document"])
    record_actuacion(
        case=case,
        acto=Acto.CITAR,
        event=None if attempt == FIRST else "",
        at=at,
        now=now,
        actor=actor,
        party=row.participant.pk,
        title=Acto.CITAR.label if attempt == FIRST else "Segunda citación",
        text=_text(case, row),
        data={"citacion": citacion.pk, "meets_at": row.meets_at.isoformat()},
        document=citacion.document,
        tramite=main_tramite(case),
    )
    for told in row.told:
        _tell(case, citacion, told, row, actor=actor, now=now)
    return citacion


def _sent_at(row: CitacionInput, now: datetime) -> datetime:
    by_phone = row.called_at and any(t.medium == Medium.TELEFONO for t in row.told)
    return min(row.called_at, now) if by_phone else now


def _refuse_unfit(case: Case, row: CitacionInput, *, at: datetime, now: datetime) -> None:
    """Who may be told is asked again at the moment of telling."""
    allowed = {a.pk for a in apoderados_to_notify(row.participant, day_of(case, now))}
    if not row.told or any(told.apoderado.pk not in allowed for told in row.told):
        raise DomainError(
            f"Elija a quién se cita de la familia de {row.participant.name}: sólo apoderados "
            "vigentes y sin restricción judicial.",
            code="no_autorizado",
        )
    if allowed - {told.apoderado.pk for told in row.told} and not row.left_out_reason.strip():
        raise DomainError(
            f"Ambos padres tienen derecho a ser informados: diga por qué no se cita a todos los "
            f"apoderados de {row.participant.name}.",
            code="sin_motivo",
        )
    for told in row.told:
        _refuse_medium(told, row)
    if row.called_at:
        refuse_future(row.called_at, now, "La llamada")
    opened = case.actuaciones.filter(event="ev_apertura").order_by("at").first()
    if opened:
        refuse_before(case, at, opened.at, "La citación", "la apertura de la investigación")
    if row.meets_at <= at:
        raise DomainError("La entrevista debe ser después de citar.", code="orden")


def _refuse_medium(told: Told, row: CitacionInput) -> None:
    who = told.apoderado
    if told.medium == Medium.CORREO and not (who.email and who.run):
        raise DomainError(
            f"{who.name} no tiene correo o RUN registrado: elija otro medio.", code="medio"
        )
    if told.medium == Medium.TELEFONO and not (told.answered_by.strip() and row.called_at):
        raise DomainError(
            f"Indique quién contestó el teléfono por {who.name}, el día y la hora.", code="telefono"
        )


def _issue_d11(
    citacion: Citacion, row: CitacionInput, *, actor: Membership, now: datetime
) -> Document:
    """Issue the call, and with it the sheet that says it in plain words (D-11s)."""
    media = sorted({Medium(told.medium).label.lower() for told in row.told})
    names = [told.apoderado.name for told in row.told]
    report = build_citacion(citacion, medium=" y ".join(media))
    plain = build_citacion(citacion, simple=True)
    if len(names) > 1:
        together = Person(" y ".join(names), title="Familia")
        report = replace(report, addressee=together)
        plain = replace(plain, addressee=together)
    signer = official(actor.user, actor.title)
    given = {"case": citacion.case, "actor": actor.user, "at": now}
    given["addressee"] = citacion.participant
    paper = issue_document(code="D-11", report=report, signatures=(declared(signer, now),), **given)
    issue_document(code="D-11s", report=plain, explains=paper, **given)
    return paper


def _text(case: Case, row: CitacionInput) -> str:
    told = "; ".join(_told_text(case, told, row) for told in row.told)
    text = (
        f"Familia de {row.participant.initials}: entrevista el {spoken(case, row.meets_at)}, "
        f"{row.place}. Se avisa a {told}."
    )
    return f"{text} No se cita a todos: {row.left_out_reason}" if row.left_out_reason else text


def _told_text(case: Case, told: Told, row: CitacionInput) -> str:
    label = Medium(told.medium).label.lower()
    if told.medium != Medium.TELEFONO:
        return f"{told.apoderado.name} ({label})"
    return (
        f"{told.apoderado.name} ({label}, {spoken(case, row.called_at)}, "
        f"contestó {told.answered_by})"
    )


def _tell(
    case: Case,
    citacion: Citacion,
    told: Told,
    row: CitacionInput,
    *,
    actor: Membership,
    now: datetime,
) -> None:
    notice = send_notificacion(
        case=case,
        document=citacion.document,
        participant=citacion.participant,
        apoderado=told.apoderado,
        purpose="citacion",
        medium=told.medium,
        actor=actor,
        now=now,
    )
    if told.medium == Medium.TELEFONO:
        add_event(notice, Hecho.ENTREGADO, at=row.called_at, detail=f"Contestó {told.answered_by}")
        notice.sent_at = notice.delivered_at = row.called_at
        notice.save(update_fields=["sent_at", "delivered_at"])
