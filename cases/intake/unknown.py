"""What would give away who denounces and asked to remain unknown, seen before it is written."""

import re

from cases.intake.answers import Answers
from cases.intake.pages import CANAL, PROTOCOLO, RELATO
from cases.intake.people import Person
from schools.models import Membership
from schools.people.selectors import unaccent

SHORTEST = 4  # letters; «de», «la», «Ana» are in any text
WORD = re.compile(r"\w+")
OWN_NAME = (
    "Quien recibe y quien registra una denuncia quedan en el caso con su nombre. Para que su "
    "identidad se mantenga en reserva, otra persona debe recibirla y registrarla."
)


def unknown_people(answers: Answers) -> list[Person]:
    """Return who asked to remain unknown."""
    return [person for person in answers.people if person.reserved]


def gives_itself_away(answers: Answers, actor: Membership) -> bool:
    """True if who asked to remain unknown is who types the denuncia, or who received it."""
    receiver = answers.clean(CANAL).get("received_by")
    staff = [member.user for member in (actor, receiver) if member]
    return any(person.is_user(user) for person in unknown_people(answers) for user in staff)


def named_in(answers: Answers) -> list[str]:
    """Return the words of what was typed that name who asked to remain unknown."""
    names = " ".join(person.name for person in unknown_people(answers))
    hidden = {word for word in _words(names) if len(word) >= SHORTEST}
    shown = " ".join(p.name for p in answers.people if not p.reserved)
    typed = " ".join(_texts(answers))
    found = {unaccent(word): word for word in WORD.findall(typed)}
    return [word for plain, word in found.items() if plain in hidden - set(_words(shown))]


def _texts(answers: Answers) -> list[str]:
    pages = (answers.clean(RELATO), answers.facts_page, answers.clean(PROTOCOLO))
    return [value for page in pages for value in page.values() if isinstance(value, str)]


def _words(text: str) -> list[str]:
    return WORD.findall(unaccent(text))
