"""Plazos on a table: cases with a running vencimiento, and a relay that sweeps them."""

from datetime import datetime

from cases.models import OutboxMessage, Vencimiento
from schools.models import School
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene


def vencimiento(scene: Scene, step_id: str) -> Vencimiento:
    with school_context(scene.school):
        return Vencimiento.objects.select_related("case__school").get(
            case=scene.case, step_id=step_id
        )


def wake(scene: Scene, step_id: str, when: datetime) -> Vencimiento:
    """Leave one reminder due at `when` and every other of the case silent."""
    with school_context(scene.school):
        scene.case.vencimientos.update(next_reminder_at=None)
        scene.case.vencimientos.filter(step_id=step_id).update(next_reminder_at=when)
    return vencimiento(scene, step_id)


def written(school: School) -> list[OutboxMessage]:
    with school_context(school):
        return list(OutboxMessage.objects.order_by("pk"))
