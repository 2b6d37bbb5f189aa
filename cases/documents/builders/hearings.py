"""Citations, interviews and what the families bring."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from cases.documents.builders.common import adult, blank_line, charge_of, heading, person
from cases.documents.reports import (
    ActaEntrevistaReport,
    Agreement,
    CargoReport,
    CitacionReport,
    InasistenciaReport,
    Person,
    SignatureLine,
)
from cases.models import Antecedente, Citacion, Entrevista
from convivencia.dates import long_date
from schools.identifiers import format_run

Lines = tuple[SignatureLine, ...]


def citacion(
    row: Citacion, *, medium: str = "", opens_inquiry: bool = True, simple: bool = False
) -> CitacionReport:
    """D-11: there is a denuncia, an inquiry began, come with your pupil. Nothing of the others.

    `simple` builds its twin in plain words (D-11s).
    """
    case, school = row.case, row.case.school
    first = None
    if row.attempt > 1:
        first = Citacion.objects.filter(
            participant=row.participant, attempt=row.attempt - 1
        ).first()
    sender = Person(school.encargada_title, title=school.name)
    return CitacionReport(
        **heading(case, "D-11s" if simple else "D-11", at=row.sent_at),
        addressee=adult(row.apoderado, row.participant),
        student=replace(person(row.participant), title=""),
        attempt=row.attempt,
        meets_at=row.meets_at,
        mode=row.get_mode_display(),
        place=row.place,
        sent_at=row.sent_at,
        medium=medium,
        opens_inquiry=opens_inquiry,
        previous_at=first.meets_at if first else None,
        contact=_contact(school),
        signatures=() if simple else (blank_line(sender),),
    )


def acta_entrevista(
    row: Entrevista,
    signatures: Lines = (),
    *,
    antecedentes_due: date | None = None,
    citation: str = "",
) -> ActaEntrevistaReport:
    """D-12, reserved. `antecedentes_due` is the last day to bring antecedentes.

    Source: modelo A, 8.6.3.2 B.5–7; who refuses or cannot sign is written down.
    """
    school = row.case.school
    conducted = Person(
        row.conducted_by.get_full_name(),
        title=charge_of(row.conducted_by, school, school.encargada_title),
    )
    return ActaEntrevistaReport(
        **heading(row.case, "D-12", at=row.ends_at),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        mode=row.get_mode_display(),
        place=row.place,
        conducted_by=conducted,
        student=person(row.participant),
        present=_present(row.present),
        citation=citation or _citation_line(row.citacion),
        student_words=row.student_words,
        apoderado_words=row.apoderado_words,
        agreements=agreements(row.agreements),
        antecedentes_due=antecedentes_due,
        signatures=signatures or _paper_lines(conducted, _present(row.present)),
    )


def acta_inasistencia(
    row: Citacion, *, antecedentes_due: date | None = None, signatures: Lines = ()
) -> InasistenciaReport:
    """D-15: `row` is the last citation that failed; the plazo counts from the day it set.

    Source: readings A-13 and A-14: the inquiry goes on.
    """
    school = row.case.school
    rows = Citacion.objects.filter(participant=row.participant, attempt__lte=row.attempt)
    who = Person(school.encargada_title, title=school.name)
    return InasistenciaReport(
        **heading(row.case, "D-15", at=row.meets_at),
        addressee=adult(row.apoderado, row.participant),
        student=person(row.participant),
        meetings=tuple(
            (c.attempt, c.meets_at, c.get_outcome_display()) for c in rows.order_by("attempt")
        ),
        attempts=row.outcome_note,
        counts_from=row.meets_at.date(),
        antecedentes_due=antecedentes_due,
        signatures=signatures or (blank_line(who),),
    )


def cargo_antecedentes(
    row: Antecedente, *, receiver: Person | None = None, signatures: Lines = ()
) -> CargoReport:
    """D-16: what was handed in, by whom, on which day and hour. A late one is received too."""
    school = row.case.school
    who = receiver or Person(school.encargada_title, title=school.name)
    sha256 = row.file.sha256 if row.file_id else ""
    support = (
        f"{row.file.original_name}, huella {sha256[:8]} … {sha256[-8:]}" if sha256 else "En papel"
    )
    return CargoReport(
        **heading(row.case, "D-16", at=row.received_at, copy_for="Copia para quien entrega"),
        number=row.number,
        delivered_by=row.delivered_by,
        about=person(row.participant) if row.participant_id else None,
        received_at=row.received_at,
        items=((row.description, support),),
        late=row.late,
        receiver=who,
        signatures=signatures or (blank_line(who), SignatureLine(row.delivered_by, "Entrega")),
    )


def agreements(rows: Iterable[dict]) -> tuple[Agreement, ...]:
    """Return agreements from their JSON: `[{what, who, due_on}]`."""
    return tuple(
        Agreement(str(row.get("what", "")), str(row.get("who", "")), _day(row.get("due_on")))
        for row in rows
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value[:10]) if value else None


def _present(rows: Iterable[dict]) -> tuple[Person, ...]:
    return tuple(
        Person(str(row.get("name", "")), _run(row.get("run")), str(row.get("title", "")))
        for row in rows
    )


def _run(value: str | None) -> str:
    """Format a compact RUN; leave anything else as it was written."""
    text = str(value or "")
    return format_run(text) if text[:-1].isdigit() else text


def _paper_lines(conducted: Person, present: tuple[Person, ...]) -> Lines:
    return (blank_line(conducted), *(blank_line(p) for p in present if p.name != conducted.name))


def _citation_line(row: Citacion | None) -> str:
    if row is None:
        return ""
    order = {1: "Primera", 2: "Segunda"}.get(row.attempt, f"{row.attempt}ª")
    sent = row.sent_at.astimezone(_zone(row))
    return f"{order} citación, enviada el {long_date(sent.date())}, {sent:%H:%M} horas"


def _zone(row: Citacion):  # noqa: ANN202
    from zoneinfo import ZoneInfo  # noqa: PLC0415 -- one use

    return ZoneInfo(row.case.school.time_zone)


def _contact(school) -> str:  # noqa: ANN001
    return " · ".join(part for part in (school.phone, school.email) if part)
