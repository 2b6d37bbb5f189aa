"""What beat wakes up for the files."""

from celery import shared_task

from convivencia.clock import now
from schools.uploads import nightly


@shared_task(name="schools.uploads.scan_files")
def scan_files() -> int:
    """Ask the scanner again about what waits for it."""
    return nightly.scan_files(at=now())


@shared_task(name="schools.uploads.verify_files")
def verify_files() -> int:
    """Check every file against its hash."""
    return nightly.verify_files()
