"""What is written about apoderados: who answers for whom, since when, with what limit."""

from datetime import date, datetime

from django.db import transaction

from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.audit.services import record
from schools.models import Apoderado, Guardianship, Membership, Student
from schools.models.audit import AuditAct
from schools.people.selectors import apoderado_by_run
from schools.saving import save_checked
from schools.uploads.services import keep_upload

CONTACT = ("first_names", "last_names", "email", "phone", "address")


@transaction.atomic
def add_guardianship(
    *,
    student: Student,
    person: dict,
    relation: str,
    is_main: bool,
    starts_on: date,
    actor: Membership,
    replaces: Guardianship | None = None,
) -> Guardianship:
    """Tie an apoderado to a student from a day on, perhaps in the place of another.

    An apoderado whose RUN the school knows is the same person: what was typed updates them.
    """
    student = Student.objects.select_for_update().get(pk=student.pk)
    if replaces is not None:
        end_guardianship(tie=replaces, ends_on=starts_on, note="Reemplazo", actor=actor)
    apoderado = apoderado_by_run(person.get("run", "")) or Apoderado(run=person.get("run", ""))
    _write_contact(apoderado, person)
    if Guardianship.objects.filter(student=student, apoderado=apoderado, ends_on=None).exists():
        raise AlreadyDoneError("Esa persona ya es apoderada vigente.", code="run")
    tie = Guardianship(
        student=student,
        apoderado=apoderado,
        relation=relation,
        is_main=is_main,
        starts_on=starts_on,
    )
    save_checked(tie, taken="Esa persona ya es apoderada vigente.")
    if is_main:
        _only_main(tie)
    _trail(actor, tie, "agregó apoderado")
    return tie


@transaction.atomic
def update_apoderado(*, tie: Guardianship, fields: dict, actor: Membership) -> Guardianship:
    """Write contact data of the apoderado and the terms of the tie."""
    tie = _locked(tie)
    _write_contact(tie.apoderado, fields)
    tie.relation, tie.is_main = fields["relation"], fields["is_main"]
    tie.save(update_fields=["relation", "is_main"])
    if tie.is_main:
        _only_main(tie)
    _trail(actor, tie, "cambió apoderado")
    return tie


def _write_contact(apoderado: Apoderado, fields: dict) -> None:
    for name in CONTACT:
        if fields.get(name) or apoderado.pk is None:
            setattr(apoderado, name, fields.get(name, ""))
    save_checked(apoderado, taken="Ya hay una persona con ese RUN.")


def _only_main(tie: Guardianship) -> None:
    others = Guardianship.objects.filter(student_id=tie.student_id, is_main=True, ends_on=None)
    others.exclude(pk=tie.pk).update(is_main=False)


@transaction.atomic
def end_guardianship(
    *, tie: Guardianship, ends_on: date, note: str, actor: Membership
) -> Guardianship:
    """End a tie on a day. The last open one may end: an adult student answers for themselves."""
    tie = _locked(tie)
    if ends_on < tie.starts_on:
        raise DomainError(
            f"No puede terminar antes de comenzar ({tie.starts_on:%d-%m-%Y}).", code="ends_on"
        )
    tie.ends_on, tie.end_note = ends_on, note
    tie.save(update_fields=["ends_on", "end_note"])
    _trail(actor, tie, "terminó vínculo de apoderado")
    return tie


@transaction.atomic
def restrict_guardianship(
    *,
    tie: Guardianship,
    proof: tuple[bytes, str, str],
    since: date,
    until: date | None,
    at: datetime,
    actor: Membership,
) -> Guardianship:
    """Limit what an apoderado may see or do, on the strength of an uploaded court order.

    Source: Oficio 27/2016 (Superintendencia): both parents keep their rights unless a judge
    says no.
    """
    tie = _locked(tie)
    content, name, mime = proof
    tie.court_order = keep_upload(
        content=content, name=name, mime=mime, at=at, user_id=actor.user_id
    )
    tie.restricted, tie.restricted_from, tie.restricted_until = True, since, until
    tie.save(update_fields=["court_order", "restricted", "restricted_from", "restricted_until"])
    _trail(actor, tie, "registró restricción judicial")
    return tie


@transaction.atomic
def lift_restriction(*, tie: Guardianship, ends_on: date, actor: Membership) -> Guardianship:
    """Give the restriction its last day; the order stays in the file as proof."""
    tie = _locked(tie)
    if not tie.restricted:
        raise AlreadyDoneError("No tiene una restricción vigente.")
    if tie.restricted_from and ends_on < tie.restricted_from:
        raise DomainError("No puede terminar antes de comenzar.", code="ends_on")
    tie.restricted_until = ends_on
    tie.save(update_fields=["restricted_until"])
    _trail(actor, tie, "dio término a la restricción")
    return tie


def _locked(tie: Guardianship) -> Guardianship:
    tie = (
        Guardianship.objects.select_for_update(of=("self",))
        .select_related("apoderado")
        .get(pk=tie.pk)
    )
    if tie.ends_on is not None:
        raise AlreadyDoneError("Ese vínculo ya terminó.")
    return tie


def _trail(actor: Membership, tie: Guardianship, detail: str) -> None:
    record(
        AuditAct.CAMBIAR,
        object_type="schools.guardianship",
        object_id=tie.pk,
        user_id=actor.user_id,
        detail=f"{detail} (estudiante {tie.student_id})",
    )
