"""Read long rosters away from the person who waits."""

import logging

from celery import shared_task

from convivencia.exceptions import DomainError
from schools.models import RosterImport
from schools.models.imports import ImportState
from schools.tenancy.context import school_context
from schools.tenancy.tasks import SteppedSchoolTask

logger = logging.getLogger(__name__)


@shared_task(base=SteppedSchoolTask, name="schools.roster.read")
def read_roster(*, school_id: int, roster_id: int) -> None:
    """Read the file of an import and leave it to be reviewed. May run twice.

    Each step is a transaction of its own, so that the page sees the progress.
    """
    from schools.roster.services import keep_plan, parse  # noqa: PLC0415 -- leaf

    with school_context(school_id):
        roster = (
            RosterImport.objects.select_related("file")
            .filter(pk=roster_id, state=ImportState.LEYENDO)
            .first()
        )
    if roster is None:
        return
    try:
        records = parse(bytes(roster.file.content), roster.year, _progress(school_id, roster_id))
    except DomainError as error:
        _finish(school_id, roster_id, state=ImportState.FALLIDA, error=error.message[:300])
        return
    with school_context(school_id):
        locked = RosterImport.objects.select_for_update().get(pk=roster_id)
        if locked.state == ImportState.LEYENDO:
            keep_plan(locked, records)


def _progress(school_id: int, roster_id: int):  # noqa: ANN202 -- a callback
    return lambda percent: _finish(school_id, roster_id, progress=percent)


def _finish(school_id: int, roster_id: int, **fields: object) -> None:
    with school_context(school_id):
        RosterImport.objects.filter(pk=roster_id, state=ImportState.LEYENDO).update(**fields)
