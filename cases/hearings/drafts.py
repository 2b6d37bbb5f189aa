"""A half-typed interview: kept for its author, reopened as it was left, gone once issued."""

from datetime import datetime

from django.http import QueryDict

from cases.models import Case, WorkDraft
from convivencia.exceptions import DomainError
from schools.models import Membership

LIMIT = 200_000  # characters
LEFT_OUT = frozenset({"csrfmiddlewaretoken", "envio", "version", "paso"})


def save_draft(
    *, case: Case, member: Membership, key: str, typed: QueryDict, now: datetime
) -> WorkDraft:
    """Keep what the person has typed; DomainError if it is more than an interview can be."""
    data = {_plain(k): [*map(_plain, v)] for k, v in typed.lists() if k not in LEFT_OUT}
    if sum(len(name) + sum(map(len, values)) for name, values in data.items()) > LIMIT:
        raise DomainError("El texto es demasiado largo para guardarlo.", code="largo")
    draft, _ = WorkDraft.objects.update_or_create(
        case=case, user=member.user, key=key, defaults={"data": data, "updated_at": now}
    )
    return draft


def _plain(text: str) -> str:
    """Text that the database can keep: no NUL."""
    return text.replace("\x00", "")


def draft_of(case: Case, member: Membership, key: str) -> WorkDraft | None:
    """Return the member's own draft; nobody else's."""
    return WorkDraft.objects.filter(case=case, user=member.user, key=key).first()


def typed_of(draft: WorkDraft) -> QueryDict:
    """Return the draft as a form takes it."""
    typed = QueryDict(mutable=True)
    for name, values in draft.data.items():
        typed.setlist(name, values)
    return typed


def discard_draft(*, case: Case, member: Membership, key: str) -> None:
    """Forget the draft: its words live in the acta now."""
    WorkDraft.objects.filter(case=case, user=member.user, key=key).delete()


def interview_key(participant_id: int) -> str:
    """Return the key of the interview of one family."""
    return f"entrevista:{participant_id}"
