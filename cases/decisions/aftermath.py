"""After the decision: telling each family, carrying it out, closing, watching."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from cases.deadlines.selectors import calendar_for, local_day, vencimiento_of
from cases.decisions.charge import standing
from cases.decisions.selectors import (
    families_in_time,
    families_not_notified,
    medidas_to_implement,
    resolucion_of,
)
from cases.documents import builders
from cases.documents.reports import BitacoraReport, VigilanciaEntry
from cases.documents.services import issue_document
from cases.history.services import check_acto, lock_case, pass_gate, record_actuacion
from cases.models import Actuacion, Case, Document, Medida, Notificacion, Participant, Resolucion
from cases.models.decisions import ResolucionState, Resultado, TipoMedida
from cases.notifications.services import send_notificacion
from cases.procedure import has_act
from cases.states import Acto
from convivencia.exceptions import AlreadyDoneError, DomainError, GateClosedError
from schools.models import Apoderado, Membership

RESOLVES = "el Consejo Escolar, con consulta previa al sostenedor"
CLOSING = (
    "1. Ciérrase el caso.\n"
    "2. Manténganse la vigilancia y el acompañamiento durante seis meses, a lo menos.\n"
    "3. Archívese el expediente con la reserva que la ley exige."
)
CLOSING_AT_ONCE = (
    "1. Ciérrase el caso.\n2. Archívese el expediente con la reserva que la ley exige."
)


@dataclass(frozen=True, slots=True)
class Addressee:
    """One adult to be told about one student, by one medium."""

    participant: Participant
    apoderado: Apoderado
    medium: str


@transaction.atomic
def notify_result(
    *, case: Case, actor: Membership, addressees: Iterable[Addressee], now: datetime
) -> list[Notificacion]:
    """Issue each family its own version of the result (D-21), say it plainly (D-21s), send it.

    The plazo to ask reconsideración starts for each when it acknowledges, not now.
    Source: modelo A, 8.6.3.2 C.a.3; A-61 (each family reads its own part).
    """
    case = lock_case(case)
    resolucion = resolucion_of(case)
    if resolucion is None or resolucion.state != ResolucionState.APROBADA:
        raise DomainError("Todavía no hay una resolución aprobada que notificar.", code="estado")
    sent = []
    for one in addressees:
        if _already_sent(case, one, "resultado"):
            raise AlreadyDoneError(f"A {one.apoderado.name} ya se le notificó por ese medio.")
        document = _issue_result(resolucion, one, actor, now)
        sent.append(_send(case, one, document, "resultado", actor, now))
    return sent


def _issue_result(
    resolucion: Resolucion, one: Addressee, actor: Membership, now: datetime
) -> Document:
    """Issue the notice, and with it the sheet that says it in plain words (D-21s)."""
    about = (resolucion, one.participant, one.apoderado)
    given = {"case": resolucion.case, "actor": actor.user, "at": now, "addressee": one.participant}
    report = builders.notificacion_resultado(*about, resolves=RESOLVES, at=now)
    paper = issue_document(code="D-21", report=report, **given)
    plain = builders.notificacion_resultado(*about, resolves=RESOLVES, at=now, simple=True)
    issue_document(code="D-21s", report=plain, explains=paper, **given)
    return paper


def _already_sent(case: Case, one: Addressee, purpose: str) -> bool:
    return Notificacion.objects.filter(
        case=case,
        participant=one.participant,
        apoderado=one.apoderado,
        purpose=purpose,
        medium=one.medium,
    ).exists()


def _send(
    case: Case,
    one: Addressee,
    document: Document,
    purpose: str,
    actor: Membership,
    now: datetime,
) -> Notificacion:
    return send_notificacion(
        case=case,
        document=document,
        participant=one.participant,
        apoderado=one.apoderado,
        purpose=purpose,
        medium=one.medium,
        actor=actor,
        now=now,
    )


@transaction.atomic
def implement_medidas(
    *, case: Case, actor: Membership, notes: dict[int, str], at: datetime, now: datetime
) -> list[Medida]:
    """Mark measures as put in practice; when none is left, the step is done."""
    case = lock_case(case)
    check_acto(case, Acto.IMPLEMENTAR, actor=actor)
    pending = medidas_to_implement(case)
    chosen = [m for m in medidas_to_implement(case, actor) if m.pk in notes]
    if not chosen:
        raise DomainError("Marque al menos una medida que ya se aplicó.", code="vacio")
    for medida in chosen:
        medida.implemented_at, medida.implemented_note = at, notes[medida.pk]
        medida.save(update_fields=["implemented_at", "implemented_note"])
    complete = len(chosen) == len(pending)
    record_actuacion(
        case=case,
        acto=Acto.IMPLEMENTAR if complete else Acto.CUMPLIR_PASO,
        at=at,
        now=now,
        actor=actor,
        title="Medidas implementadas" if complete else "Parte de las medidas, implementada",
        text="\n".join(f"{m.description}: {m.implemented_note}" for m in chosen),
    )
    return chosen


@transaction.atomic
def open_termino_adicional(
    *, case: Case, actor: Membership, grounds: str, diligencias: list[str], now: datetime
) -> Actuacion:
    """Open the extra term after «no fundada» (D-22); the resguardo stays.

    Source: modelo A, 8.6.3.2 C.b.1–2 (A-05).
    """
    case = lock_case(case)
    if case.facts.get("resultado") != Resultado.NO_FUNDADA:
        raise DomainError(
            "El término adicional sólo procede si la denuncia no resultó fundada.", code="rama"
        )
    row = vencimiento_of(case, Acto.ABRIR_TERMINO_ADICIONAL)
    today = local_day(now, case.school)
    report = builders.termino_adicional(
        case,
        opens_on=today,
        due_on=(row and row.due_on) or calendar_for(case).add(today, 10),
        diligencias=diligencias,
        resguardo=case.medidas.filter(standing(today), tipo=TipoMedida.RESGUARDO),
        decided_at=now,
        actor=actor.user,
        grounds=grounds,
    )
    document = issue_document(case=case, code="D-22", report=report, actor=actor.user, at=now)
    return record_actuacion(
        case=case,
        acto=Acto.ABRIR_TERMINO_ADICIONAL,
        at=now,
        now=now,
        actor=actor,
        text=grounds,
        document=document,
    )


@transaction.atomic
def close_case(
    *,
    case: Case,
    actor: Membership,
    grounds: str,
    now: datetime,
    at: datetime | None = None,
    override_reason: str = "",
) -> Actuacion:
    """Close the file (D-23); six months of vigilancia start, founded or not (A-21).

    Refused while a family has not been effectively told of the result.
    """
    case, at = lock_case(case), at or now
    check_acto(case, Acto.CERRAR, actor=actor)
    waiting = families_not_notified(case, "resultado")
    if waiting and has_act(case, Acto.NOTIFICAR):
        names = ", ".join(p.initials for p in waiting)
        raise DomainError(
            f"Todavía no consta la notificación del resultado a la familia de {names}.",
            code="sin_notificar",
        )
    refuse_running_windows(case, now=now, reason=override_reason)
    facts = {}
    if case.facts.get("resultado") == Resultado.NO_FUNDADA:
        facts = {"antecedentes_nuevos": False}
    pass_gate(case, "ev_cierre", now=now, reason=override_reason, actor=actor, write=False)
    closing = _closing(case, actor, grounds, at, override_reason)
    document = issue_document(
        case=case,
        code="D-23",
        report=builders.resolucion_cierre(closing),
        actor=actor.user,
        at=now,
    )
    closing.document = document
    closing.save(update_fields=["document"])
    return record_actuacion(
        case=case,
        acto=Acto.CERRAR,
        at=at,
        now=now,
        actor=actor,
        text=grounds,
        document=document,
        facts=facts,
        override_reason=override_reason,
    )


def refuse_running_windows(case: Case, *, now: datetime, reason: str) -> None:
    """Raise GateClosedError while a family may still ask reconsideración, each by its own notice.

    In «no fundada» the window opens with the closing itself. Source: modelo A, 8.6.3.3.1.
    """
    if case.facts.get("resultado") != Resultado.FUNDADA or reason.strip():
        return
    running = families_in_time(case, now=now)
    if running:
        raise GateClosedError("Todavía no se puede cerrar.", reasons=tuple(running))


def _closing(
    case: Case, actor: Membership, grounds: str, at: datetime, override_reason: str
) -> Resolucion:
    merits = resolucion_of(case)
    vistos = f"La resolución N° {merits.document.folio}." if merits and merits.document else ""
    return Resolucion.objects.create(
        case=case,
        kind="cierre",
        state=ResolucionState.APROBADA,
        resultado=merits.resultado if merits else "",
        vistos=vistos,
        considerando=grounds,
        resuelvo=CLOSING if has_act(case, Acto.ARCHIVAR) else CLOSING_AT_ONCE,
        override_reason=override_reason.strip(),
        drafted_by=actor.user,
        decided_by=actor.user,
        decided_at=at,
    )


@transaction.atomic
def note_vigilancia(
    *, case: Case, actor: Membership, text: str, at: datetime, now: datetime
) -> Actuacion:
    """Add a line to the bitácora of vigilancia."""
    return record_actuacion(case=case, acto=Acto.VIGILAR, at=at, now=now, actor=actor, text=text)


@transaction.atomic
def archive_case(*, case: Case, actor: Membership, now: datetime, today: date) -> Actuacion:
    """End the vigilancia and archive; not before the six months ran."""
    case = lock_case(case)
    row = vencimiento_of(case, Acto.ARCHIVAR)
    if row is not None and row.due_on is not None and today <= row.due_on:
        raise DomainError(
            f"La vigilancia dura al menos hasta el {row.due_on:%d-%m-%Y}.", code="vigilancia"
        )
    document = issue_document(
        case=case, code="D-26", report=_bitacora(case, actor, today), actor=actor.user, at=now
    )
    return record_actuacion(
        case=case, acto=Acto.ARCHIVAR, at=now, now=now, actor=actor, document=document
    )


def _bitacora(case: Case, actor: Membership, today: date) -> BitacoraReport:
    notes = case.actuaciones.filter(acto=Acto.VIGILAR).select_related("actor").order_by("at", "pk")
    starts_on = local_day(case.closed_at, case.school)
    return builders.bitacora_vigilancia(
        case,
        starts_on=starts_on,
        ends_on=today,
        entries=[VigilanciaEntry(n.at, "", n.text, by=n.actor_name) for n in notes],
        actor=actor.user,
    )
