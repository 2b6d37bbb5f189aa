"""From the denuncia to the first protection."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cases.documents.builders.common import (
    blank_line,
    for_family,
    heading,
    medida,
    official,
    parties,
    people,
    person,
)
from cases.documents.reports import (
    ActivacionReport,
    AperturaReport,
    DenunciaReport,
    Person,
    PlazoLine,
    ResguardoReport,
    SignatureLine,
    TrasladoReport,
)
from cases.models import Case, Denuncia, Medida, Participant
from cases.models.denuncia import Canal
from schools.models import User

Lines = tuple[SignatureLine, ...]
UNITS = {
    "dias_habiles": "días hábiles",
    "dias_corridos": "días corridos",
    "dias_sin_calificar": "días",
    "dia_escolar": "día de clases",
    "dia_laboral": "día laboral",
}
SINGULAR = {"días hábiles": "día hábil", "días corridos": "día corrido", "días": "día",
            "meses": "mes", "horas corridas": "hora corrida"}  # fmt: skip


def constancia_denuncia(denuncia: Denuncia, *, signatures: Lines = ()) -> DenunciaReport:
    """D-01: day, hour, folio, and a copy of the denunciante's own words, nothing else.

    Source: modelo A, 8.6.3.1; reading A-59.
    """
    receiver = _receiver(denuncia)
    return DenunciaReport(
        **heading(denuncia.case, "D-01", copy_for="Copia para quien denuncia"),
        **_account(denuncia),
        receiver=receiver,
        signatures=signatures or (blank_line(receiver), _directora_line(denuncia.case)),
    )


def acta_denuncia_verbal(
    denuncia: Denuncia, *, signatures: Lines = (), reserved: bool = False
) -> DenunciaReport:
    """D-02: what was told aloud, textual and without opinions. Goes to encargada and directora.

    Source: modelo A, 8.6.3.1 i; reading A-25.
    """
    case, everybody = denuncia.case, parties(denuncia.case)
    school, receiver = case.school, _receiver(denuncia)
    account = _account(denuncia)
    if reserved:
        account["denunciante"] = Person("Identidad reservada a su petición", title="Denunciante")
    lines = (blank_line(receiver),)
    if not reserved:
        lines += (blank_line(account["denunciante"]),)
    return DenunciaReport(
        **heading(case, "D-02"),
        **account,
        receiver=receiver,
        people=people(everybody, "afectado", "denunciado"),
        witnesses=people(everybody, "testigo"),
        delivered_to=f"{school.encargada_title} y {school.directora_title}",
        signatures=signatures or lines,
    )


def registro_activacion(
    case: Case,
    *,
    activated_at: datetime,
    actor: User,
    responsible: Person | None = None,
    branches: Iterable[tuple[str, str]] = (),
    reasons: Iterable[str] = (),
    signatures: Lines = (),
) -> ActivacionReport:
    """D-04: protocol, hour, branches, who answers, and the plazos that it starts.

    The 24 hours to activate run from the denuncia. Source: modelo A, 8.6.3.4.
    """
    school = case.school
    who = responsible or Person(school.encargada_title, title="Responsable")
    return ActivacionReport(
        **heading(case, "D-04", at=activated_at),
        known_at=case.known_at,
        received_at=case.denuncia.received_at,
        activated_at=activated_at,
        limit_at=case.denuncia.received_at + timedelta(hours=24),
        responsible=who,
        branches=tuple(branches),
        reasons=tuple(reasons),
        people=people(parties(case), "afectado", "denunciado"),
        plazos=_plazos(case),
        signatures=signatures or (blank_line(official(actor, school.directora_title)),),
    )


def resolucion_apertura(
    case: Case,
    *,
    opens: bool,
    author: str,
    place: str,
    grounds: str,
    decided_at: datetime,
    actor: User,
    investigator: Person | None = None,
    signatures: Lines = (),
) -> AperturaReport:
    """D-05: to open an inquiry or not, and why, by who did it and where."""
    return AperturaReport(
        **heading(case, "D-05", at=decided_at),
        opens=opens,
        author=author,
        place=place,
        grounds=grounds,
        investigator=investigator,
        known_at=case.known_at,
        decided_at=decided_at,
        signatures=signatures or (blank_line(official(actor, case.school.directora_title)),),
    )


def registro_resguardo(
    case: Case,
    medidas: Iterable[Medida],
    *,
    applied_at: datetime,
    actor: User,
    title: str = "",
    addressee: Participant | None = None,
    signatures: Lines = (),
) -> ResguardoReport:
    """D-10: the measures of resguardo; for a family, only those that touch its own pupil."""
    rows = [m for m in medidas if addressee is None or m.participant_id == addressee.pk]
    everybody = {p.pk: person(p, reader=addressee) for p in parties(case)}
    lines = tuple(medida(m, about=everybody[m.participant_id].name) for m in rows)
    who = official(actor, title or case.school.encargada_title)
    copy = f"Copia para la familia de {everybody[addressee.pk].name}" if addressee else ""
    report = ResguardoReport(
        **heading(case, "D-10", copy_for=copy, at=applied_at),
        medidas=lines,
        applied_at=applied_at,
        people=tuple(dict.fromkeys(everybody[m.participant_id] for m in rows)),
        signatures=signatures or (blank_line(who),),
    )
    return for_family(report, case, addressee, None) if addressee else report


def registro_traslado(
    case: Case, student: Participant, *, companion: Person, signatures: Lines = (), **facts: object
) -> TrasladoReport:
    """D-29: to the health centre; `facts` are the other fields of TrasladoReport."""
    return TrasladoReport(
        **heading(case, "D-29", at=facts["left_at"]),
        student=person(student),
        companion=companion,
        signatures=signatures or (blank_line(companion),),
        **facts,
    )


def _account(denuncia: Denuncia) -> dict:
    who = next((p for p in parties(denuncia.case) if p.role == "denunciante"), None)
    return {
        "denunciante": person(who) if who else Person("No individualizado", title="Denunciante"),
        "canal": Canal(denuncia.canal).label,
        "received_at": denuncia.received_at,
        "known_at": denuncia.known_at,
        "registered_at": denuncia.registered_at,
        "relato": denuncia.relato,
        "place": denuncia.place,
        "occurred": denuncia.occurred_text,
        "at": denuncia.registered_at,
    }


def _receiver(denuncia: Denuncia) -> Person:
    member = denuncia.received_by
    return Person(member.user.get_full_name(), title=member.title)


def _directora_line(case: Case) -> SignatureLine:
    return SignatureLine(name=case.school.directora_title, title="Toma conocimiento")


def _plazos(case: Case) -> tuple[PlazoLine, ...]:
    rows = case.vencimientos.exclude(due_at=None).exclude(state="no_aplica").order_by("due_at")
    return tuple(
        PlazoLine(
            title=row.title,
            responsible=row.responsible,
            due=row.due_on or row.due_at,
            rule=rule_text(row.rule),
            source=row.rule.get("source", ""),
            projected=row.projected,
        )
        for row in rows
    )


def rule_text(rule: dict) -> str:
    """Return «5 días hábiles desde la entrevista», of the rule that a Vencimiento froze."""
    amount, unit = rule.get("amount"), rule.get("unit", "")
    start = f" desde {rule['from_text']}" if rule.get("from_text") else ""
    if not amount:
        return unit.replace("_", " ").capitalize()
    name = UNITS.get(unit, unit.replace("_", " "))
    return f"{amount} {SINGULAR.get(name, name) if amount == 1 else name}{start}"
