"""The rows of a new case, from the answers of a draft."""

from datetime import datetime, time

from cases.documents.folios import next_folio
from cases.intake.answers import Answers
from cases.intake.facts import age_at_facts
from cases.intake.pages import CANAL, CONOCIMIENTO
from cases.intake.people import Person, cursos_on
from cases.models import Case, Denuncia, Participant, Tramite
from cases.reserve.identities import UNKNOWN, keep_identity
from schools.models import Membership

FIELDS = {"estudiante": "student", "funcionario": "membership", "apoderado": "apoderado"}


def occurred_at(answers: Answers) -> datetime | None:
    """Return the instant of the facts; the start of the day when only the day is known."""
    day = answers.occurred_on
    if day is None:
        return None
    hour = answers.facts_page.get("occurred_hour") or time.min
    return datetime.combine(day, hour, tzinfo=answers.zone)


def create_case(answers: Answers, actor: Membership, now: datetime) -> Case:
    """Take the folio and write the case under the reglamento of the day of the facts."""
    year = answers.known_on.year
    case = Case(
        year=year,
        number=next_folio(kind="caso", year=year),
        protocol_key=answers.choice["protocol"],
        reglamento=answers.reglamento,
        facts=answers.case_facts,
        known_at=answers.known_at,
        occurred_at=occurred_at(answers),
        opened_by=actor.user,
        created_at=now,
    )
    case.save()
    return case


def create_people(
    case: Case, answers: Answers, actor: Membership, now: datetime
) -> list[Participant]:
    """Note each person with course and age as they were on the day of the facts.

    Who asked to remain unknown is noted with a fixed phrase; the name goes elsewhere.
    """
    day = answers.occurred_on or answers.known_on
    cursos = cursos_on(answers.student_ids, day)
    found = []
    for person in answers.people:
        who = _who(person, answers, cursos)
        row = Participant.objects.create(case=case, role=person.role, **who)
        if person.reserved:
            keep_identity(
                participant=row,
                name=person.name,
                detail=person.detail,
                taken_by=actor.user,
                at=now,
            )
        found.append(row)
    return found


def _who(person: Person, answers: Answers, cursos: dict[int, str]) -> dict:
    if person.reserved:
        return {"third_party": UNKNOWN}
    field = FIELDS.get(person.kind)
    if field is None:
        note = "Estudiante de otro establecimiento" if person.kind == "otro_colegio" else ""
        return {"third_party": person.typed_name, "notes": note}
    if field != "student":
        return {field: person.found}
    age = age_at_facts(
        person.found.birth_date, occurred_on=answers.occurred_on, known_on=answers.known_on
    )
    return {field: person.found, "curso_name": cursos.get(person.found.pk, ""), "age": age}


def start_tramites(case: Case, answers: Answers) -> None:
    """Start the chosen protocol, and beside it what the law and the facts also ask for."""
    chosen, suggested = case.protocol_key, answers.suggestion
    reason = answers.choice.get("choice_reason") or suggested.reasons[0].text
    Tramite.objects.create(
        case=case, protocol_key=chosen, started_at=case.known_at, reason=reason[:300]
    )
    duties = suggested.duties
    for key in answers.beside:
        if key == chosen:
            continue
        why = " ".join(f"{d.reason} ({d.source})." for d in duties if d.tramite == key)
        Tramite.objects.create(
            case=case, protocol_key=key, started_at=case.known_at, reason=why[:300]
        )


def create_denuncia(case: Case, answers: Answers, now: datetime) -> Denuncia:
    """Keep the words as they were said, and why this protocol."""
    moments, where, choice = answers.clean(CONOCIMIENTO), answers.facts_page, answers.choice
    suggestion = answers.suggestion
    return Denuncia.objects.create(
        case=case,
        canal=answers.clean(CANAL)["canal"],
        known_at=moments["known_at"],
        received_at=moments["received_at"],
        registered_at=now,
        received_by=answers.clean(CANAL)["received_by"],
        relato=answers.relato["relato"],
        interpretation=answers.relato["interpretation"],
        place=where["place"],
        occurred_text=where["occurred_text"],
        router={
            "answers": answers.router,
            "reasons": [[reason.text, reason.source] for reason in suggestion.reasons],
            "report": choice.get("report", ""),
            "in_school": where["in_school"],
            "reglamento_note": answers.reglamento_note,
        },
        suggested_key=suggestion.protocol_key,
        choice_reason=choice.get("choice_reason", ""),
        no_report_reason=choice.get("no_report_reason", "") if choice.get("report") == "no" else "",
    )
