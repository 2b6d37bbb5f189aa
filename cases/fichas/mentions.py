"""Which forms of a case speak of a person: who was chosen in them, or named by hand."""

from collections.abc import Iterable

from cases.documents.redaction import says_name
from cases.models import Ficha, Participant
from schools.models import Apoderado


def refs_of(person: Participant | Apoderado) -> frozenset[str]:
    """Return how the answers of a form name somebody who was chosen from its list."""
    if isinstance(person, Apoderado):
        return frozenset({f"a:{person.pk}"})
    found = {f"p:{person.pk}"}
    found |= {f"a:{person.apoderado_id}"} if person.apoderado_id else set()
    found |= {f"m:{person.membership_id}"} if person.membership_id else set()
    return frozenset(found)


def speaks_of(ficha: Ficha, person: Participant | Apoderado) -> bool:
    """Return whether some answer is that person, or says their name or their RUN."""
    refs = refs_of(person)
    words = [str(value) for values in ficha.answers.values() for value in _all(values)]
    return any(word in refs or says_name(word, person) for word in words)


def _all(values: object) -> Iterable[object]:
    return values if isinstance(values, list | tuple) else [values]
