"""What is found and what is decided."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from cases.documents.builders.common import (
    adult,
    blank_line,
    charge_of,
    declared,
    for_family,
    heading,
    medida,
    official,
    parties,
    people,
    person,
)
from cases.documents.kinds import FAMILIES
from cases.documents.reports import (
    InformeReport,
    NotificacionReport,
    ProrrogaReport,
    ResolucionReport,
    SignatureLine,
    TerminoAdicionalReport,
)
from cases.models import Case, Informe, Medida, Participant, Resolucion
from cases.models.decisions import Resultado, TipoMedida
from schools.models import Apoderado, User

Lines = tuple[SignatureLine, ...]
APPROVED = "Aprobó y firmó esta resolución con su cuenta personal"
# The least that is said to one family of what was imposed on the other's pupil.
MINIMAL = {
    TipoMedida.FORMATIVA: "Se adoptaron medidas formativas.",
    TipoMedida.DISCIPLINARIA: "Se adoptaron medidas disciplinarias de las que prevé el reglamento.",
    TipoMedida.RESGUARDO: "Se mantienen medidas de resguardo.",
    TipoMedida.APOYO: "Se dispusieron medidas de apoyo.",
}


def resolucion_prorroga(
    case: Case,
    *,
    step: str,
    grounds: str,
    due_on: date,
    new_due_on: date,
    decided_at: datetime,
    actor: User,
    extension: str = "diez días hábiles",
    signatures: Lines = (),
) -> ProrrogaReport:
    """D-17: once, in writing, before the first plazo ends. Source: 8.6.3.4; reading A-04."""
    return ProrrogaReport(
        **heading(case, "D-17", at=decided_at),
        step=step,
        grounds=grounds,
        due_on=due_on,
        new_due_on=new_due_on,
        extension=extension,
        decided_at=decided_at,
        signatures=signatures or (_directora(case, actor, decided_at),),
    )


def informe(row: Informe, *, signatures: Lines = ()) -> InformeReport:
    """D-18: to the directora; result, grounds, and what is recommended."""
    case = row.case
    author = official(row.author, charge_of(row.author, case.school, case.school.encargada_title))
    issued_at = row.issued_at or row.updated_at
    rows = case.antecedentes.order_by("number")
    return InformeReport(
        **heading(case, "D-18", at=issued_at),
        author=author,
        issued_at=issued_at,
        known_at=case.known_at,
        resultado=row.get_resultado_display(),
        is_founded=row.resultado == Resultado.FUNDADA,
        proceedings=row.proceedings,
        findings=row.findings,
        recommendations=row.recommendations,
        people=people(parties(case), "afectado", "denunciado"),
        antecedentes=tuple((a.number, a.description, a.received_at) for a in rows),
        signatures=signatures or (declared(author, issued_at),),
    )


def resolucion(
    row: Resolucion, *, code: str = "D-19", reconsideracion: str = "", signatures: Lines = ()
) -> ResolucionReport:
    """D-19 or D-20: what the facts are, support of the victim, measures with their grounds."""
    names = {p.pk: person(p).name for p in parties(row.case)}
    measures = [(m.tipo, medida(m, about=names[m.participant_id])) for m in row.medidas.all()]
    support = {TipoMedida.APOYO, TipoMedida.RESGUARDO}
    return ResolucionReport(
        **_resolved(row, code, signatures),
        support=row.support,
        support_medidas=tuple(m for tipo, m in measures if tipo in support),
        medidas=tuple(m for tipo, m in measures if tipo not in support),
        reconsideracion=reconsideracion,
        override_reason=row.override_reason,
    )


def resolucion_cierre(row: Resolucion, *, signatures: Lines = ()) -> ResolucionReport:
    """D-23: closing without measures. In vulneración the archive is provisional."""
    return ResolucionReport(
        **_resolved(row, "D-23", signatures),
        override_reason=row.override_reason,
        provisional=FAMILIES.get(row.case.protocol_key) == "vulneracion",
    )


def _resolved(row: Resolucion, code: str, signatures: Lines) -> dict:
    decided_at = row.decided_at or row.sent_at or row.case.created_at
    who = official(row.decided_by, row.case.school.directora_title)
    line = declared(who, row.decided_at, APPROVED) if row.decided_at else blank_line(who)
    return {
        **heading(row.case, code, at=decided_at),
        "vistos": row.vistos,
        "considerando": row.considerando,
        "resuelvo": row.resuelvo,
        "decided_at": decided_at,
        "decided_by": who,
        "resultado": row.get_resultado_display(),
        "calificacion": row.get_calificacion_display(),
        "is_founded": row.resultado == Resultado.FUNDADA,
        "signatures": signatures or (line,),
    }


def notificacion_resultado(
    row: Resolucion,
    participant: Participant,
    apoderado: Apoderado | None,
    *,
    reconsideracion_due: date | None = None,
    before: str = "",
    resolves: str = "",
    summary: str = "",
    medidas: Iterable[Medida] | None = None,
    at: datetime | None = None,
    simple: bool = False,
) -> NotificacionReport:
    """D-21 for one family: its own part, and the least of the other's. `simple` builds D-21s.

    Source: modelo A, 8.6.3.2 C.a.3 and 8.6.3.3; reading A-61. `summary` must name no other pupil.
    """
    rows = list(row.medidas.all() if medidas is None else medidas)
    mine = [m for m in rows if m.participant_id == participant.pk]
    protects = {TipoMedida.APOYO, TipoMedida.RESGUARDO}
    school = row.case.school
    report = NotificacionReport(
        **_heard(row.case, participant, at or row.decided_at, simple),
        addressee=adult(apoderado, participant),
        is_affected=participant.role == "afectado",
        resolution_folio=row.document.folio if row.document_id else "",
        resolved_at=row.decided_at,
        resultado=row.get_resultado_display(),
        is_founded=row.resultado == Resultado.FUNDADA,
        summary=summary,
        own=tuple(medida(m) for m in mine if m.tipo not in protects),
        protecting=tuple(medida(m) for m in mine if m.tipo in protects),
        others=_others(rows, participant),
        reconsideracion_due=reconsideracion_due,
        reconsideracion_before=before or school.encargada_title,
        resolves=resolves,
        contact=" · ".join(part for part in (school.phone, school.email) if part),
        signatures=() if simple else _notified(row, participant, apoderado),
    )
    return for_family(report, row.case, participant, apoderado)


def _heard(case: Case, participant: Participant, at: datetime | None, simple: bool) -> dict:
    student = replace(person(participant), title="")
    copy = f"Copia para la familia de {student.name}"
    return {
        **heading(case, "D-21s" if simple else "D-21", at=at, copy_for=copy),
        "student": student,
    }


def _others(rows: list[Medida], participant: Participant) -> tuple[str, ...]:
    """Say to the affected family that something was imposed on the other, and no more."""
    if participant.role != "afectado":
        return ()
    kinds = {m.tipo for m in rows if m.participant_id != participant.pk}
    return tuple(text for tipo, text in MINIMAL.items() if tipo in kinds)


def termino_adicional(
    case: Case,
    *,
    opens_on: date,
    due_on: date,
    diligencias: Iterable[str],
    resguardo: Iterable[Medida],
    decided_at: datetime,
    actor: User,
    grounds: str = "",
    signatures: Lines = (),
) -> TerminoAdicionalReport:
    """D-22: up to ten more días hábiles after «no fundada»; the resguardo stays meanwhile."""
    names = {p.pk: person(p).name for p in parties(case)}
    return TerminoAdicionalReport(
        **heading(case, "D-22", at=decided_at),
        opens_on=opens_on,
        due_on=due_on,
        grounds=grounds,
        diligencias=tuple(diligencias),
        resguardo=tuple(medida(m, about=names[m.participant_id]) for m in resguardo),
        decided_at=decided_at,
        signatures=signatures or (_directora(case, actor, decided_at),),
    )


def _directora(case: Case, user: User | None, at: datetime | None) -> SignatureLine:
    who = official(user, case.school.directora_title)
    return declared(who, at) if user and at else blank_line(who)


def _notified(row: Resolucion, participant: Participant, apoderado: Apoderado | None) -> Lines:
    receipt = SignatureLine(adult(apoderado, participant).name, "Recibe copia de esta notificación")
    return (_directora(row.case, row.decided_by, row.decided_at), receipt)
