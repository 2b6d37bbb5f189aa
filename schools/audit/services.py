"""The one writer of the technical trail."""

from convivencia.clock import now
from schools.audit.trail import Note, tell
from schools.models.audit import AuditAct
from schools.tenancy.context import current_school_id


def record(
    act: AuditAct,
    *,
    object_type: str,
    object_id: int | None = None,
    case_id: int | None = None,
    user_id: int | None = None,
    who: str = "",
    detail: str = "",
    faint: bool = False,
) -> None:
    """Leave an entry in the transaction of what it records: if it cannot, the look fails too.

    A request writes one entry per case, however often it calls this (`schools.audit.trail`). A
    door marks its own as `faint`: it counts if the view behind says nothing.
    """
    note = Note(
        school_id=current_school_id(), at=now(), act=AuditAct(act), object_type=object_type,
        object_id=object_id, case_id=case_id, user_id=user_id, who=who, detail=detail, faint=faint,
    )  # fmt: skip
    tell(note)
