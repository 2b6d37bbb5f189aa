"""The one writer of the technical trail."""

from convivencia.clock import now
from schools.models import AuditEntry, Membership
from schools.models.audit import AuditAct


def record(
    act: AuditAct,
    *,
    object_type: str,
    object_id: int | None = None,
    case_id: int | None = None,
    user_id: int | None = None,
    who: str = "",
    detail: str = "",
) -> None:
    """Write one entry in the transaction of what it records: if it cannot, the look fails too."""
    AuditEntry.objects.create(
        at=now(),
        act=act,
        object_type=object_type,
        object_id=object_id,
        case_id=case_id,
        user_id=user_id,
        who=who,
        detail=detail,
    )


def record_denial(*, membership: Membership, object_type: str, object_id: int, detail: str) -> None:
    """Write a denial, after the request that was denied has been rolled back."""
    record(
        AuditAct.DENEGADO,
        object_type=object_type,
        object_id=object_id,
        user_id=membership.user_id,
        detail=detail,
    )
