"""What is noted in the libro de clases: that something was done, never what was said.

The sentences are ours, fixed and without names: the libro is read by the whole staff of the course.
Source: modelo A, 5.2.3.7 y A-57 (sin contenido); Anexo I 9.2.3 (registro de reunión).
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from cases.fichas.loader import definition_from
from cases.history.services import lock_case, record_actuacion
from cases.models import Actuacion, Case, Ficha
from cases.once import claim
from cases.states import Acto
from convivencia.dates import full_date
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.models import Membership

BY_ACTO = {
    Acto.CITAR: "Se cita al apoderado a entrevista.",
    Acto.CITAR_DE_NUEVO: "Se cita por segunda vez al apoderado a entrevista.",
    Acto.REGISTRAR_INASISTENCIA: "El apoderado no asiste a la entrevista a la que fue citado.",
    Acto.ENTREVISTAR: "Se realiza entrevista con el apoderado.",
    Acto.SEGUIR: "Se realiza entrevista de seguimiento con el apoderado.",
}


def text_for(row: Actuacion) -> str:
    """Return what to copy for an act of the history; "" if it is not noted in the libro."""
    sentence = _sentence(row)
    if not sentence:
        return ""
    local = row.at.astimezone(ZoneInfo(row.case.school.time_zone))
    folio = f" Documento N° {row.document.folio}." if row.document_id else ""
    return (
        f"{full_date(local.date()).capitalize()}, {local:%H:%M} horas. {sentence}{folio} "
        f"Antecedentes reservados en Convivencia Escolar, caso {row.case.folio}."
    )


def _sentence(row: Actuacion) -> str:
    ficha = row.data.get("ficha")
    if ficha:
        found = Ficha.objects.filter(pk=ficha, case_id=row.case_id).only("definition").first()
        return definition_from(found.definition).libro if found else ""
    return BY_ACTO.get(row.acto, "")


@dataclass(frozen=True, slots=True)
class Note:
    """One act to be noted in the libro, and the line that says it was copied."""

    row: Actuacion
    text: str
    copied: Actuacion | None


def notes_of(case: Case) -> list[Note]:
    """Return what a case has to note, newest first, as the member may see it. Queries: 2 and up."""
    rows = list(case.actuaciones.select_related("document").order_by("-at", "-pk"))
    copied = {r.data.get("actuacion"): r for r in rows if r.acto == Acto.ANOTAR_LIBRO}
    shut = case.fichas.exclude(compartment__in=[str(one) for one in case.opened])
    hidden = set(shut.values_list("actuacion", flat=True))
    annulled = {r.rectifies_id for r in rows if r.data.get("what") == "anular"}
    found = []
    for row in rows:
        row.case = case
        text = "" if row.pk in hidden | annulled else text_for(row)
        if text:
            found.append(Note(row, text, copied.get(row.pk)))
    return found


def is_copied(row: Actuacion) -> bool:
    rows = Actuacion.objects.filter(case_id=row.case_id, acto=Acto.ANOTAR_LIBRO)
    return any(one.data.get("actuacion") == row.pk for one in rows)


@transaction.atomic
def mark_copied(
    *, case: Case, row: Actuacion, envio: str, actor: Membership, now: datetime
) -> Actuacion:
    """Note in the history that the text was copied; AlreadyDoneError if somebody had."""
    claim(envio, now=now)
    school, case = case.school, lock_case(case)
    case.school = row.case.school = school
    if not text_for(row):
        raise DomainError("Esa actuación no se anota en el libro de clases.", code="libro")
    if is_copied(row):
        raise AlreadyDoneError("Ya consta que se copió en el libro de clases.")
    local = now.astimezone(ZoneInfo(case.school.time_zone))
    return record_actuacion(
        case=case,
        acto=Acto.ANOTAR_LIBRO,
        event="",
        at=now,
        now=now,
        actor=actor,
        text=f"Copiado el {full_date(local.date())} por {actor.user.get_full_name()}.",
        data={"actuacion": row.pk},
        keep_state=True,
    )
