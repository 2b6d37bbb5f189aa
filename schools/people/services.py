"""What is written about students and their courses. Nobody is deleted: ties are ended."""

from datetime import date, datetime

from django.db import transaction

from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.audit.services import record
from schools.models import Curso, Enrolment, Membership, PastIdentifier, Student
from schools.models.audit import AuditAct
from schools.saving import save_checked

TAKEN = "Ya hay un o una estudiante con ese documento en el establecimiento."


@transaction.atomic
def create_student(
    *, fields: dict, curso: Curso | None, starts_on: date, actor: Membership
) -> Student:
    """Add a student and, with a `curso`, enrol them from `starts_on`."""
    _refuse_taken_document(None, fields["id_kind"], fields["run"])
    student = Student(**fields)
    save_checked(student, taken=TAKEN)
    _trail(actor, student, "agregó estudiante")
    if curso is not None:
        _open_enrolment(student, curso, starts_on)
    return student


@transaction.atomic
def update_student(*, student: Student, fields: dict, at: datetime, actor: Membership) -> Student:
    """Write the fields that changed; a document that is replaced stays as a past one."""
    student = Student.objects.select_for_update().get(pk=student.pk)
    changed = [name for name, value in fields.items() if getattr(student, name) != value]
    if not changed:
        return student
    before = (student.id_kind, student.run)
    for name in changed:
        setattr(student, name, fields[name])
    if (student.id_kind, student.run) != before:
        _replace_document(student, *before, on=student.school.local_date(at))
    save_checked(student, taken=TAKEN)
    _trail(actor, student, "cambió " + ", ".join(sorted(changed)))
    return student


def _replace_document(student: Student, kind: str, run: str, *, on: date) -> None:
    _refuse_taken_document(student.pk, student.id_kind, student.run)
    own = PastIdentifier.objects.filter(student=student)
    own.filter(id_kind=student.id_kind, run=student.run).delete()  # it is the present one again
    PastIdentifier.objects.get_or_create(
        student=student, id_kind=kind, run=run, defaults={"replaced_on": on}
    )


def _refuse_taken_document(student_id: int | None, kind: str, run: str) -> None:
    others = Student.objects.filter(id_kind=kind, run=run).exclude(pk=student_id)
    past = PastIdentifier.objects.filter(id_kind=kind, run=run).exclude(student_id=student_id)
    if others.exists():
        raise DomainError(TAKEN, code="run")
    if past.exists():
        raise DomainError("Ese documento fue de otra ficha del establecimiento.", code="run")


@transaction.atomic
def enrol(*, student: Student, curso: Curso, starts_on: date, actor: Membership) -> Enrolment:
    """Move a student to `curso` from `starts_on`; the course they leave ends that day."""
    student = Student.objects.select_for_update().get(pk=student.pk)
    opened = Enrolment.objects.filter(student=student, ends_on=None).first()
    if opened and opened.curso_id == curso.pk:
        raise AlreadyDoneError(f"Ya está en {curso}.", code="curso")
    if opened:
        _close_enrolment(opened, starts_on, field="starts_on")
    enrolment = _open_enrolment(student, curso, starts_on)
    _trail(actor, student, "cambió de curso")
    return enrolment


@transaction.atomic
def withdraw(*, student: Student, ends_on: date, actor: Membership) -> Enrolment:
    """End the open enrolment of a student who leaves. Their file and their cases stay."""
    student = Student.objects.select_for_update().get(pk=student.pk)
    opened = Enrolment.objects.filter(student=student, ends_on=None).first()
    if opened is None:
        raise AlreadyDoneError("No tiene una matrícula vigente.")
    _close_enrolment(opened, ends_on, field="ends_on")
    _trail(actor, student, "terminó la matrícula")
    return opened


def _open_enrolment(student: Student, curso: Curso, starts_on: date) -> Enrolment:
    enrolment = Enrolment(student=student, curso=curso, starts_on=starts_on)
    save_checked(enrolment, taken="Ya tiene una matrícula vigente.")
    return enrolment


def _close_enrolment(enrolment: Enrolment, on: date, *, field: str) -> None:
    if on < enrolment.starts_on:
        raise DomainError(
            f"La fecha no puede ser anterior al {enrolment.starts_on:%d-%m-%Y}, "
            f"cuando entró a {enrolment.curso}.",
            code=field,
        )
    enrolment.ends_on = on
    enrolment.save(update_fields=["ends_on"])


def create_curso(*, fields: dict, actor: Membership) -> Curso:
    """Add a course of a school year."""
    if Curso.objects.filter(**fields).exists():
        raise DomainError("Ese curso ya existe.", code="letter")
    curso = Curso(**fields)
    save_checked(curso, taken="Ese curso ya existe.")
    record(
        AuditAct.CAMBIAR,
        object_type="schools.curso",
        object_id=curso.pk,
        user_id=actor.user_id,
        detail="agregó curso",
    )
    return curso


def _trail(actor: Membership, student: Student, detail: str) -> None:
    record(
        AuditAct.CAMBIAR,
        object_type="schools.student",
        object_id=student.pk,
        user_id=actor.user_id,
        detail=detail[:200],
    )
