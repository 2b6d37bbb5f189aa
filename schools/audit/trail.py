"""What one request leaves in the trail: one entry for each case, or file, that it touched.

While a request is answered, `record` only takes note. When the answer is ready the notes are
brought together and written, in the transaction of what they tell: late, so that the chain is
locked for the length of a commit, and before anything leaves the server.

    the page was shown              one entry per case or file; the act is the one of most weight
    a form did what it asked        the same, as a change
    a page only sent somewhere else nothing was shown: no entry
    404, 403, 429                   what was noted is dropped: one denial
    500                             what was noted is dropped: one «no se mostró por un error»
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django_scopes import get_scope

from convivencia.clock import now
from schools.audit.silent import is_account, shows_nobody
from schools.models.audit import AuditAct, AuditEntry
from schools.tenancy.context import school_context

# From the least telling act to the most.
WEIGHT = (
    AuditAct.VER,
    AuditAct.BUSCAR,
    AuditAct.IMPRIMIR,
    AuditAct.DESCARGAR,
    AuditAct.EXPORTAR,
    AuditAct.CAMBIAR,
)
READS = WEIGHT[:-1]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSED = frozenset({403, 404, 429})


class AuditUnavailableError(Exception):
    """The trail cannot be written, so nothing may be shown or changed."""


@dataclass(frozen=True, slots=True, eq=False)
class Note:
    """An entry that is not written yet. A `faint` one gives way to any other of the same case."""

    school_id: int
    at: datetime
    act: AuditAct
    object_type: str
    object_id: int | None = None
    case_id: int | None = None
    user_id: int | None = None
    who: str = ""
    detail: str = ""
    faint: bool = False

    def __call__(self) -> None:
        """Do nothing: the notes wait among what is done on commit, see `Trail.add`."""

    @property
    def key(self) -> tuple[int, str, int]:
        """Return what the note is about: a case, or something else of a school."""
        if self.case_id is not None:
            return self.school_id, "", self.case_id
        return self.school_id, self.object_type, self.object_id or 0


@dataclass(slots=True)
class Trail:
    """The notes of one request."""

    notes: list[Note] = field(default_factory=list)

    def add(self, note: Note) -> None:
        """Keep the note for as long as the savepoint in which it was made.

        Django forgets what a savepoint wanted done on commit when it is rolled back; so a change
        that was refused leaves no note either.
        """
        transaction.on_commit(note)
        self.notes.append(note)

    def living(self) -> list[Note]:
        """Return the notes of what was not undone."""
        waiting = {id(call) for _, call, _ in connection.run_on_commit}
        return [note for note in self.notes if id(note) in waiting]


_open: ContextVar[Trail | None] = ContextVar("trail", default=None)


@contextmanager
def request_trail() -> Iterator[Trail]:
    """Collect what `record` is told until the end of the block."""
    token = _open.set(Trail())
    try:
        yield _open.get()
    finally:
        _open.reset(token)


def tell(note: Note) -> None:
    """Take note if a request is being answered; else write at once."""
    trail = _open.get()
    if trail is None:
        write([note])
    else:
        trail.add(note)


def write(notes: list[Note]) -> None:
    """Write the entries, each in its school; AuditUnavailableError if they cannot be."""
    try:
        for school_id, group in groupby(sorted(notes, key=_school), key=_school):
            here = get_scope().get("school") == school_id
            with nullcontext() if here else school_context(school_id):
                AuditEntry.objects.bulk_create([_entry(note) for note in group])
    except DatabaseError as error:
        raise AuditUnavailableError from error


def shown(request: HttpRequest, response: HttpResponse, trail: Trail) -> list[Note]:
    """Return what to write of a request that was answered and is about to be committed."""
    if getattr(request, "only_searched", False):
        return []  # the page to which it leads is recorded
    notes, moved = trail.living(), 300 <= response.status_code < 400  # noqa: PLR2004
    changed = request.method not in SAFE and (moved or response.status_code == 204)  # noqa: PLR2004
    if not notes and response.status_code < 400:  # noqa: PLR2004
        notes = _default(request, changed=changed)
    if changed:
        notes = [replace(n, act=AuditAct.CAMBIAR) if n.faint else n for n in notes]
    elif moved or shows_nobody(_name(request)):
        notes = [n for n in notes if not n.faint and (not moved or n.act not in READS)]
    groups: dict[tuple, list[Note]] = {}
    for note in _without_faint(notes):
        groups.setdefault(note.key, []).append(note)
    return [note for group in groups.values() for note in _told(group)]


def refused(request: HttpRequest, response: HttpResponse, trail: Trail) -> list[Note]:
    """Return the one entry of a request that showed nothing, to be written after its rollback."""
    denied = request.denial or response.status_code in REFUSED
    about = trail.notes[0] if trail.notes else _of_address(request)
    if about is None:
        return []
    act = AuditAct.DENEGADO if denied else AuditAct.FALLIDO
    detail = f"{response.status_code} en {_name(request)}"
    note = replace(about, act=act, detail=detail, faint=False)
    return [replace(note, **request.denial) if request.denial else note]


def _default(request: HttpRequest, *, changed: bool) -> list[Note]:
    """Return the entry of an address whose view said nothing, unless it shows nobody."""
    note = _of_address(request)
    if note is None or (shows_nobody(_name(request)) and not changed):
        return []
    return [note]


def _of_address(request: HttpRequest) -> Note | None:
    """Return what the address itself says: who asked for what. None where no school is asked."""
    name = _name(request)
    if request.membership is None or (is_account(name) and not request.denial):
        return None
    if request.resolver_match is None and not request.denial:
        return None
    kwargs = request.resolver_match.kwargs if request.resolver_match else {}
    pk = kwargs.get("pk")
    return Note(
        school_id=request.membership.school_id, at=now(), act=AuditAct.VER, object_type=name,
        object_id=min(pk, 2**63 - 1) if isinstance(pk, int) else None,
        user_id=request.user.pk, faint=True,
    )  # fmt: skip


def _name(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.url_name or match.route)[:60] if match else ""


def _without_faint(notes: list[Note]) -> list[Note]:
    """Drop the notes made by a door where the view behind it said more."""
    plain = [note for note in notes if not note.faint]
    keys = {note.key for note in plain}
    return [n for n in notes if not n.faint or n is _last_faint(notes, n.key, keys, plain)]


def _last_faint(notes: list[Note], key: tuple, keys: set, plain: list[Note]) -> Note | None:
    """Return the faint note that stands for `key`: none if a plain one does, or another object."""
    if key in keys or (key[1] and plain):
        return None
    return [n for n in notes if n.faint and n.key == key][-1]


def _told(group: list[Note]) -> list[Note]:
    """Return what is written of one case: each permission, and one line for all the rest."""
    grants = [note for note in group if note.act is AuditAct.OTORGAR]
    rest = [note for note in group if note.act is not AuditAct.OTORGAR]
    best = max(rest, key=lambda note: WEIGHT.index(note.act), default=None)
    is_told = best is not None and (not grants or (best.act is AuditAct.CAMBIAR and not best.faint))
    return [*grants, best] if is_told else grants


def _entry(note: Note) -> AuditEntry:
    fields = ("school_id", "at", "act", "object_type", "object_id", "case_id", "user_id", "who")
    given = {name: getattr(note, name) for name in fields}
    return AuditEntry(**given, detail=note.detail[:200])


def _school(note: Note) -> int:
    return note.school_id
