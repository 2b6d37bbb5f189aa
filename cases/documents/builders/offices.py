"""Words to authorities and second looks."""

from collections.abc import Iterable
from datetime import date, datetime

from cases.documents.builders.common import (
    blank_line,
    declared,
    for_family,
    heading,
    official,
    parties,
    people,
    person,
)
from cases.documents.reports import (
    ConstanciaEnvioReport,
    ConsultaReport,
    OficioReport,
    Person,
    ReconsideracionReport,
    RecursoReport,
    SignatureLine,
)
from cases.models import Case, Document, Reconsideracion
from schools.models import Membership, User

Lines = tuple[SignatureLine, ...]
OUTCOMES = {
    "mantiene": "Mantener lo resuelto",
    "modifica": "Modificar lo resuelto",
    "deja_sin_efecto": "Dejar sin efecto lo resuelto",
}
# Source: Código Procesal Penal, arts. 175 and 176 (24 hours from knowledge).
CRIME = "de los artículos 175, letra e), y 176 del Código Procesal Penal"
CHILD = (
    "del deber de comunicar las situaciones que puedan afectar los derechos de un niño, niña o "
    "adolescente"
)


def oficio(
    case: Case,
    addressee: str,
    *,
    subject: str,
    account: str,
    sender: Person,
    sender_email: str,
    sender_phone: str,
    written_on: datetime,
    is_crime: bool = True,
    addressee_place: str = "",
    measures: Iterable[str] = (),
    enclosures: Iterable[str] = (),
    request: str = "",
    signatures: Lines = (),
) -> OficioReport:
    """D-40: to Fiscalía, Carabineros or PDI (`is_crime`), or to the Tribunal de Familia or OLN.

    Source: modelo A, 8.6.4.7: who sends, with e-mail and telephone; account; supporting papers.
    """
    everybody, denuncia = parties(case), getattr(case, "denuncia", None)
    return OficioReport(
        **heading(case, "D-40", at=written_on),
        addressee=addressee,
        addressee_place=addressee_place,
        subject=subject,
        sender=sender,
        sender_email=sender_email,
        sender_phone=sender_phone,
        known_at=case.known_at,
        written_on=written_on,
        account=account,
        people=people(everybody, "afectado", "denunciado", "testigo", "denunciante"),
        occurred=denuncia.occurred_text if denuncia else "",
        place=denuncia.place if denuncia else "",
        measures=tuple(measures),
        enclosures=tuple(enclosures),
        request=request,
        basis=CRIME if is_crime else CHILD,
        signatures=signatures or (blank_line(sender),),
    )


def constancia_envio(
    case: Case,
    document: Document,
    *,
    addressee: str,
    sent_at: datetime,
    channel: str,
    actor: User,
    title: str = "",
    reference: str = "",
    received_by: str = "",
    notes: str = "",
    signatures: Lines = (),
) -> ConstanciaEnvioReport:
    """D-41: day, hour and way by which an oficio left. Source: modelo A, 8.6.4.7."""
    who = official(actor, title or case.school.directora_title)
    return ConstanciaEnvioReport(
        **heading(case, "D-41", at=sent_at),
        what=f"{document.title} N° {document.folio}",
        addressee=addressee,
        sent_at=sent_at,
        channel=channel,
        sender=who,
        reference=reference,
        received_by=received_by,
        known_at=case.known_at,
        notes=notes,
        signatures=signatures or (blank_line(who),),
    )


def recurso(
    row: Reconsideracion,
    *,
    verbal: bool = False,
    due_on: date | None = None,
    before: str = "",
    resolves: str = "",
    resolution_folio: str = "",
    receiver: Person | None = None,
    signatures: Lines = (),
) -> RecursoReport:
    """D-70, or D-71 for a spoken one. Late is received all the same, and marked."""
    school = row.case.school
    who = receiver or Person(school.encargada_title, title="Recibe")
    return RecursoReport(
        **heading(row.case, "D-71" if verbal else "D-70", at=row.requested_at),
        verbal=verbal,
        requested_by=row.requested_by,
        about=person(row.participant),
        requested_at=row.requested_at,
        text=row.text,
        late=row.late,
        due_on=due_on,
        before=before or school.encargada_title,
        resolves=resolves,
        resolution_folio=resolution_folio,
        attached=row.file.original_name if row.file_id else "",
        receiver=who,
        signatures=signatures or (SignatureLine(row.requested_by, "Recurrente"), blank_line(who)),
    )


def consulta_sostenedor(
    row: Reconsideracion,
    *,
    question: str,
    background: Iterable[str] = (),
    asks: Person | None = None,
    signatures: Lines = (),
) -> ConsultaReport:
    """D-72: before deciding; the background travels without names. Source: reading A-24."""
    case = row.case
    sostenedor = case.school.sostenedor.name
    return ConsultaReport(
        **heading(case, "D-72", at=row.consulted_at),
        sostenedor=sostenedor,
        question=question,
        background=tuple(background),
        consulted_at=row.consulted_at,
        answer=row.consultation,
        answered_at=row.consulted_at if row.consultation else None,
        signatures=signatures
        or (
            blank_line(asks or Person(case.school.directora_title, title=case.school.name)),
            SignatureLine(sostenedor, "Sostenedor"),
        ),
    )


def resolucion_reconsideracion(
    row: Reconsideracion,
    *,
    resolution_folio: str = "",
    actor: User | None = None,
    deciders: Iterable[Membership] = (),
    decision: str = "",
    effect: str = "",
) -> ReconsideracionReport:
    """D-74: keep, change or set aside, with grounds; never touches the resguardo.

    Who decided signs: one alone, or each of the body. `decision` says how what was decided stands.
    """
    decided_at = row.resolved_at
    who = official(actor, row.body or row.case.school.directora_title)
    lines = (declared(who, decided_at),) if actor else _bench(row, deciders) or (blank_line(who),)
    report = ReconsideracionReport(
        **heading(row.case, "D-74", at=decided_at, copy_for="Copia para quien recurre"),
        outcome=row.outcome,
        outcome_text=OUTCOMES.get(row.outcome, row.outcome),
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        about=person(row.participant),
        body=row.body,
        abstained=row.abstained,
        consulted_at=row.consulted_at,
        consultation=row.consultation,
        grounds=row.grounds,
        resolution_folio=resolution_folio,
        late=row.late,
        decided_at=decided_at,
        decision=decision,
        effect=effect,
        signatures=lines,
    )
    return for_family(report, row.case, row.participant, row.apoderado)


def _bench(row: Reconsideracion, deciders: Iterable[Membership]) -> Lines:
    """Return the lines of who decided: those of the school, and those who only sit in the body."""
    ours = [official(one.user, one.title) for one in deciders]
    typed = [line.partition(",") for line in row.others.splitlines() if line.strip()]
    theirs = [Person(name.strip(), title=of.strip() or row.body) for name, _, of in typed]
    return tuple(blank_line(one) for one in (*ours, *theirs))
