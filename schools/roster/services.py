"""Read a roster, show what it would do, do it."""

from collections.abc import Callable
from datetime import datetime
from itertools import islice

from django.db import IntegrityError, transaction

from convivencia.exceptions import AlreadyDoneError, DomainError, StaleFormError
from schools.audit.services import record as trail
from schools.files import store_file
from schools.models import Membership, RosterImport, School
from schools.models.audit import AuditAct
from schools.models.imports import ImportState
from schools.roster.applying import Application
from schools.roster.planning import (
    count_kinds,
    missing_students,
    plan_rows,
    record_of,
    take_snapshot,
)
from schools.roster.reading import MAX_BYTES, open_table, unreadable
from schools.roster.records import Record, read_record, refuse_repeated
from schools.roster.tasks import read_roster

INLINE_ROWS = 500  # up to here the person waits for the answer
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EMPTY = "La tabla no tiene filas bajo los títulos."
Progress = Callable[[int], None]


def start_import(
    *, content: bytes, name: str, year: int, at: datetime, actor: Membership
) -> RosterImport:
    """Keep the file and read it: now if it is short, in the background if it is long.

    Raises DomainError, and keeps nothing, if it is not a roster.
    """
    if len(content) > MAX_BYTES:
        raise unreadable("El archivo pesa más de 10 MB. Deje sólo la nómina.")
    rows = sum(1 for _ in islice(open_table(content), INLINE_ROWS + 1))
    if not rows:
        raise unreadable(EMPTY)
    with transaction.atomic():
        roster = _keep(content, name, year, at, actor)
        if rows <= INLINE_ROWS:
            keep_plan(roster, parse(content, year))
        else:
            queue_reading(roster)
    return roster


def _keep(content: bytes, name: str, year: int, at: datetime, actor: Membership) -> RosterImport:
    mime = XLSX if content.startswith(b"PK") else "text/csv"
    stored = store_file(content=content, name=name, mime=mime, at=at, user_id=actor.user_id)
    roster = RosterImport.objects.create(
        file=stored, year=year, created_by_id=actor.user_id, created_at=at
    )
    trail_import(actor.user_id, roster, "subió una nómina")
    return roster


def queue_reading(roster: RosterImport) -> None:
    """Ask a worker to read the file after the commit; a dead broker is not an error here.

    The page offers to try again when the reading does not move.
    """
    school_id, roster_id = roster.school_id, roster.pk

    def wake_worker() -> None:
        read_roster.delay(school_id=school_id, roster_id=roster_id)

    transaction.on_commit(wake_worker, robust=True)


def parse(content: bytes, year: int, progress: Progress = lambda _: None) -> list[Record]:
    """Return a record per row of the file. No database."""
    records = []
    for count, (number, cell) in enumerate(open_table(content), start=1):
        records.append(read_record(number, cell, year=year))
        if count % INLINE_ROWS == 0:
            progress(min(90, count // 120))
    if not records:
        raise unreadable(EMPTY)
    refuse_repeated(records)
    return records


def keep_plan(roster: RosterImport, records: list[Record]) -> None:
    """Compare with the school and leave the import ready to be reviewed."""
    snapshot = take_snapshot(roster.year)
    roster.rows = plan_rows(records, snapshot, roster.year)
    roster.missing = missing_students(roster.rows, snapshot)
    roster.counts = count_kinds(roster.rows)
    roster.state, roster.progress = ImportState.REVISION, 100
    roster.save(update_fields=["rows", "missing", "counts", "state", "progress"])


@transaction.atomic
def apply_import(
    *, roster: RosterImport, end_missing: bool, at: datetime, actor: Membership
) -> RosterImport:
    """Write what the preview showed, all or nothing.

    Raises StaleFormError, with a fresh preview kept, if the school changed since it was shown.
    """
    roster = locked_import(roster, ImportState.REVISION, "Esta nómina ya no está por revisar.")
    plan = [row for row in roster.rows if row["kind"] in {"nuevo", "cambia"}]
    if not plan and not (end_missing and roster.missing):
        raise DomainError("La nómina no cambia nada: no hay qué aplicar.")
    application = Application(roster, day=roster.school.local_date(at))
    try:
        application.write(plan)
    except IntegrityError as error:
        raise DomainError(
            "Otra persona agregó las mismas fichas: suba la nómina de nuevo."
        ) from error
    if end_missing:
        application.end_enrolments(roster.missing)
    roster.undo, roster.end_missing = application.undo, end_missing
    roster.state, roster.applied_at = ImportState.APLICADA, at
    roster.save(update_fields=["undo", "end_missing", "state", "applied_at"])
    trail_import(actor.user_id, roster, f"aplicó una nómina: {len(plan)} fichas")
    return roster


@transaction.atomic
def refresh_plan(roster: RosterImport) -> bool:
    """Compare again with the school as it is; True if the preview changed."""
    roster = locked_import(roster, ImportState.REVISION, "Esta nómina ya no está por revisar.")
    before = (roster.rows, roster.missing)
    keep_plan(roster, [record_of(row) for row in roster.rows])
    return before != (roster.rows, roster.missing)


def apply_as_shown(
    *, roster: RosterImport, end_missing: bool, at: datetime, actor: Membership
) -> RosterImport:
    """Apply, unless the school changed since the preview: then the new one is to be reviewed."""
    if refresh_plan(roster):
        raise StaleFormError(
            "Las fichas cambiaron desde que se preparó esta revisión. "
            "Se actualizó: revísela de nuevo antes de aplicar."
        )
    return apply_import(roster=roster, end_missing=end_missing, at=at, actor=actor)


def locked_import(roster: RosterImport, state: str, otherwise: str) -> RosterImport:
    """Return the import as it is, alone in its school: two of them never write at once."""
    School.objects.select_for_update(no_key=True).get(pk=roster.school_id)
    found = RosterImport.objects.select_for_update().get(pk=roster.pk)
    if found.state != state:
        raise AlreadyDoneError(otherwise)
    return found


def trail_import(user_id: int, roster: RosterImport, detail: str) -> None:
    trail(
        AuditAct.CAMBIAR,
        object_type="schools.rosterimport",
        object_id=roster.pk,
        user_id=user_id,
        detail=detail,
    )
