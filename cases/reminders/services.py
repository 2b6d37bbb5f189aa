"""«Tomo conocimiento»: somebody answers for what is late."""

from datetime import datetime

from django.db import transaction

from cases.history.services import lock_case
from cases.models import Case, Vencimiento
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.audit.services import record
from schools.models import Membership, Role
from schools.models.audit import AuditAct

MAY_ANSWER = frozenset({Role.DIRECTORA, Role.ENCARGADA})


@transaction.atomic
def acknowledge_vencimiento(
    *, case: Case, vencimiento: Vencimiento, actor: Membership, now: datetime
) -> Vencimiento:
    """Note that who answers for a late plazo knows of it: it climbs no higher.

    Its owner is still reminded each day. A new date for the plazo starts everything again.
    """
    lock_case(case)
    row = Vencimiento.objects.select_for_update(of=("self",)).get(pk=vencimiento.pk)
    if actor.role not in MAY_ANSWER:
        raise DomainError("Sólo la dirección o la encargada toman conocimiento.", code="rol")
    if row.due_at is None or now <= row.due_at or row.done_at:
        raise DomainError("Este plazo no está atrasado.", code="al_dia")
    if row.acknowledged_at:
        raise AlreadyDoneError("Ya se había tomado conocimiento de este atraso.")
    row.acknowledged_at = now
    row.save(update_fields=["acknowledged_at"])
    record(
        AuditAct.CAMBIAR, object_type="vencimiento", object_id=row.pk, case_id=case.pk,
        user_id=actor.user_id, detail="tomó conocimiento del atraso",
    )  # fmt: skip
    return row
