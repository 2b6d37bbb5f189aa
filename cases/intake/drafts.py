"""The draft of a denuncia: started, kept as it is typed, resumed, thrown away."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from cases.intake.pages import CANAL, PERSONAS, RELATO
from cases.intake.people import BY_NAME, conflict, people_of
from cases.models import Case, IntakeDraft
from convivencia.exceptions import AlreadyDoneError, DomainError, StaleFormError
from schools.models import Membership

MOST_PEOPLE = 40
EARLIER = "caso_anterior"  # the folio of the case that this one follows
CHANGED_ELSEWHERE = (
    "Esta página se cambió en otra ventana mientras usted escribía. Abajo está lo que usted "
    "escribió: si continúa, se guarda esto."
)


@transaction.atomic
def start_draft(*, actor: Membership, values: Mapping[str, str], now: datetime) -> IntakeDraft:
    """Open a draft with the answers of the first page."""
    data = {CANAL: {"values": _plain(values), "rev": 1, "tab": ""}}
    return IntakeDraft.objects.create(
        user=actor.user, data=data, page=CANAL, created_at=now, updated_at=now
    )


@transaction.atomic
def start_again(
    *, actor: Membership, values: Mapping[str, str], case: Case, now: datetime
) -> IntakeDraft:
    """Open a draft with the students of an earlier case, each in its role: it went on.

    Source: modelo A, 8.6.3.2 C, last paragraph (denuncia nueva por reincidencia).
    """
    draft = start_draft(actor=actor, values=values, now=now)
    students = [p for p in case.participants.all() if p.student_id]
    entries = [
        {"key": secrets.token_hex(4), "role": p.role, "kind": "estudiante", "id": p.student_id}
        for p in students
    ]
    draft.data |= {PERSONAS: {"values": entries}, EARLIER: case.folio}
    draft.save(update_fields=["data"])
    return draft


@transaction.atomic
def start_from_word(
    *, actor: Membership, values: Mapping[str, str], word: str, now: datetime
) -> IntakeDraft:
    """Open a draft with only what an adult knew, and when: the clock is stamped."""
    first = {"canal": "observacion", "received_by": str(actor.pk)}
    draft = start_draft(actor=actor, values=first, now=now)
    draft.data |= {
        "conocimiento": {"values": _plain(values), "rev": 1, "tab": ""},
        RELATO: {"values": _plain({"relato": word}), "rev": 1, "tab": ""},
    }
    draft.save(update_fields=["data"])
    return draft


@transaction.atomic
def save_page(
    *,
    draft: IntakeDraft,
    page: str,
    values: Mapping[str, str],
    now: datetime,
    tab: str = "",
    seen: int | None = None,
    resume_at: str = "",
) -> IntakeDraft:
    """Keep what was typed in a page, right or wrong; other pages are not touched.

    `tab` names the window and `seen` the revision of the page it showed. Raises StaleFormError if
    another window changed the page since then.
    """
    draft = lock_draft(draft)
    kept = draft.data.get(page, {})
    rev = kept.get("rev", 0)
    values = _plain(values)
    if seen is not None and rev > seen and kept.get("tab") != tab and kept.get("values") != values:
        raise StaleFormError(CHANGED_ELSEWHERE)
    draft.data[page] = {"values": values, "rev": rev + 1, "tab": tab[:20]}
    draft.page = resume_at or page
    return _save(draft, now)


@transaction.atomic
def add_person(
    *,
    draft: IntakeDraft,
    role: str,
    kind: str,
    now: datetime,
    pk: int | None = None,
    name: str = "",
    reserved: bool = False,
) -> IntakeDraft:
    """Note a person with a role. Raises DomainError if the roles exclude each other."""
    draft = lock_draft(draft)
    entry = {"key": secrets.token_hex(4), "role": role, "kind": kind}
    entry |= {"reserved": True} if reserved else {}
    entry |= {"name": " ".join(name.split())} if kind in BY_NAME else {"id": pk}
    entries = [*_people(draft), entry]
    people = people_of(entries)
    new = next((p for p in people if p.key == entry["key"]), None)
    if new is None:
        raise DomainError("Esa persona no está en el establecimiento.", code="persona")
    if any(p.identity == new.identity and p.role == role for p in people if p is not new):
        raise DomainError(f"{new.name} ya está con ese rol.", code="repetida")
    if len(entries) > MOST_PEOPLE:
        raise DomainError(f"Se pueden anotar hasta {MOST_PEOPLE} personas.", code="muchas")
    problem = conflict(people)
    if problem:
        raise DomainError(problem, code="roles")
    return _save_people(draft, entries, now)


@transaction.atomic
def remove_person(*, draft: IntakeDraft, key: str, now: datetime) -> IntakeDraft:
    """Take a person out; one already out is no error."""
    draft = lock_draft(draft)
    return _save_people(draft, [e for e in _people(draft) if e["key"] != key], now)


@transaction.atomic
def discard_draft(*, draft: IntakeDraft) -> None:
    """Throw a draft away, with everything typed in it."""
    lock_draft(draft).delete()


def lock_draft(draft: IntakeDraft) -> IntakeDraft:
    """Return the draft as it is now, locked; AlreadyDoneError once it became a case."""
    draft = IntakeDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if draft.case_id is not None:
        raise AlreadyDoneError("Esta denuncia ya se registró.")
    return draft


def _people(draft: IntakeDraft) -> list[dict]:
    return draft.data.get(PERSONAS, {}).get("values", [])


def _save_people(draft: IntakeDraft, entries: list[dict], now: datetime) -> IntakeDraft:
    draft.data[PERSONAS] = {"values": entries}
    draft.page = PERSONAS
    return _save(draft, now)


def _save(draft: IntakeDraft, now: datetime) -> IntakeDraft:
    draft.updated_at = now
    draft.save(update_fields=["data", "page", "updated_at"])
    return draft


def _plain(values: Mapping[str, str]) -> dict[str, str]:
    """Text that the database can keep: no NUL; line ends as one character."""
    return {
        name: str(value).replace("\x00", "").replace("\r\n", "\n") for name, value in values.items()
    }
