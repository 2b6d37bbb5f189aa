"""Block a person's data, lift it with a reason, and refuse new uses meanwhile."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.audit.services import record
from schools.models import Apoderado, DataBlock, Membership, Student
from schools.models.audit import AuditAct

MEANWHILE = (
    "Los plazos del caso siguen corriendo. Si una norma obliga a hacerlo, quien atiende los "
    "derechos puede levantar el bloqueo y escribir el motivo."
)


def open_blocks() -> QuerySet[DataBlock]:
    """Return the blocks in force."""
    return DataBlock.objects.filter(lifted_at=None).select_related("student", "apoderado")


def block_of(person: Student | Apoderado | None) -> DataBlock | None:
    """Return the block in force on a person. Queries: 1."""
    return None if person is None else open_blocks().filter(**_key(person)).first()


def set_block(
    *, person: Student | Apoderado, reason: str, actor: Membership, now: datetime
) -> DataBlock:
    """Block the data of a person from now on. AlreadyDoneError if they are blocked."""
    try:
        with transaction.atomic():
            row = DataBlock.objects.create(
                **_key(person), reason=reason, set_at=now, set_by=actor.user,
                set_by_name=_signature(actor),
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyDoneError("Los datos de esta persona ya están bloqueados.") from None
    _note(row, actor, "bloqueó los datos")
    return row


@transaction.atomic
def lift_block(*, row: DataBlock, reason: str, actor: Membership, now: datetime) -> DataBlock:
    """Lift a block and say why. AlreadyDoneError if somebody did."""
    row = DataBlock.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.lifted_at is not None:
        raise AlreadyDoneError("Ese bloqueo ya se levantó.")
    row.lifted_at, row.lifted_by, row.lifted_by_name = now, actor.user, _signature(actor)
    row.lift_reason = reason
    row.save(update_fields=["lifted_at", "lifted_by", "lifted_by_name", "lift_reason"])
    _note(row, actor, "levantó el bloqueo de los datos")
    return row


def refuse_if_blocked(*people: Student | Apoderado | None, use: str) -> None:
    """Raise DomainError if the data of any of them are blocked: nothing new is done with them.

    Source: Ley 19.628, art. 8 ter (Ley 21.719).
    """
    if any(block_of(person) is not None for person in people):
        raise DomainError(
            f"No se puede {use}: los datos de esta persona están bloqueados a su solicitud.",
            code="bloqueo",
            reasons=(MEANWHILE,),
        )


def _key(person: Student | Apoderado) -> dict:
    return {"student" if isinstance(person, Student) else "apoderado": person}


def _note(row: DataBlock, actor: Membership, detail: str) -> None:
    record(
        AuditAct.CAMBIAR, object_type="bloqueo de datos", object_id=row.pk,
        user_id=actor.user_id, detail=detail,
    )  # fmt: skip


def _signature(actor: Membership) -> str:
    return f"{actor.user.get_full_name()}, {actor.title}"[:160]
