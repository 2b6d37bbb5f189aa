"""The daily seal: the head of a school's chain, of which copies leave the database.

A chain proves that nothing inside it was touched. Only a copy of its head elsewhere proves that
its end was not cut off, or the whole of it written again.
"""

import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from schools.models import School
from schools.models.audit import AuditLink, AuditSeal

LATELY = timedelta(days=30)  # after an outage of the disk, what it missed is written again
FIELDS = 4


@dataclass(frozen=True, slots=True)
class Seal:
    """A copy of a seal."""

    day: date
    seq: int
    hash: str

    @property
    def line(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.seq} {self.hash}"


def seal_chain(*, school: School, now: datetime) -> tuple[AuditSeal | None, bool]:
    """Return the seal of today and whether it is new; None where nothing was ever recorded."""
    day = school.local_date(now)
    earlier = AuditSeal.objects.filter(day=day).first()
    head = AuditLink.objects.order_by("-seq").first()
    if earlier is not None or head is None:
        return earlier, False
    seal = AuditSeal(day=day, at=now, seq=head.seq, hash=head.hash)
    AuditSeal.objects.bulk_create([seal], ignore_conflicts=True)  # two at once make one
    made = AuditSeal.objects.get(day=day)
    return made, (made.seq, made.at) == (seal.seq, now)


def seals_since(day: date) -> list[Seal]:
    """Return the seals of the last days, as they are copied."""
    rows = AuditSeal.objects.filter(day__gt=day - LATELY).order_by("day")
    return [Seal(row.day, row.seq, row.hash) for row in rows]


def write_out(folder: Path, rbd: str, seals: list[Seal]) -> int:
    """Add the lines that the school's file lacks, and see them on the disk; return how many."""
    path = file_of(folder, rbd)
    folder.mkdir(parents=True, exist_ok=True)
    known = set(path.read_text(encoding="utf-8").splitlines()) if path.exists() else set()
    lines = [f"{rbd} {seal.line}" for seal in seals]
    missing = [line for line in lines if line not in known]
    if missing:
        _append(path, "".join(f"{line}\n" for line in missing))
    return len(missing)


def read_out(folder: Path, rbd: str) -> list[Seal] | None:
    """Return the copies kept outside; None if there is no file of that school."""
    path = file_of(folder, rbd)
    if not path.exists():
        return None
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) == FIELDS and parts[0] == rbd:
            found.append(Seal(date.fromisoformat(parts[1]), int(parts[2]), parts[3]))
    return found


def file_of(folder: Path, rbd: str) -> Path:
    """Return where the seals of a school are kept."""
    return folder / f"sellos-{''.join(c for c in rbd if c.isalnum() or c == '-')}.txt"


def _append(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
