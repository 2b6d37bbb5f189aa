"""What the screens of faltas read: levels, catalogue, antecedents, measures taken."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from cases.access import cases_visible_to
from cases.discipline.plain_words import readings_of
from cases.models import Case, CaseState, FaltaImputada, Medida, Participant
from cases.models.case import ParticipantRole
from cases.models.decisions import Resultado, TipoMedida
from cases.policy import ROLE_SIGHT, Sight
from convivencia.text import plain
from protocols.discipline.antecedents import Antecedent, Weighed
from protocols.discipline.definitions import (
    Falta,
    Gravity,
    Level,
    Measure,
    Nature,
    Regimen,
)
from protocols.discipline.proposals import Proposal, propose
from schools.models import Enrolment, Membership, Student

SETTLED = frozenset({CaseState.CERRADO, CaseState.ARCHIVADO})
SHORT_WORD = 4  # «aula», «arma» are looked for whole; longer words by their beginning


def accused_students(case: Case) -> list[Participant]:
    """Return the students to whom a falta may be imputed in this case. Queries: 0."""
    people = case.participants.all()
    return [p for p in people if p.student_id and p.role == ParticipantRole.DENUNCIADO]


def level_on(student: Student, on: date, regimen: Regimen) -> Level | None:
    """Return the level group of the student's course on that day. Queries: 1."""
    rows = Enrolment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), student=student)
    found = rows.filter(starts_on__lte=on).select_related("curso").first()
    return regimen.level_for(found.curso.nivel, found.curso.grade) if found else None


def search_faltas(
    regimen: Regimen, level: str, on: date, *, text: str = "", gravity: str = ""
) -> list[Falta]:
    """Return the faltas that say every word of `text`, those that say it in their title first.

    Queries: 0.
    """
    words = [_readings(word) for word in re.findall(r"\w+", plain(text))]
    found = [
        falta
        for falta in regimen.faltas_for(level, on)
        if (not gravity or falta.gravity == gravity)
        and _says(f"{falta.code} {falta.title} {falta.note}", words)
    ]
    return sorted(found, key=lambda falta: not _says(falta.title, words))


def _readings(word: str) -> tuple[str, ...]:
    return (_stem(word), *readings_of(word)[1:])


def _says(text: str, words: list[tuple[str, ...]]) -> bool:
    """Return whether the text has each word, in one of its readings."""
    text = plain(text)
    return all(any(reading in text for reading in readings) for readings in words)


def faltas_of(case: Case) -> list[FaltaImputada]:
    """Return what was imputed in the case, with its measures. Queries: 2."""
    rows = FaltaImputada.objects.filter(case=case).select_related(
        "participant__student", "confirmed_by"
    )
    return list(rows.prefetch_related("medidas__resolucion"))


def falta_of(case: Case, pk: int) -> FaltaImputada | None:
    """Return one falta of the case, with its student. Queries: 1."""
    rows = FaltaImputada.objects.filter(case=case, pk=pk)
    return rows.select_related("participant__student", "reglamento", "confirmed_by").first()


def sees_antecedents(member: Membership) -> bool:
    """Return whether the member's work is the whole school: a part of the count would mislead."""
    return member.role in ROLE_SIGHT


@dataclass(frozen=True, slots=True)
class AntecedentLine:
    """An antecedent as it is shown: whether it counts, why, and its case."""

    weighed: Weighed
    row: FaltaImputada

    @property
    def tag(self) -> tuple[str, str]:
        if self.weighed.counts:
            return "Cuenta", "amber"
        return ("Ya usado", "blue") if self.weighed.consumed else ("No cuenta", "")


def antecedent_rows(
    falta: FaltaImputada, member: Membership, *, at: datetime
) -> list[FaltaImputada]:
    """Return the student's other faltas, in the cases of this school that the member may see.

    Queries: 1.
    """
    visible = cases_visible_to(member, at=at, at_least=Sight.FULL)
    rows = FaltaImputada.objects.filter(
        participant__student_id=falta.participant.student_id, case__in=visible
    )
    return list(rows.exclude(pk=falta.pk).select_related("case", "consumed_by__case"))


def as_antecedent(row: FaltaImputada) -> Antecedent:
    """Return the row as the rules see it: firm once its case is closed and the facts accredited."""
    used, case = row.consumed_by, row.case
    unproven = case.facts.get("resultado") == Resultado.NO_FUNDADA
    return Antecedent(
        row.pk,
        row.code,
        Gravity(row.gravity),
        row.facts_on,
        row.level,
        firm=case.state in SETTLED,
        consumed_by=f"agravó {used.code} en el caso {used.case.folio}" if used else "",
        withdrawn=row.withdrawn_at is not None or unproven,
    )


def proposal_of(
    falta: FaltaImputada, regimen: Regimen, rows: Iterable[FaltaImputada]
) -> Proposal | None:
    """Return what the reglamento proposes, with these antecedents; None if it cannot say."""
    found = regimen.falta(falta.code)
    if found is None:
        return None
    antecedents = [as_antecedent(row) for row in rows]
    return propose(regimen, found, falta.level, falta.facts_on, antecedents)


def lines_of(proposal: Proposal, rows: Iterable[FaltaImputada]) -> list[AntecedentLine]:
    """Return each antecedent with the answer of the rules, newest first."""
    by_key = {row.pk: row for row in rows}
    found = [AntecedentLine(w, by_key[w.antecedent.key]) for w in proposal.count.weighed]
    return found[::-1]


def sanctions_for_the_fact(falta: FaltaImputada, regimen: Regimen) -> tuple[Measure, ...]:
    """Return the disciplinary measures of this case for the same student and the same day.

    One written by hand in the resolución counts too. Queries: 1.
    """
    rows = Medida.objects.filter(
        Q(falta=None) | Q(falta__facts_on=falta.facts_on, falta__withdrawn_at=None),
        case_id=falta.case_id,
        participant_id=falta.participant_id,
        tipo=TipoMedida.DISCIPLINARIA,
    )
    return tuple(_measure(row, regimen) for row in rows)


def _measure(row: Medida, regimen: Regimen) -> Measure:
    by_hand = Measure(f"medida {row.pk}", row.description, Nature.DISCIPLINARIA, "resolución")
    return regimen.measure(row.code) or by_hand


def _stem(word: str) -> str:
    return word if len(word) <= SHORT_WORD else word[: max(SHORT_WORD, len(word) - 2)]
