"""Is the trail of a school whole? Read in pages, from the first entry to the last."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from schools.audit.chain import GENESIS, hash_of
from schools.audit.seals import Seal
from schools.models import AuditEntry
from schools.models.audit import AuditLink

PAGE = 2000
Row = tuple[AuditLink, AuditEntry | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where; `seq` is None for an entry that is in no place of the chain."""

    seq: int | None
    reason: str


@dataclass(slots=True)
class Verification:
    """One reading of a chain; run inside `school_context`."""

    seals: list[Seal]
    progress: Callable[[int], None] = lambda _: None
    seq: int = 0
    hash: str = GENESIS
    by_seq: dict[int, list[Seal]] = field(default_factory=dict)

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong, in the order of the chain."""
        for seal in self.seals:
            self.by_seq.setdefault(seal.seq, []).append(seal)
        for link, entry in _rows():
            yield from self._place(link)
            yield from self._content(link, entry)
            self.seq, self.hash = link.seq, link.hash
            yield from self._sealed()
            if self.seq % (25 * PAGE) == 0:
                self.progress(self.seq)
        yield from self._end()
        yield from _outside()

    def _place(self, link: AuditLink) -> Iterator[Fault]:
        first, last = self.seq + 1, link.seq - 1
        if first == last:
            yield Fault(first, "falta este registro: fue borrado")
        elif first < last:
            yield Fault(first, f"faltan los registros {first} a {last}: fueron borrados")
        elif link.previous != self.hash:
            yield Fault(link.seq, "no sigue al anterior: fue insertado, movido o reescrito")

    def _content(self, link: AuditLink, entry: AuditEntry | None) -> Iterator[Fault]:
        if entry is None:
            yield Fault(link.seq, "su contenido no está: fue borrado o llevado a otra parte")
        elif hash_of(entry, seq=link.seq, previous=link.previous) != link.hash:
            yield Fault(link.seq, "no dice lo que se registró: fue editado, movido o cambiado")

    def _sealed(self) -> Iterator[Fault]:
        for seal in self.by_seq.pop(self.seq, ()):
            if seal.hash != self.hash:
                text = f"no es el que se selló el {seal.day:%d-%m-%Y}: la cadena fue reescrita"
                yield Fault(self.seq, text)

    def _end(self) -> Iterator[Fault]:
        for seq in sorted(self.by_seq):
            day = f"{self.by_seq[seq][0].day:%d-%m-%Y}"
            if seq > self.seq:
                text = f"falta el final: el {day} se selló el {seq} y la cadena llega al {self.seq}"
                yield Fault(self.seq + 1, text)


def _rows() -> Iterator[Row]:
    """Yield the links in order with their entries. Queries: 2 per page."""
    last = 0
    while True:
        links = list(AuditLink.objects.filter(seq__gt=last).order_by("seq")[:PAGE])
        if not links:
            return
        entries = AuditEntry.objects.in_bulk([link.entry_id for link in links])
        yield from ((link, entries.get(link.entry_id)) for link in links)
        last = links[-1].seq


def _outside() -> Iterator[Fault]:
    """Yield the entries that the chain does not know."""
    linked = AuditLink.objects.filter(entry_id=OuterRef("pk"))
    rows = AuditEntry.objects.filter(~Exists(linked)).order_by("pk")
    for pk in rows.values_list("pk", flat=True)[:PAGE]:
        yield Fault(None, f"el registro de id {pk} no está en la cadena: fue insertado aparte")
